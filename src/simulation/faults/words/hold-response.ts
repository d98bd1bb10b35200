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
