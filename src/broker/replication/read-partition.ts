/**
 * Reading partitions for a Fetch (ReplicaManager.readFromLog, Partition.fetchRecords): the checks of epoch, leadership, offset and
 * divergence in the order of 3.6.1, and how far each kind of reader may read.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { FetchPartition, FetchPartitionResponse, FetchRequest, IsolationLevel } from '../../protocol/messages.ts';
import type { StoredBatch } from '../../protocol/records/record-batch.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager } from './replica-manager.ts';

const NO_RECORDS: readonly StoredBatch[] = [];
const NO_TRANSACTIONS: FetchPartitionResponse['abortedTransactions'] = [];

/** One answer for each partition of the request, in that order; at most `maxBytes` in total, except for a larger first batch. */
export function readPartitions(
  leader: ReplicaManager,
  request: FetchRequest,
  maxBytes: number,
): FetchPartitionResponse[] {
  let bytesLeft = maxBytes;
  let isEmpty = true;
  const reads: FetchPartitionResponse[] = [];
  for (let i = 0; i < request.partitions.length; i++) {
    const asked = request.partitions[i] as FetchPartition;
    const read = readPartition(leader, request, asked, bytesLeft, isEmpty);
    for (const { batch } of read.records) bytesLeft -= batch.sizeInBytes;
    if (read.records.length > 0) isEmpty = false;
    reads.push(read);
  }
  return reads;
}

/** Whether a Fetch is answered at once with these reads, however long it may wait. */
export function isWorthAnswering(reads: readonly FetchPartitionResponse[], minBytes: number): boolean {
  let bytes = 0;
  for (let i = 0; i < reads.length; i++) {
    const read = reads[i] as FetchPartitionResponse;
    if (hasProblem(read)) return true;
    for (const { batch } of read.records) bytes += batch.sizeInBytes;
  }
  return bytes >= minBytes;
}

/** Whether the read failed, or shows that the reader's log has diverged from the leader's. */
export function hasProblem({ error, divergingEpoch }: FetchPartitionResponse): boolean {
  return error !== 'NONE' || divergingEpoch !== undefined;
}

/** Why the broker cannot serve the partition as its leader in the epoch that the client knows; NONE if it can. */
export function leaderError(
  { replication }: ReplicaManager,
  replica: Replica | undefined,
  { topic, partition, currentLeaderEpoch }: Pick<FetchPartition, 'topic' | 'partition' | 'currentLeaderEpoch'>,
): ErrorName {
  if (replica === undefined) {
    return replication.controlPlane.knowsPartition(topic, partition)
      ? 'NOT_LEADER_OR_FOLLOWER'
      : 'UNKNOWN_TOPIC_OR_PARTITION';
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

/** @param minOneBatch the first batch is returned even if it is larger than maxBytes */
function readPartition(
  leader: ReplicaManager,
  { replicaId, isolationLevel }: FetchRequest,
  asked: FetchPartition,
  maxBytes: number,
  minOneBatch: boolean,
): FetchPartitionResponse {
  const replica = leader.replica(asked.topic, asked.partition);
  const error = leaderError(leader, replica, asked);
  if (replica === undefined || error !== 'NONE') return failedRead(asked, error);
  const { log } = replica;
  const { fetchOffset, lastFetchedEpoch } = asked;
  if (lastFetchedEpoch >= 0) {
    const end = log.leaderEpochs.endOf(lastFetchedEpoch, log.endOffset);
    if (end === undefined) return failedRead(asked, 'OFFSET_OUT_OF_RANGE');
    if (end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset) {
      return { ...successfulRead(replica, asked, NO_RECORDS), divergingEpoch: end };
    }
  }
  if (fetchOffset < log.startOffset || fetchOffset > log.endOffset) return failedRead(asked, 'OFFSET_OUT_OF_RANGE');
  const end = readableEnd(replica, replicaId >= 0, isolationLevel);
  const records = log.read(fetchOffset, end, Math.min(maxBytes, asked.partitionMaxBytes), minOneBatch);
  const read = successfulRead(replica, asked, records);
  if (isolationLevel === 'read_uncommitted' || log.transactions === undefined || records.length === 0) return read;
  const { baseOffset, batch } = records[records.length - 1] as StoredBatch;
  const readEnd = baseOffset + batch.recordCount;
  return { ...read, abortedTransactions: log.transactions.abortedBetween(fetchOffset, readEnd) };
}

function successfulRead(
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
