/**
 * Whether a producer is idempotent, given what else is configured.
 *
 * Owns: Java's rules: what the user asked for is refused if it cannot be had; what he only got by default is switched off
 * with a line in the log.
 */

import type { Properties } from '../../client/config/config-def.ts';
import type { ConfigLog } from '../../client/config/config-log.ts';
import { NullPointerException } from '../../client/java/java-errors.ts';
import { ConfigException } from '../../protocol/exceptions.ts';

export const PRODUCER_CONFIG_LOGGER = 'org.apache.kafka.clients.producer.ProducerConfig';

/** More requests in flight than this, and a broker could not recognize a duplicate: it remembers five batches. */
const MAX_IN_FLIGHT_FOR_IDEMPOTENCE = 5;

const MISSING_BOOLEAN =
  'Cannot invoke "java.lang.Boolean.booleanValue()" because the return value of ' +
  '"org.apache.kafka.clients.producer.ProducerConfig.getBoolean(String)" is null';

/** Why idempotence cannot be: said to who asked for it, and to who did not. */
interface Obstacle {
  readonly applies: boolean;
  readonly refusal: string;
  readonly level: 'INFO' | 'WARN';
  readonly remark: string;
}

/** Throws ConfigException if the wishes contradict each other. */
export function resolveIdempotence(originals: Properties, values: Properties, acks: number, log: ConfigLog): boolean {
  if (values.get('enable.idempotence') === null) throw new NullPointerException(MISSING_BOOLEAN);
  let enabled = values.get('enable.idempotence') as boolean;
  if (enabled) {
    for (const obstacle of obstacles(values, acks)) {
      if (!obstacle.applies) continue;
      if (originals.has('enable.idempotence')) throw new ConfigException(obstacle.refusal);
      log(obstacle.level, PRODUCER_CONFIG_LOGGER, `Idempotence will be disabled because ${obstacle.remark}`);
      enabled = false;
    }
  }
  if (!enabled && originals.has('transactional.id')) {
    throw new ConfigException('Cannot set a transactional.id without also enabling idempotence.');
  }
  return enabled;
}

function obstacles(values: Properties, acks: number): readonly Obstacle[] {
  const maxInFlight = values.get('max.in.flight.requests.per.connection') as number;
  return [
    {
      applies: values.get('retries') === 0,
      refusal: 'Must set retries to non-zero when using the idempotent producer.',
      level: 'INFO',
      remark: 'retries is set to 0.',
    },
    {
      applies: acks !== -1,
      refusal:
        'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.',
      level: 'INFO',
      remark: `acks is set to ${acks}, not set to 'all'.`,
    },
    {
      applies: maxInFlight > MAX_IN_FLIGHT_FOR_IDEMPOTENCE,
      refusal: 'Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.',
      level: 'WARN',
      remark:
        `max.in.flight.requests.per.connection is set to ${maxInFlight}, which is greater than 5. ` +
        'Please note that in v4.0.0 and onward, this will become an error.',
    },
  ];
}
