/** The fault word `crash`. */
import { optional } from '../definition/field.ts';
import { BROKER, DURATION_MS } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';

export interface Crash extends Span {
  readonly do: 'crash';
  readonly broker: number;
}

/** A request takes a little more than this to arrive: a crash at this time after it was sent finds it on its way. */
const ON_ITS_WAY_MS = 1;

/**
 * The broker stops at once and its connections break. Its log survives, as in Kafka after `kill -9` on a machine that
 * keeps running. Undoing it starts the broker again.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
 * const leader = () => sim.snapshot().topics[0].partitions[0].leader;
 * console.log(leader());
 * sim.faults.crash('broker-1', { forMs: 30_000 });
 * sim.advance(20_000);
 * console.log(leader());
 * // prints: 1
 * // prints: 2
 */
export const crash: DisruptionWord<Crash, [broker: BrokerName, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { broker: BROKER, forMs: optional(DURATION_MS) },
  describe: ({ broker }) => `crash broker ${broker}`,
  fromCall: (idOf, broker, span = {}) => ({ broker: idOf(broker), ...span }),
  start: ({ broker }, targets) => targets.stopBroker(broker, 'crash'),
  repairedBy: 'restart',
  random: { order: 13, weight: 6, draw: ({ broker, span }) => [{ do: 'crash', broker, ...span }] },
  placement: {
    order: 7,
    place: ({ broker, ...request }, { downMs }) => {
      const atMs = request.atMs + ON_ITS_WAY_MS;
      return [
        [
          { do: 'crash', broker, atMs },
          { do: 'restart', broker, atMs: atMs + downMs },
        ],
      ];
    },
  },
};
