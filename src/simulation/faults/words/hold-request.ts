/** The fault word `holdRequest`. */
import { hold } from '../../../sim/index.ts';
import type { HeldRequestFault } from '../definition/fault.ts';
import { optional } from '../definition/field.ts';
import { FUTURE_MS } from '../definition/fields.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface HoldRequest {
  readonly do: 'holdRequest';
  readonly releaseAtMs?: number;
}

/**
 * The request, and everything behind it on the same connection, waits on the network until `release()`, or until `respond(error)` answers it.
 *
 * @param releaseAtMs releases it at this time, in ms since the start
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const held = sim.faults.on('Produce').once().holdRequest();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   const future = producer.send({ topic: 'payments', value: 'one' });
 *   await sim.sleep(1_000);
 *   console.log(held.waiting, future.isDone());
 *   held.respond('MESSAGE_TOO_LARGE');
 *   console.log((await future.get().catch((reason) => reason)).name);
 * });
 * // prints: 1 false
 * // prints: RecordTooLargeException
 */
export const holdRequest: RequestWord<HoldRequest, [releaseAtMs?: number], HeldRequestFault> = {
  target: 'requests',
  fields: { releaseAtMs: optional(FUTURE_MS) },
  holdsMessages: true,
  describe: ({ releaseAtMs }) => `hold the request${releaseAtMs === undefined ? '' : ` until ${releaseAtMs} ms`}`,
  fromCall: (releaseAtMs) => ({ ...(releaseAtMs !== undefined && { releaseAtMs }) }),
  act: ({ barrier }) => hold(barrier),
  random: {
    order: 7,
    weight: 3,
    draw: ({ random, shape, ms }) => ({ releaseAtMs: random.nextInt(shape.withinMs) + ms }),
  },
};
