/**
 * The TLS and SASL keys of the 3.6.1 clients, in the order of Java's definition. They are known, typed and checked, but have
 * no effect: connections in the simulation are not encrypted.
 */

export const SECURITY_KEYS = {
  /** Version of TLS that connections ask for. Without effect here. Default `TLSv1.3`. */
  'ssl.protocol': { type: 'STRING', default: 'TLSv1.3' },
  /** Java security provider of TLS. Without effect here. Default `null`: that of the JVM. */
  'ssl.provider': { type: 'STRING', default: null },
  /** Cipher suites that may be negotiated. Without effect here. Default `null`: all that are available. */
  'ssl.cipher.suites': { type: 'LIST', default: null },
  /** Versions of TLS that may be negotiated. Without effect here. Default `TLSv1.2,TLSv1.3`. */
  'ssl.enabled.protocols': { type: 'LIST', default: ['TLSv1.2', 'TLSv1.3'] },
  /** File format of the key store: `JKS`, `PKCS12` or `PEM`. Without effect here. Default `JKS`. */
  'ssl.keystore.type': { type: 'STRING', default: 'JKS' },
  /** File with the key and certificate by which the client authenticates itself. Without effect here. Default `null`. */
  'ssl.keystore.location': { type: 'STRING', default: null },
  /** Password of the key store. Without effect here. Default `null`. */
  'ssl.keystore.password': { type: 'PASSWORD', default: null },
  /** Password of the private key in the key store or in ssl.keystore.key. Without effect here. Default `null`. */
  'ssl.key.password': { type: 'PASSWORD', default: null },
  /** Private key of the client as PEM text, instead of a key store file. Without effect here. Default `null`. */
  'ssl.keystore.key': { type: 'PASSWORD', default: null },
  /** Certificate chain of the client as PEM text, instead of a key store file. Without effect here. Default `null`. */
  'ssl.keystore.certificate.chain': { type: 'PASSWORD', default: null },
  /** Trusted certificates as PEM text, instead of a trust store file. Without effect here. Default `null`. */
  'ssl.truststore.certificates': { type: 'PASSWORD', default: null },
  /** File format of the trust store: `JKS`, `PKCS12` or `PEM`. Without effect here. Default `JKS`. */
  'ssl.truststore.type': { type: 'STRING', default: 'JKS' },
  /** File with the certificates by which the client recognises brokers. Without effect here. Default `null`. */
  'ssl.truststore.location': { type: 'STRING', default: null },
  /** Password of the trust store; without it, the integrity of the file is not checked. Without effect here. Default `null`. */
  'ssl.truststore.password': { type: 'PASSWORD', default: null },
  /** Algorithm of the Java key manager. Without effect here. Default `SunX509`. */
  'ssl.keymanager.algorithm': { type: 'STRING', default: 'SunX509' },
  /** Algorithm of the Java trust manager. Without effect here. Default `PKIX`. */
  'ssl.trustmanager.algorithm': { type: 'STRING', default: 'PKIX' },
  /** How the name of a broker is compared with its certificate; empty: not at all. Without effect here. Default `https`. */
  'ssl.endpoint.identification.algorithm': { type: 'STRING', default: 'https' },
  /** Java random number generator of TLS. Without effect here. Default `null`: that of the JVM. */
  'ssl.secure.random.implementation': { type: 'STRING', default: null },
  /** Class that makes the TLS engines. Without effect here. Default `null`: Kafka's own. */
  'ssl.engine.factory.class': { type: 'CLASS', default: null },
  /** Kerberos principal that the brokers run as. Without effect here. Default `null`. */
  'sasl.kerberos.service.name': { type: 'STRING', default: null },
  /** Path of the Kerberos command kinit. Without effect here. Default `/usr/bin/kinit`. */
  'sasl.kerberos.kinit.cmd': { type: 'STRING', default: '/usr/bin/kinit' },
  /** Part of a ticket's lifetime after which it is renewed. Without effect here. Default 0.8. */
  'sasl.kerberos.ticket.renew.window.factor': { type: 'DOUBLE', default: 0.8 },
  /** Random part that is added to the time of a renewal. Without effect here. Default 0.05. */
  'sasl.kerberos.ticket.renew.jitter': { type: 'DOUBLE', default: 0.05 },
  /** Shortest time between two logins, in ms. Without effect here. Default 60000. */
  'sasl.kerberos.min.time.before.relogin': { type: 'LONG', default: 60_000 },
  /** Part of a credential's lifetime after which it is refreshed, from 0.5 to 1. Without effect here. Default 0.8. */
  'sasl.login.refresh.window.factor': { type: 'DOUBLE', default: 0.8, min: 0.5, max: 1 },
  /** Random part that is added to the time of a refresh, from 0 to 0.25. Without effect here. Default 0.05. */
  'sasl.login.refresh.window.jitter': { type: 'DOUBLE', default: 0.05, min: 0, max: 0.25 },
  /** Shortest time before a credential is refreshed, in seconds. Without effect here. Default 60. */
  'sasl.login.refresh.min.period.seconds': { type: 'SHORT', default: 60, min: 0, max: 900 },
  /** Time before its expiry at which a credential is refreshed at the latest, in seconds. Without effect here. Default 300. */
  'sasl.login.refresh.buffer.seconds': { type: 'SHORT', default: 300, min: 0, max: 3600 },
  /**
   * How the client authenticates itself: `GSSAPI` (Kerberos), `PLAIN`, `SCRAM-SHA-256`, `SCRAM-SHA-512` or `OAUTHBEARER`. Without effect
   * here. Default `GSSAPI`.
   */
  'sasl.mechanism': { type: 'STRING', default: 'GSSAPI' },
  /** Login module with its options, in the format of JAAS files. Without effect here. Default `null`. */
  'sasl.jaas.config': { type: 'PASSWORD', default: null },
  /** Class that answers the callbacks of the SASL client. Without effect here. Default `null`: Kafka's own. */
  'sasl.client.callback.handler.class': { type: 'CLASS', default: null },
  /** Class that answers the callbacks of the login. Without effect here. Default `null`: Kafka's own. */
  'sasl.login.callback.handler.class': { type: 'CLASS', default: null },
  /** Class that logs the client in. Without effect here. Default `null`: Kafka's own. */
  'sasl.login.class': { type: 'CLASS', default: null },
  /** How long connecting to the provider of OAuth tokens may take, in ms. Without effect here. Default `null`: no limit of its own. */
  'sasl.login.connect.timeout.ms': { type: 'INT', default: null },
  /** How long reading from the provider of OAuth tokens may take, in ms. Without effect here. Default `null`: no limit of its own. */
  'sasl.login.read.timeout.ms': { type: 'INT', default: null },
  /** Longest wait between attempts to log in with OAuth, in ms. Without effect here. Default 10000. */
  'sasl.login.retry.backoff.max.ms': { type: 'LONG', default: 10_000 },
  /** First wait between attempts to log in with OAuth, in ms; it doubles up to the maximum. Without effect here. Default 100. */
  'sasl.login.retry.backoff.ms': { type: 'LONG', default: 100 },
  /** Claim of an OAuth token that contains the scope. Without effect here. Default `scope`. */
  'sasl.oauthbearer.scope.claim.name': { type: 'STRING', default: 'scope' },
  /** Claim of an OAuth token that contains the subject. Without effect here. Default `sub`. */
  'sasl.oauthbearer.sub.claim.name': { type: 'STRING', default: 'sub' },
  /** Address of the provider of OAuth tokens. Without effect here. Default `null`. */
  'sasl.oauthbearer.token.endpoint.url': { type: 'STRING', default: null },
  /** Address of the keys by which OAuth tokens are verified. Without effect here. Default `null`. */
  'sasl.oauthbearer.jwks.endpoint.url': { type: 'STRING', default: null },
  /** How often these keys are fetched again, in ms. Without effect here. Default 3600000. */
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': { type: 'LONG', default: 3_600_000 },
  /** Longest wait between attempts to fetch these keys, in ms. Without effect here. Default 10000. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': { type: 'LONG', default: 10_000 },
  /** First wait between attempts to fetch these keys, in ms; it doubles up to the maximum. Without effect here. Default 100. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': { type: 'LONG', default: 100 },
  /**
   * Difference that is allowed between the clocks of the provider of OAuth tokens and of the broker, in seconds. Without effect here. Default
   * 30.
   */
  'sasl.oauthbearer.clock.skew.seconds': { type: 'INT', default: 30 },
  /** Audiences for one of which a token has to be issued. Without effect here. Default `null`: not checked. */
  'sasl.oauthbearer.expected.audience': { type: 'LIST', default: null },
  /** Issuer that a token has to be from. Without effect here. Default `null`: not checked. */
  'sasl.oauthbearer.expected.issuer': { type: 'STRING', default: null },
} as const;
