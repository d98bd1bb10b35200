/**
 * Rules between keys that every client has.
 */
import { ConfigException } from '../../protocol/errors/exceptions.ts';
import type { Properties } from './config-def.ts';
import { invalidValue } from './value-checks.ts';

/** Throws ConfigException if SASL is on without saying which. */
export function requireSaslMechanism(values: Properties): void {
  const mechanism = values.get('sasl.mechanism');
  if (!String(values.get('security.protocol')).toUpperCase().startsWith('SASL_')) return;
  if (mechanism !== null && mechanism !== '') return;
  throw invalidValue(
    'sasl.mechanism',
    null,
    'When the security.protocol configuration enables SASL, mechanism must be non-null and non-empty string.',
  );
}

/** The first backoff written without the longest: every one is the first. */
export function disableExponentialReconnect(originals: Properties, values: Map<string, unknown>): void {
  if (originals.has('reconnect.backoff.max.ms') || !originals.has('reconnect.backoff.ms')) return;
  values.set('reconnect.backoff.max.ms', values.get('reconnect.backoff.ms'));
}

/** Nothing here speaks TLS or SASL; better to say so than to pretend. */
export function refuseSecurity(values: Properties): void {
  const protocol = String(values.get('security.protocol')).toUpperCase();
  if (protocol === 'PLAINTEXT') return;
  throw new ConfigException(
    `security.protocol is ${protocol}, but the cluster in this process speaks PLAINTEXT only. Leave the key out.`,
  );
}
