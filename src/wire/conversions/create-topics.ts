/** CreateTopics. */
import type { CreatableTopic } from '../../protocol/messages.ts';
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

export function convertCreateTopics(message: WireRequest<'CreateTopics'>): Exchange<'CreateTopics'> {
  const { timeoutMs, validateOnly } = message;
  return single(
    { api: 'CreateTopics', topics: message.topics.map(topicOf), timeoutMs: timeout(timeoutMs), validateOnly },
    ({ throttleTimeMs, topics }) => ({
      throttleTimeMs,
      topics: topics.map((topic) => ({
        name: topic.name,
        topicId: topic.topicId,
        errorCode: errorCode(topic.error),
        errorMessage: topic.errorMessage,
        numPartitions: topic.numPartitions,
        replicationFactor: topic.replicationFactor,
        configs: [],
      })),
    }),
  );
}

function topicOf(asked: WireRequest<'CreateTopics'>['topics'][number]): CreatableTopic {
  const { name, numPartitions, replicationFactor, assignments } = asked;
  const configs = Object.fromEntries(
    asked.configs.flatMap(({ name: key, value }) => (value === null ? [] : [[key, value]])),
  );
  const topic = { name, numPartitions, replicationFactor, configs };
  if (assignments.length === 0) return topic;
  const inOrder = assignments.toSorted((a, b) => a.partitionIndex - b.partitionIndex);
  return { ...topic, assignments: inOrder.map(({ brokerIds }) => brokerIds) };
}
