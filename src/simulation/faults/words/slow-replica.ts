/** The fault word `slowReplica`. */
import { delay, PASS } from '../../../sim/index.ts';
import { optional } from '../definition/field.ts';
import { BROKER, DURATION_MS } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';

export interface SlowReplica extends Span {
  readonly do: 'slowReplica';
  readonly broker: number;
  readonly extraMs: number;
}

/**
 * Every replica fetch of the broker, as a follower, arrives late at the leader. Fires with each of them.
 *
 * @param extraMs the delay in ms
 */
export const slowReplica: DisruptionWord<SlowReplica, [broker: BrokerName, extraMs: number, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { broker: BROKER, extraMs: DURATION_MS, forMs: optional(DURATION_MS) },
  firesPerEffect: true,
  installsRule: true,
  describe: ({ broker, extraMs }) => `delay the replica fetches of broker ${broker} by ${extraMs} ms`,
  fromCall: (idOf, broker, extraMs, span = {}) => ({ broker: idOf(broker), extraMs, ...span }),
  start: ({ broker, extraMs }, targets, fired) => {
    const follower = targets.hostOf(broker);
    return targets.network.rules.install(({ kind, direction, fromHost }) => {
      if (kind !== 'Fetch' || direction !== 'request' || fromHost !== follower) return PASS;
      fired();
      return delay(extraMs);
    });
  },
  random: {
    order: 19,
    weight: 3,
    draw: ({ random, broker, span }) => [{ do: 'slowReplica', broker, extraMs: random.between(1, 2_000), ...span }],
  },
};
