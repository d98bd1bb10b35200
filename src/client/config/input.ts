/**
 * Configurations of all clients as users write them: Kafka's dotted keys, typed.
 *
 * Owns: the types. A number may also be written as text, as in a .properties file; `Properties` (a Map) takes anything.
 */

/** A number, or its digits. */
export type NumberInput = number | `${number}`;
export type LongInput = NumberInput | bigint;
export type BooleanInput = boolean | 'true' | 'false';
/** `host:port,host:port` or a list of `host:port`. */
export type ListInput = string | readonly string[];

type SecurityStringKey =
  | 'ssl.protocol'
  | 'ssl.provider'
  | 'ssl.keystore.type'
  | 'ssl.keystore.location'
  | 'ssl.keystore.password'
  | 'ssl.key.password'
  | 'ssl.keystore.key'
  | 'ssl.keystore.certificate.chain'
  | 'ssl.truststore.certificates'
  | 'ssl.truststore.type'
  | 'ssl.truststore.location'
  | 'ssl.truststore.password'
  | 'ssl.keymanager.algorithm'
  | 'ssl.trustmanager.algorithm'
  | 'ssl.endpoint.identification.algorithm'
  | 'ssl.secure.random.implementation'
  | 'sasl.kerberos.service.name'
  | 'sasl.kerberos.kinit.cmd'
  | 'sasl.mechanism'
  | 'sasl.jaas.config'
  | 'sasl.oauthbearer.scope.claim.name'
  | 'sasl.oauthbearer.sub.claim.name'
  | 'sasl.oauthbearer.token.endpoint.url'
  | 'sasl.oauthbearer.jwks.endpoint.url'
  | 'sasl.oauthbearer.expected.issuer';

type SecurityNumberKey =
  | 'sasl.kerberos.ticket.renew.window.factor'
  | 'sasl.kerberos.ticket.renew.jitter'
  | 'sasl.kerberos.min.time.before.relogin'
  | 'sasl.login.refresh.window.factor'
  | 'sasl.login.refresh.window.jitter'
  | 'sasl.login.refresh.min.period.seconds'
  | 'sasl.login.refresh.buffer.seconds'
  | 'sasl.login.connect.timeout.ms'
  | 'sasl.login.read.timeout.ms'
  | 'sasl.login.retry.backoff.max.ms'
  | 'sasl.login.retry.backoff.ms'
  | 'sasl.oauthbearer.jwks.endpoint.refresh.ms'
  | 'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms'
  | 'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms'
  | 'sasl.oauthbearer.clock.skew.seconds';

type SecurityListKey = 'ssl.cipher.suites' | 'ssl.enabled.protocols' | 'sasl.oauthbearer.expected.audience';

type SecurityClassKey =
  | 'ssl.engine.factory.class'
  | 'sasl.client.callback.handler.class'
  | 'sasl.login.callback.handler.class'
  | 'sasl.login.class';

/** TLS and SASL: accepted and checked, without effect. */
export type SecurityConfigInput = { readonly [K in SecurityStringKey]?: string | null } & {
  readonly [K in SecurityNumberKey]?: LongInput | null;
} & { readonly [K in SecurityListKey]?: ListInput | null } & {
  readonly [K in SecurityClassKey]?: string | (new () => object) | null;
};

/** What every client needs to reach a cluster. */
export interface ConnectionConfigInput {
  /** Brokers to ask first. */
  readonly 'bootstrap.servers'?: ListInput;
  readonly 'client.dns.lookup'?: 'use_all_dns_ips' | 'resolve_canonical_bootstrap_servers_only';
  readonly 'client.id'?: string;
  readonly 'send.buffer.bytes'?: NumberInput;
  readonly 'receive.buffer.bytes'?: NumberInput;
  readonly 'reconnect.backoff.ms'?: LongInput;
  readonly 'reconnect.backoff.max.ms'?: LongInput;
  readonly 'retry.backoff.ms'?: LongInput;
  readonly 'request.timeout.ms'?: NumberInput;
  readonly 'metadata.max.age.ms'?: LongInput;
  readonly 'socket.connection.setup.timeout.ms'?: LongInput;
  readonly 'socket.connection.setup.timeout.max.ms'?: LongInput;
  readonly 'connections.max.idle.ms'?: LongInput;
  readonly 'metrics.sample.window.ms'?: LongInput;
  readonly 'metrics.num.samples'?: NumberInput;
  readonly 'metrics.recording.level'?: 'INFO' | 'DEBUG' | 'TRACE';
  readonly 'metric.reporters'?: ListInput;
  readonly 'auto.include.jmx.reporter'?: BooleanInput;
  readonly 'security.protocol'?: string;
  readonly 'security.providers'?: string | null;
}
