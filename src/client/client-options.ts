/**
 * What any client needs to reach a cluster, resolved from its configuration.
 *
 * Owns: the shape and Kafka's defaults. Refuses to know: how configuration is written and validated.
 */
export interface ClientOptions {
  /** bootstrap.servers */
  readonly bootstrapServers: readonly { readonly host: string; readonly port: number }[];
  /** client.id */
  readonly clientId: string;
  /** request.timeout.ms */
  readonly requestTimeoutMs: number;
  /** default.api.timeout.ms */
  readonly defaultApiTimeoutMs: number;
  /** retries: of one call */
  readonly retries: number;
  /** retry.backoff.ms */
  readonly retryBackoffMs: number;
  /** reconnect.backoff.ms */
  readonly reconnectBackoffMs: number;
  /** reconnect.backoff.max.ms */
  readonly reconnectBackoffMaxMs: number;
  /** metadata.max.age.ms */
  readonly metadataMaxAgeMs: number;
  /** connections.max.idle.ms */
  readonly connectionsMaxIdleMs: number;
  /** socket.connection.setup.timeout.ms */
  readonly socketConnectionSetupTimeoutMs: number;
  /** socket.connection.setup.timeout.max.ms */
  readonly socketConnectionSetupTimeoutMaxMs: number;
}

/** Kafka 3.6's defaults of all but the addresses. */
export const CLIENT_DEFAULTS: Omit<ClientOptions, 'bootstrapServers'> = {
  clientId: '',
  requestTimeoutMs: 30_000,
  defaultApiTimeoutMs: 60_000,
  retries: 2_147_483_647,
  retryBackoffMs: 100,
  reconnectBackoffMs: 50,
  reconnectBackoffMaxMs: 1000,
  metadataMaxAgeMs: 300_000,
  connectionsMaxIdleMs: 300_000,
  socketConnectionSetupTimeoutMs: 10_000,
  socketConnectionSetupTimeoutMaxMs: 30_000,
};
