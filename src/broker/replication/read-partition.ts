/**
 * Reading one partition for a Fetch (Partition.fetchRecords).
 *
 * Owns: the checks of epoch, leadership, offset and divergence in 3.6.1's order, and how far each kind of reader may read.
 * Refuses to know: waiting and limits of the whole request.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { FetchPartition, FetchPartitionResponse, IsolationLevel } from '../../protocol/messages.ts';
import type { StoredBatch } from '../../protocol/record-batch.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import type { Replica } from './replica.ts';

const NO_RECORDS: readonly StoredBatch[] = [];
const NO_TRANSACTIONS: FetchPartitionResponse['abortedTransactions'] = [];

/** Why `broker` cannot serve `partition` as its leader in the epoch the client knows; NONE if it can. */
export function leaderError(
  state: ClusterState,
  replica: Replica | undefined,
  { topic, partition, currentLeaderEpoch }: Pick<FetchPartition, 'topic' | 'partition' | 'currentLeaderEpoch'>,
): ErrorName {
  if (replica === undefined) {
    return state.knowsPartition(topic, partition) ? 'NOT_LEADER_OR_FOLLOWER' : 'UNKNOWN_TOPIC_OR_PARTITION';
  }
  if (replica.isOffline) return 'KAFKA_STORAGE_ERROR';
  if (currentLeaderEpoch >= 0 && currentLeaderEpoch !== replica.leaderEpoch) {
    return currentLeaderEpoch < replica.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH';
  }
  return replica.isLeader ? 'NONE' : 'NOT_LEADER_OR_FOLLOWER';
}

/** How far a reader may read: a follower to the end, a consumer to the high watermark or the last stable offset. */
export function readableEnd({ log }: Replica, isFollower: boolean, isolationLevel: IsolationLevel): number {
  if (isFollower) return log.endOffset;
  return isolationLevel === 'read_committed' ? log.lastStableOffset : log.highWatermark;
}

export function readPartition(
  state: ClusterState,
  broker: Broker,
  asked: FetchPartition,
  isFollower: boolean,
  isolationLevel: IsolationLevel,
  maxBytes: number,
  minOneBatch: boolean,
): FetchPartitionResponse {
  const replica = broker.replica(asked.topic, asked.partition);
  const error = leaderError(state, replica, asked);
  if (replica === undefined || error !== 'NONE') return failedRead(asked, error);
  const { log } = replica;
  const { fetchOffset, lastFetchedEpoch } = asked;
  if (lastFetchedEpoch >= 0) {
    const end = log.leaderEpochs.endOf(lastFetchedEpoch, log.endOffset);
    if (end === undefined) return failedRead(asked, 'OFFSET_OUT_OF_RANGE');
    if (end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset) {
      return { ...readRecords(replica, asked, NO_RECORDS), divergingEpoch: end };
    }
  }
  if (fetchOffset < log.startOffset || fetchOffset > log.endOffset) return failedRead(asked, 'OFFSET_OUT_OF_RANGE');
  const end = readableEnd(replica, isFollower, isolationLevel);
  const records = log.read(fetchOffset, end, Math.min(maxBytes, asked.partitionMaxBytes), minOneBatch);
  const read = readRecords(replica, asked, records);
  if (isolationLevel === 'read_uncommitted' || log.transactions === undefined || records.length === 0) return read;
  const { baseOffset, batch } = records[records.length - 1] as StoredBatch;
  const readEnd = baseOffset + batch.recordCount;
  return { ...read, abortedTransactions: log.transactions.abortedBetween(fetchOffset, readEnd) };
}

function readRecords(
  { log }: Replica,
  { topic, partition }: FetchPartition,
  records: readonly StoredBatch[],
): FetchPartitionResponse {
  return {
    topic,
    partition,
    error: 'NONE',
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.startOffset,
    abortedTransactions: NO_TRANSACTIONS,
    records,
  };
}

function failedRead({ topic, partition }: FetchPartition, error: ErrorName): FetchPartitionResponse {
  return {
    topic,
    partition,
    error,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    abortedTransactions: NO_TRANSACTIONS,
    records: NO_RECORDS,
  };
}
