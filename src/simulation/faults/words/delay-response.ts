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
 */
export const delayResponse: RequestWord<DelayResponse, [delayMs: number]> = {
  target: 'requests',
  fields: { delayMs: MS },
  needsResponse: true,
  describe: ({ delayMs }) => `delay the response by ${delayMs} ms`,
  fromCall: (delayMs) => ({ delayMs }),
  act: ({ fault, message, pending }) => pending.add(message, { kind: 'delay response', delayMs: fault.delayMs }),
  random: { order: 6, weight: 3, draw: ({ ms }) => ({ delayMs: ms }) },
  placement: { order: 3, place: (_request, { lateMs }) => [{ do: 'delayResponse', delayMs: lateMs }] },
};
