/**
 * Whether a producer is idempotent, given its other settings: Java's rules. If the user asked for idempotence and it is not
 * possible, the configuration is refused; if it was only the default, it is switched off with a log line.
 */

import type { ConfigLog } from '../../client/config/config-log.ts';
import type { Properties } from '../../client/config/parse-config.ts';
import type { ParsedValues } from '../../client/config/parsed-values.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import { ConfigException, NullPointerException } from '../../protocol/errors/exceptions.ts';

export const PRODUCER_CONFIG_LOGGER = 'org.apache.kafka.clients.producer.ProducerConfig';

/** A broker remembers five batches of each producer, so that it could not recognise a duplicate of an earlier one. */
const MAX_IN_FLIGHT_FOR_IDEMPOTENCE = 5;

const MISSING_BOOLEAN =
  'Cannot invoke "java.lang.Boolean.booleanValue()" because the return value of ' +
  '"org.apache.kafka.clients.producer.ProducerConfig.getBoolean(String)" is null';

/** Whether too many requests in flight are refused in any case: the policy `tooManyInFlight` of the client's version. */
const REFUSES_TOO_MANY_IN_FLIGHT: Readonly<Record<ClientPolicies['tooManyInFlight'], boolean>> = {
  'no idempotence': false,
  refused: true,
};

/** A setting with which a producer cannot be idempotent. */
interface Obstacle {
  readonly applies: boolean;
  /** The configuration is refused even if the user did not ask for idempotence. */
  readonly isAlwaysRefused: boolean;
  /** Message of the ConfigException. */
  readonly refusal: string;
  /** Log line, if idempotence is switched off instead. */
  readonly level: 'INFO' | 'WARN';
  readonly reason: string;
}

/** @throws ConfigException if the user asked for idempotence, or for transactions, and another setting does not allow it */
export function resolveIdempotence(
  version: ClientVersion,
  originals: Properties,
  values: ParsedValues,
  acks: number,
  log: ConfigLog,
): boolean {
  if (values.get('enable.idempotence') === null) throw new NullPointerException(MISSING_BOOLEAN);
  let enabled = values.get('enable.idempotence') as boolean;
  if (enabled) {
    for (const obstacle of obstacles(version, values, acks)) {
      if (!obstacle.applies) continue;
      if (originals.has('enable.idempotence') || obstacle.isAlwaysRefused) throw new ConfigException(obstacle.refusal);
      log(obstacle.level, PRODUCER_CONFIG_LOGGER, `Idempotence will be disabled because ${obstacle.reason}`);
      enabled = false;
    }
  }
  if (!enabled && originals.has('transactional.id')) {
    throw new ConfigException('Cannot set a transactional.id without also enabling idempotence.');
  }
  return enabled;
}

function obstacles({ policies, texts }: ClientVersion, values: ParsedValues, acks: number): readonly Obstacle[] {
  const maxInFlight = values.get('max.in.flight.requests.per.connection') as number;
  return [
    {
      applies: values.get('retries') === 0,
      isAlwaysRefused: false,
      refusal: 'Must set retries to non-zero when using the idempotent producer.',
      level: 'INFO',
      reason: 'retries is set to 0.',
    },
    {
      applies: acks !== -1,
      isAlwaysRefused: false,
      refusal:
        'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.',
      level: 'INFO',
      reason: `acks is set to ${acks}, not set to 'all'.`,
    },
    {
      applies: maxInFlight > MAX_IN_FLIGHT_FOR_IDEMPOTENCE,
      isAlwaysRefused: REFUSES_TOO_MANY_IN_FLIGHT[policies.tooManyInFlight],
      refusal: texts.tooManyInFlight(maxInFlight),
      level: 'WARN',
      reason:
        `max.in.flight.requests.per.connection is set to ${maxInFlight}, which is greater than 5. ` +
        'Please note that in v4.0.0 and onward, this will become an error.',
    },
  ];
}
