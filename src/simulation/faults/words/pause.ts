/** The fault word `pause`. */
import { optional } from '../definition/field.ts';
import { BROKER, DURATION_MS } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';
import { undoAll } from '../environment/fault-targets.ts';

export interface Pause extends Span {
  readonly do: 'pause';
  readonly broker: number;
}

/**
 * The broker does nothing, as in a long garbage collection: connections stay open, but it neither receives nor sends
 * anything, and its session with the controller expires.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation({ brokers: 1, config: { 'default.replication.factor': 1 } });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   await producer.send({ topic: 'payments', value: 'one' }).get();
 *   sim.faults.pause('broker-1', { forMs: 5_000 });
 *   const startMs = sim.nowMs;
 *   await producer.send({ topic: 'payments', value: 'two' }).get();
 *   console.log(sim.nowMs - startMs >= 5_000);
 * });
 * // prints: true
 */
export const pause: DisruptionWord<Pause, [broker: BrokerName, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { broker: BROKER, forMs: optional(DURATION_MS) },
  describe: ({ broker }) => `pause broker ${broker}`,
  fromCall: (idOf, broker, span = {}) => ({ broker: idOf(broker), ...span }),
  start: ({ broker }, targets) => {
    const host = targets.hostOf(broker);
    return undoAll([targets.network.pauseHost(host), targets.disconnectFromController([host])]);
  },
  repairedBy: 'resume',
  random: { order: 15, weight: 3, draw: ({ broker, span }) => [{ do: 'pause', broker, ...span }] },
};
