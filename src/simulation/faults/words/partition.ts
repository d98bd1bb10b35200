/** The fault word `partition`. */
import { optional } from '../definition/field.ts';
import { DURATION_MS } from '../definition/fields.ts';
import type { Hosts } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';
import { undoAll } from '../environment/fault-targets.ts';
import { checkSides, drawSides, hostsOf, SIDES, type Sides, sidesText } from '../environment/sides.ts';

export interface Partition extends Sides, Span {
  readonly do: 'partition';
}

/**
 * No message gets from either side to the other. Messages are not lost: they arrive when the partition ends, since TCP
 * sends them again.
 *
 * @param from brokers (`broker-1`), clients (`producer-1`) or `controller`
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   await producer.send({ topic: 'payments', value: 'one' }).get();
 *   sim.faults.partition('producer-1', ['broker-1', 'broker-2', 'broker-3'], { forMs: 10_000 });
 *   await producer.send({ topic: 'payments', value: 'two' }).get();
 * });
 * console.log(sim.topic('payments').values().join(), sim.nowMs > 10_000);
 * // prints: one,two true
 */
export const partition: DisruptionWord<Partition, [from: Hosts, to: Hosts, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { ...SIDES, forMs: optional(DURATION_MS) },
  checkPossible: checkSides,
  hosts: hostsOf,
  describe: (sides) => `partition ${sidesText(sides).from} from ${sidesText(sides).to}`,
  fromCall: (_idOf, from, to, span = {}) => ({ from, to, ...span }),
  start: ({ from, to }, targets) => undoAll([targets.closeLinks(from, to), targets.closeLinks(to, from)]),
  repairedBy: 'heal',
  random: {
    order: 16,
    weight: 4,
    draw: ({ random, shape, span }) => [{ do: 'partition', ...drawSides(random, shape), ...span }],
  },
};
