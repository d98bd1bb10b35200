/** The fault word `disconnect`. */
import { DISCONNECT } from '../../../sim/index.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface Disconnect {
  readonly do: 'disconnect';
}

/** The connection breaks instead of carrying the request. */
export const disconnect: RequestWord<Disconnect> = {
  target: 'requests',
  fields: {},
  describe: () => 'disconnect',
  fromCall: () => ({}),
  act: () => DISCONNECT,
  random: { order: 3, weight: 4, draw: () => ({}) },
  placement: { order: 4, place: () => [{ do: 'disconnect' }] },
};
