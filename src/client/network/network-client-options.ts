/**
 * What a network client needs: the host, the metadata that it keeps up to date, and the settings of its connections.
 */
import type { ClientHost } from '../host/client-host.ts';
import type { Log } from '../host/logging.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import type { MetadataRecoverySettings } from './metadata-recovery.ts';
import type { NetworkObserver } from './network-observer.ts';

/** The part of a client's resolved configuration that is about connections. */
export interface ConnectionSettings extends MetadataRecoverySettings {
  readonly version: ClientVersion;
  /** client.id */
  readonly clientId: string;
  /** reconnect.backoff.ms */
  readonly reconnectBackoffMs: number;
  /** reconnect.backoff.max.ms */
  readonly reconnectBackoffMaxMs: number;
  /** request.timeout.ms; also the longest poll. */
  readonly requestTimeoutMs: number;
  /** socket.connection.setup.timeout.ms */
  readonly socketConnectionSetupTimeoutMs: number;
  /** socket.connection.setup.timeout.max.ms */
  readonly socketConnectionSetupTimeoutMaxMs: number;
  /** connections.max.idle.ms; negative: idle connections stay open. */
  readonly connectionsMaxIdleMs: number;
}

export interface NetworkClientOptions {
  readonly clientHost: ClientHost;
  readonly config: ConnectionSettings;
  readonly metadata: Metadata;
  readonly log: Log;
  readonly maxInFlightRequestsPerConnection: number;
  /** Whether the client offers its metrics to the cluster (enable.metrics.push). Default: false. */
  readonly pushesMetrics?: boolean;
  /** Whether each broker is asked for its API versions first. Default: true. */
  readonly discoverBrokerVersions?: boolean;
  /** Factor of connection backoffs and setup timeouts. Default: random, from 0.8 to 1.2. */
  readonly jitter?: () => number;
  /** Called while a poll waits, when something can be read or wakeup was called: `endPoll` may be called now. */
  readonly onActivity: () => void;
  /** Whether the callback of a request may run now; the others then wait for `runCallbacks`. Default: always. */
  readonly mayRunCallback?: () => boolean;
  readonly observer?: NetworkObserver;
}
