/** The fault word `skewClock`. */
import { optional } from '../definition/field.ts';
import { BROKER, DURATION_MS, OFFSET_MS } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';

export interface SkewClock extends Span {
  readonly do: 'skewClock';
  readonly broker: number;
  readonly skewMs: number;
}

/**
 * The broker's clock differs from the others. Several skews of one clock add up.
 *
 * @param skewMs how far it is ahead, in ms; below 0 if it is behind
 */
export const skewClock: DisruptionWord<SkewClock, [broker: BrokerName, skewMs: number, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { broker: BROKER, skewMs: OFFSET_MS, forMs: optional(DURATION_MS) },
  describe: ({ broker, skewMs }) => `skew the clock of broker ${broker} by ${skewMs} ms`,
  fromCall: (idOf, broker, skewMs, span = {}) => ({ broker: idOf(broker), skewMs, ...span }),
  start: ({ broker, skewMs }, { brokers, clockSkewsMs }) => {
    const add = (ms: number): void => {
      const total = (clockSkewsMs.get(broker) ?? 0) + ms;
      clockSkewsMs.set(broker, total);
      brokers.apply((cluster) => cluster.skewClock(broker, total));
    };
    add(skewMs);
    return () => add(-skewMs);
  },
  random: {
    order: 24,
    weight: 1,
    draw: ({ random, shape, broker, span }) => [
      { do: 'skewClock', broker, skewMs: random.between(-shape.longestMs, shape.longestMs), ...span },
    ],
  },
};
