/** The fault word `breakBeforeResponse`. */
import type { RequestWord } from '../requests/request-word.ts';

export interface BreakBeforeResponse {
  readonly do: 'breakBeforeResponse';
}

/**
 * The broker handles the request, and then the connection breaks instead of carrying the response. The client notices at once, unlike
 * with `loseResponse`, and cannot know whether the request was handled.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.faults.on('Produce').nth(1).breakBeforeResponse();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
 * console.log(sim.topic('payments').values().join(), 'after', sim.nowMs, 'ms');
 * // prints: one after 220 ms
 */
export const breakBeforeResponse: RequestWord<BreakBeforeResponse> = {
  target: 'requests',
  fields: {},
  needsResponse: true,
  describe: () => 'break the connection before the response',
  fromCall: () => ({}),
  act: ({ message, pending }) => pending.add(message, { kind: 'break before response' }),
  // The word is newer than the random plans that people know by their seeds.
  random: { order: 25, weight: 4, isOnDemand: true, draw: () => ({}) },
  // Before loseResponse: a broken connection is the common case, and the shorter history.
  placement: { order: 2, place: () => [{ do: 'breakBeforeResponse' }] },
};
