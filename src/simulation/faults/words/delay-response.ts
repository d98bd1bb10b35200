/** The fault word `delayResponse`. */
import { MS } from '../definition/fields.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface DelayResponse {
  readonly do: 'delayResponse';
  readonly delayMs: number;
}

/**
 * The broker handles the request at once, but its response arrives later.
 *
 * @param delayMs the additional delay in ms
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.faults.on('Produce').delayResponse(5_000);
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
 * console.log(sim.nowMs > 5_000);
 * // prints: true
 */
export const delayResponse: RequestWord<DelayResponse, [delayMs: number]> = {
  target: 'requests',
  fields: { delayMs: MS },
  needsResponse: true,
  describe: ({ delayMs }) => `delay the response by ${delayMs} ms`,
  fromCall: (delayMs) => ({ delayMs }),
  act: ({ fault, message, pending }) => pending.add(message, { kind: 'delay response', delayMs: fault.delayMs }),
  random: { order: 6, weight: 3, draw: ({ ms }) => ({ delayMs: ms }) },
  placement: { order: 4, place: (_request, { lateMs }) => [{ do: 'delayResponse', delayMs: lateMs }] },
};
