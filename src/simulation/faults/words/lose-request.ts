/** The fault word `loseRequest`. */
import type { RequestWord } from '../requests/request-word.ts';

export interface LoseRequest {
  readonly do: 'loseRequest';
}

/** The request never arrives, and neither does anything that its sender sends after it on the same connection. */
export const loseRequest: RequestWord<LoseRequest> = {
  target: 'requests',
  fields: {},
  describe: () => 'lose the request',
  fromCall: () => ({}),
  act: ({ message, pending }) => pending.silence(message),
  random: { order: 1, weight: 4, draw: () => ({}) },
  placement: { order: 1, place: () => [{ do: 'loseRequest' }] },
};
