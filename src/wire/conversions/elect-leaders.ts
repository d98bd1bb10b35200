/** ElectLeaders. */
import type { WireRequest } from '../schema/message-codec.ts';
import { byTopic, partitionsOf } from './parts/by-topic.ts';
import { electionType, errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';
import { timeout } from './parts/timeouts.ts';

export function convertElectLeaders(message: WireRequest<'ElectLeaders'>): Exchange<'ElectLeaders'> {
  const { electionType: type, topicPartitions, timeoutMs } = message;
  const asked =
    topicPartitions &&
    partitionsOf(
      topicPartitions,
      ({ topic }) => topic,
      ({ partitions }) => partitions,
    );
  return single(
    { api: 'ElectLeaders', electionType: electionType(type), partitions: asked, timeoutMs: timeout(timeoutMs) },
    ({ throttleTimeMs, error, partitions }) => ({
      throttleTimeMs,
      errorCode: errorCode(error),
      replicaElectionResults: byTopic(
        partitions,
        ({ partition, error: ofPartition, errorMessage }) => ({
          partitionId: partition,
          errorCode: errorCode(ofPartition),
          errorMessage,
        }),
        (topic, partitionResult) => ({ topic, partitionResult }),
      ),
    }),
  );
}
