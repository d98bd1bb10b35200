/** The fault word `disconnect`. */
import { DISCONNECT } from '../../../sim/index.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface Disconnect {
  readonly do: 'disconnect';
}

/**
 * The connection breaks instead of carrying the request.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const fault = sim.faults.on('Metadata').once().disconnect();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
 * console.log(fault.fired, sim.topic('payments').values().join());
 * // prints: 1 one
 */
export const disconnect: RequestWord<Disconnect> = {
  target: 'requests',
  fields: {},
  describe: () => 'disconnect',
  fromCall: () => ({}),
  act: () => DISCONNECT,
  random: { order: 3, weight: 4, draw: () => ({}) },
  placement: { order: 5, place: () => [{ do: 'disconnect' }] },
};
