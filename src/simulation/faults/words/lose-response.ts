/** The fault word `loseResponse`. */
import type { RequestWord } from '../requests/request-word.ts';

export interface LoseResponse {
  readonly do: 'loseResponse';
}

/**
 * The broker handles the request, but its response never arrives, and neither does any later response on the same
 * connection.
 */
export const loseResponse: RequestWord<LoseResponse> = {
  target: 'requests',
  fields: {},
  needsResponse: true,
  describe: () => 'lose the response',
  fromCall: () => ({}),
  act: ({ message, pending }) => pending.add(message, { kind: 'lose response' }),
  random: { order: 2, weight: 6, draw: () => ({}) },
  placement: { order: 2, place: () => [{ do: 'loseResponse' }] },
};
