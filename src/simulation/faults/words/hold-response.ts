/** The fault word `holdResponse`. */
import type { HeldFault } from '../definition/fault.ts';
import { optional } from '../definition/field.ts';
import { FUTURE_MS } from '../definition/fields.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface HoldResponse {
  readonly do: 'holdResponse';
  readonly releaseAtMs?: number;
}

/**
 * The broker handles the request, but its response, and everything behind it on the same connection, waits on the
 * network until `release()`.
 *
 * @param releaseAtMs releases it at this time, in ms since the start
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const held = sim.faults.on('Produce').nth(1).holdResponse();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   const future = producer.send({ topic: 'payments', value: 'one' });
 *   await sim.sleep(1_000);
 *   console.log(sim.topic('payments').values().join(), future.isDone());
 *   held.release();
 *   console.log(String(await future.get()));
 * });
 * // prints: one false
 * // prints: payments-0@0
 */
export const holdResponse: RequestWord<HoldResponse, [releaseAtMs?: number], HeldFault> = {
  target: 'requests',
  fields: { releaseAtMs: optional(FUTURE_MS) },
  needsResponse: true,
  holdsMessages: true,
  describe: ({ releaseAtMs }) => `hold the response${releaseAtMs === undefined ? '' : ` until ${releaseAtMs} ms`}`,
  fromCall: (releaseAtMs) => ({ ...(releaseAtMs !== undefined && { releaseAtMs }) }),
  act: ({ barrier, message, pending }) => pending.add(message, { kind: 'hold response', barrier }),
  random: {
    order: 8,
    weight: 2,
    draw: ({ random, shape, ms }) => ({ releaseAtMs: random.nextInt(shape.withinMs) + ms }),
  },
};
