/**
 * Rules between configuration keys that all clients have.
 */

import { ConfigException } from '../../protocol/errors/exceptions.ts';
import type { ClientTexts } from '../versions/client-texts.ts';
import type { ConfigLog } from './config-log.ts';
import type { Properties } from './parse-config.ts';
import type { ParsedValues } from './parsed-values.ts';
import { invalidValue } from './value-checks.ts';

const LOGGER = 'org.apache.kafka.clients.CommonClientConfigs';

/** @throws ConfigException if security.protocol is a SASL protocol and sasl.mechanism is empty */
export function requireSaslMechanism(values: ParsedValues): void {
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
export function disableExponentialReconnect(
  originals: Properties,
  values: ParsedValues,
  { reconnectBackoffAlone }: ClientTexts,
  log: ConfigLog,
): void {
  if (originals.has('reconnect.backoff.max.ms') || !originals.has('reconnect.backoff.ms')) return;
  const line = reconnectBackoffAlone();
  if (line !== null) log('WARN', LOGGER, line);
  values.set('reconnect.backoff.max.ms', values.get('reconnect.backoff.ms'));
}

const BACKOFFS = [
  ['retry.backoff.ms', 'retry.backoff.max.ms', 'backoff'],
  ['socket.connection.setup.timeout.ms', 'socket.connection.setup.timeout.max.ms', 'connection setup timeout'],
] as const;

/** Warns of a backoff that is larger than its maximum, so that it does not grow. */
export function warnOfStaticBackoffs(values: ParsedValues, { backoffAboveMaximum }: ClientTexts, log: ConfigLog): void {
  for (const [key, maximumKey, what] of BACKOFFS) {
    const [value, maximum] = [values.get(key) as number, values.get(maximumKey) as number | undefined];
    if (maximum === undefined || value <= maximum) continue;
    const line = backoffAboveMaximum(key, value, maximumKey, maximum, what);
    if (line !== null) log('WARN', LOGGER, line);
  }
}

/** @throws ConfigException for any security.protocol but PLAINTEXT, since neither TLS nor SASL is simulated */
export function refuseSecurity(values: ParsedValues): void {
  const protocol = String(values.get('security.protocol')).toUpperCase();
  if (protocol === 'PLAINTEXT') return;
  throw new ConfigException(
    `security.protocol is ${protocol}, but the simulated cluster supports only PLAINTEXT. Remove the key.`,
  );
}
