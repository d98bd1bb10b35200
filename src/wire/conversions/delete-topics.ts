/** DeleteTopics. A topic that is named by its id (KIP-516) is deleted by the name that it has when the request arrives. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import type { ConversionContext, Exchange } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

const TOPIC_IDS_FROM = 6;

export function convertDeleteTopics(
  { topics, topicNames, timeoutMs }: WireRequest<'DeleteTopics'>,
  { version, topics: known }: ConversionContext,
): Exchange<'DeleteTopics'> {
  const asked = version < TOPIC_IDS_FROM ? topicNames.map((name) => ({ name, topicId: '' })) : topics;
  const named = asked.map(({ name, topicId }) => name ?? known.nameOf(topicId));
  const names = named.filter((name) => name !== undefined);
  const unknown = asked.filter((_, i) => named[i] === undefined);
  const ids = new Map(names.map((name) => [name, known.idOf(name) ?? '']));
  return {
    requests:
      names.length === 0 && unknown.length > 0
        ? []
        : [{ api: 'DeleteTopics', topics: names, timeoutMs: timeout(timeoutMs) }],
    respond: ([response]) => ({
      throttleTimeMs: response?.throttleTimeMs ?? 0,
      responses: [
        ...(response?.topics ?? []).map(({ name, error, errorMessage }) => ({
          name,
          topicId: ids.get(name) ?? '',
          errorCode: errorCode(error),
          errorMessage,
        })),
        ...unknown.map(({ topicId }) => ({ name: null, topicId, errorCode: errorCode('UNKNOWN_TOPIC_ID') })),
      ],
    }),
  };
}
