/** The fault word `delayRequest`. */
import { delay } from '../../../sim/index.ts';
import { MS } from '../definition/fields.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface DelayRequest {
  readonly do: 'delayRequest';
  readonly delayMs: number;
}

/**
 * The request arrives later, and requests behind it on the same connection do not overtake it.
 *
 * @param delayMs the additional delay in ms
 */
export const delayRequest: RequestWord<DelayRequest, [delayMs: number]> = {
  target: 'requests',
  fields: { delayMs: MS },
  describe: ({ delayMs }) => `delay the request by ${delayMs} ms`,
  fromCall: (delayMs) => ({ delayMs }),
  act: ({ fault }) => delay(fault.delayMs),
  random: { order: 5, weight: 3, draw: ({ ms }) => ({ delayMs: ms }) },
};
