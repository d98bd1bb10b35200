/** The fault word `loseResponse`. */
import type { RequestWord } from '../requests/request-word.ts';

export interface LoseResponse {
  readonly do: 'loseResponse';
}

/**
 * The broker handles the request, but its response never arrives, and neither does any later response on the same
 * connection.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.faults.on('Produce').nth(1).loseResponse();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
 * console.log(sim.topic('payments').values().join(), 'after', sim.nowMs, 'ms');
 * // prints: one after 30248 ms
 */
export const loseResponse: RequestWord<LoseResponse> = {
  target: 'requests',
  fields: {},
  needsResponse: true,
  describe: () => 'lose the response',
  fromCall: () => ({}),
  act: ({ message, pending }) => pending.add(message, { kind: 'lose response' }),
  random: { order: 2, weight: 6, draw: () => ({}) },
  placement: { order: 3, place: () => [{ do: 'loseResponse' }] },
};
