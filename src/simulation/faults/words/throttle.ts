/** The fault word `throttle`. */
import { apiNamed, type Response } from '../../../protocol/messages.ts';
import { DURATION_MS } from '../definition/fields.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface Throttle {
  readonly do: 'throttle';
  readonly throttleTimeMs: number;
}

/**
 * The broker handles the request, and its response asks the client not to send anything for a while
 * (`throttle_time_ms`).
 *
 * @param throttleTimeMs for how long, in ms
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.faults.on('Produce').nth(1).throttle(5_000);
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   await producer.send({ topic: 'payments', value: 'one' }).get();
 *   const startMs = sim.nowMs;
 *   await producer.send({ topic: 'payments', value: 'two' }).get();
 *   console.log(sim.nowMs - startMs >= 5_000);
 * });
 * // prints: true
 */
export const throttle: RequestWord<Throttle, [throttleTimeMs: number]> = {
  target: 'requests',
  fields: { throttleTimeMs: DURATION_MS },
  apis: {
    accepts: (api) => apiNamed(api).clientThrottlesFrom !== null,
    reason: 'their responses have no throttle time',
  },
  needsResponse: true,
  // Brokers ignore the throttle time of other brokers: replication has a quota of its own.
  canTake: (_envelope, isFromBroker) => !isFromBroker,
  describe: ({ throttleTimeMs }) => `throttle for ${throttleTimeMs} ms`,
  fromCall: (throttleTimeMs) => ({ throttleTimeMs }),
  act: ({ fault, message, pending }) =>
    pending.add(message, { kind: 'change response', change: (response) => throttled(response, fault.throttleTimeMs) }),
  random: { order: 10, weight: 2, draw: ({ ms }) => ({ throttleTimeMs: ms }) },
};

function throttled(response: Response, throttleTimeMs: number): Response {
  if (!('throttleTimeMs' in response)) return response;
  return { ...response, throttleTimeMs: Math.max(response.throttleTimeMs, throttleTimeMs) };
}
