/** The fault word `staleMetadata`. */
import { metadataOf } from '../../../broker/index.ts';
import type { MetadataRequest } from '../../../protocol/messages.ts';
import { DURATION_MS } from '../definition/fields.ts';
import type { RequestWord } from '../requests/request-word.ts';

export interface StaleMetadata {
  readonly do: 'staleMetadata';
  readonly ageMs: number;
}

/**
 * The broker answers a Metadata request with the metadata of an earlier time, former leaders included. It goes back no
 * further than to the time at which the fault was set or, in a simulation with `history: true`, to the start.
 *
 * @param ageMs how old the metadata is, in ms
 */
export const staleMetadata: RequestWord<StaleMetadata, [ageMs: number]> = {
  target: 'requests',
  fields: { ageMs: DURATION_MS },
  apis: { only: 'Metadata', reason: 'only Metadata responses say which broker leads a partition' },
  prepare: (brokers) => brokers.keepHistory(),
  describe: ({ ageMs }) => `respond with metadata of ${ageMs} ms ago`,
  fromCall: (ageMs) => ({ ageMs }),
  act: ({ fault, message, request, pending, controlPlaneAt }) =>
    pending.add(message, {
      kind: 'answer',
      response: () => metadataOf(controlPlaneAt(fault.ageMs), request as MetadataRequest),
    }),
  random: { order: 11, weight: 3, draw: ({ ms }) => ({ ageMs: ms }) },
};
