/**
 * Rules between configuration keys that all clients have.
 */
import { ConfigException } from '../../protocol/errors/exceptions.ts';
import type { Properties } from './parse-config.ts';
import { invalidValue } from './value-checks.ts';

/** @throws ConfigException if security.protocol is a SASL protocol and sasl.mechanism is empty */
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

/** If only reconnect.backoff.ms is set, it is also the maximum, so that the backoff does not grow. */
export function disableExponentialReconnect(originals: Properties, values: Map<string, unknown>): void {
  if (originals.has('reconnect.backoff.max.ms') || !originals.has('reconnect.backoff.ms')) return;
  values.set('reconnect.backoff.max.ms', values.get('reconnect.backoff.ms'));
}

/** @throws ConfigException for any security.protocol but PLAINTEXT, since neither TLS nor SASL is simulated */
export function refuseSecurity(values: Properties): void {
  const protocol = String(values.get('security.protocol')).toUpperCase();
  if (protocol === 'PLAINTEXT') return;
  throw new ConfigException(
    `security.protocol is ${protocol}, but the simulated cluster supports only PLAINTEXT. Remove the key.`,
  );
}
