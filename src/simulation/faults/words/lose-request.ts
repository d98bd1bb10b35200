/** The fault word `loseRequest`. */
import type { RequestWord } from '../requests/request-word.ts';

export interface LoseRequest {
  readonly do: 'loseRequest';
}

/**
 * The request never arrives, and neither does anything that its sender sends after it on the same connection.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.faults.on('Produce').times(2).loseRequest();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
 * console.log(sim.topic('payments').values().join(), 'after', sim.nowMs, 'ms');
 * // prints: one after 60381 ms
 */
export const loseRequest: RequestWord<LoseRequest> = {
  target: 'requests',
  fields: {},
  describe: () => 'lose the request',
  fromCall: () => ({}),
  act: ({ message, pending }) => pending.silence(message),
  random: { order: 1, weight: 4, draw: () => ({}) },
  placement: { order: 1, place: () => [{ do: 'loseRequest' }] },
};
