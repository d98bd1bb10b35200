/** The fault word `neverAnswer`. */
import type { RequestWord } from '../requests/request-word.ts';

export interface NeverAnswer {
  readonly do: 'neverAnswer';
}

/**
 * The broker receives the request and hangs: it handles neither this request nor any later one on the same connection.
 */
export const neverAnswer: RequestWord<NeverAnswer> = {
  target: 'requests',
  fields: {},
  describe: () => 'never answer',
  fromCall: () => ({}),
  act: ({ message, pending }) => pending.add(message, { kind: 'hang' }),
  random: { order: 4, weight: 2, draw: () => ({}) },
};
