/** The fault word `holdRequest`. */
import { hold } from '../../../sim/index.ts';
import type { HeldFault } from '../definition/fault.ts';
import { optional } from '../definition/field.ts';
import { FUTURE_MS } from '../definition/fields.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface HoldRequest {
  readonly do: 'holdRequest';
  readonly releaseAtMs?: number;
}

/**
 * The request, and everything behind it on the same connection, waits on the network until `release()`.
 *
 * @param releaseAtMs releases it at this time, in ms since the start
 */
export const holdRequest: RequestWord<HoldRequest, [releaseAtMs?: number], HeldFault> = {
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
