/**
 * ListOffsets in the scenario format.
 */
import { number, text } from '../json.ts';
import { type ApiFormat, partitionsOf, sortedPartitions } from './api-format.ts';

/** The first version that has the field (ListOffsetsResponse.json). */
const LEADER_EPOCH_SINCE = 4;

export const listOffsets: ApiFormat<'ListOffsets'> = {
  version: 7,
  request: (fields, symbols) => ({
    api: 'ListOffsets',
    replicaId: number(fields, 'replicaId', -1),
    isolationLevel: text(fields, 'isolationLevel', '') === 'read_committed' ? 'read_committed' : 'read_uncommitted',
    partitions: partitionsOf(fields, symbols, (partition) => ({
      currentLeaderEpoch: number(partition, 'currentLeaderEpoch', -1),
      timestampMs: symbols.time(partition.timestampMs, -1),
    })),
  }),
  answer: ({ partitions }, symbols, version) => ({
    partitions: sortedPartitions(partitions).map(({ topic, partition, error, timestampMs, offset, leaderEpoch }) => ({
      topic,
      partition,
      error,
      timestampMs: symbols.shownTime(timestampMs),
      offset,
      leaderEpoch: version < LEADER_EPOCH_SINCE ? -1 : leaderEpoch,
    })),
  }),
};
