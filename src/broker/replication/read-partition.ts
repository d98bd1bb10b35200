/**
 * Reading partitions for a Fetch (ReplicaManager.readFromLog, Partition.fetchRecords): the checks of epoch, leadership, offset and
 * divergence in the order of 3.6.1, and how far each kind of reader may read.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { FetchPartition, FetchPartitionResponse, IsolationLevel } from '../../protocol/messages.ts';
import type { StoredBatch } from '../../protocol/records/record-batch.ts';
import { preferredReadReplica } from './preferred-replica.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager } from './replica-manager.ts';

const NO_RECORDS: readonly StoredBatch[] = [];
const NO_TRANSACTIONS: FetchPartitionResponse['abortedTransactions'] = [];

/** How a reader reads: a follower to the log's end, a consumer what it may see. */
export interface Reader {
  readonly isFollower: boolean;
  readonly isolationLevel: IsolationLevel;
  /** Followers do not serve it: consumers before Fetch 11, and followers. */
  readonly onlyFromLeader: boolean;
  /** The rack of a consumer (client.rack); empty if it has none. */
  readonly rackId: string;
}

/** What is left of a request's limits. Of the first partition with records, one batch is read whatever its size (KIP-74). */
export interface ReadBudget {
  bytesLeft: number;
  isEmpty: boolean;
}

/** One answer for each of these partitions, in that order; reading lowers the budget. */
export function readPartitions(
  manager: ReplicaManager,
  partitions: readonly FetchPartition[],
  reader: Reader,
  budget: ReadBudget,
): FetchPartitionResponse[] {
  return partitions.map((asked) =>
    readReplica(manager, manager.replica(asked.topic, asked.partition), asked, reader, budget),
  );
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

type AskedPartition = Pick<FetchPartition, 'topic' | 'topicId' | 'partition' | 'currentLeaderEpoch'>;

/** Why the broker cannot serve the partition as its leader in the epoch that the client knows; NONE if it can. */
export function leaderError(manager: ReplicaManager, replica: Replica | undefined, asked: AskedPartition): ErrorName {
  const error = replicaError(manager, replica, asked);
  return error === 'NONE' && replica?.isLeader !== true ? 'NOT_LEADER_OR_FOLLOWER' : error;
}

/** Why the broker cannot serve the partition as its leader or a follower in that epoch; NONE if it can (KIP-392). */
export function replicaError(
  { broker, metadata }: ReplicaManager,
  replica: Replica | undefined,
  { topic, topicId, partition, currentLeaderEpoch }: AskedPartition,
): ErrorName {
  if (replica === undefined || !broker.isUpToDate) {
    if (!metadata.knowsPartition(topic, partition)) return 'UNKNOWN_TOPIC_OR_PARTITION';
    if (replica === undefined) return 'NOT_LEADER_OR_FOLLOWER';
  }
  if (replica.isOffline) return 'KAFKA_STORAGE_ERROR';
  if (topicId !== undefined && topicId !== replica.topicId) return 'INCONSISTENT_TOPIC_ID';
  if (currentLeaderEpoch < 0 || currentLeaderEpoch === replica.leaderEpoch) return 'NONE';
  return currentLeaderEpoch < replica.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH';
}

/** How far a reader may read: a follower to the end, a consumer to the high watermark or the last stable offset. */
export function readableEnd({ log }: Replica, isFollower: boolean, isolationLevel: IsolationLevel): number {
  if (isFollower) return log.endOffset;
  return isolationLevel === 'read_committed' ? log.lastStableOffset : log.highWatermark;
}

/** @param replica that of the partition; undefined if the broker has none */
export function readReplica(
  manager: ReplicaManager,
  replica: Replica | undefined,
  asked: FetchPartition,
  reader: Reader,
  budget: ReadBudget,
): FetchPartitionResponse {
  const error = reader.onlyFromLeader ? leaderError(manager, replica, asked) : replicaError(manager, replica, asked);
  if (replica === undefined || error !== 'NONE') return failedRead(asked, error);
  const { log } = replica;
  const { fetchOffset, lastFetchedEpoch } = asked;
  const preferred = preferredReadReplica(manager, replica, reader.rackId, fetchOffset);
  if (preferred !== undefined) {
    return { ...successfulRead(replica, asked, NO_RECORDS), preferredReadReplica: preferred };
  }
  // A follower that has the latest epoch, and no more records than the leader, has not diverged.
  if (lastFetchedEpoch >= 0 && (lastFetchedEpoch !== log.leaderEpochs.latest() || fetchOffset > log.endOffset)) {
    const end = log.leaderEpochs.endOf(lastFetchedEpoch, log.endOffset);
    if (end === undefined) return failedRead(asked, 'OFFSET_OUT_OF_RANGE');
    if (end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset) {
      return { ...successfulRead(replica, asked, NO_RECORDS), divergingEpoch: end };
    }
  }
  if (fetchOffset < log.startOffset || fetchOffset > log.endOffset) return failedRead(asked, 'OFFSET_OUT_OF_RANGE');
  const end = readableEnd(replica, reader.isFollower, reader.isolationLevel);
  if (fetchOffset >= end) return successfulRead(replica, asked, NO_RECORDS);
  return readUpTo(replica, asked, reader, budget, endOfRead(replica, reader, fetchOffset, end));
}

function readUpTo(
  replica: Replica,
  asked: FetchPartition,
  reader: Reader,
  budget: ReadBudget,
  end: number,
): FetchPartitionResponse {
  const { log, config } = replica;
  const maxBytes = Math.min(budget.bytesLeft, asked.partitionMaxBytes);
  if (maxBytes < 0) return failedRead(asked, 'UNKNOWN_SERVER_ERROR');
  const records = log.read(asked.fetchOffset, end, maxBytes, budget.isEmpty);
  const read = successfulRead(replica, asked, records);
  if (records.length === 0) return read;
  const bytes = bytesRead(records, end, maxBytes);
  budget.isEmpty = false;
  budget.bytesLeft = Math.max(0, budget.bytesLeft - bytes);
  if (reader.isolationLevel === 'read_uncommitted' || log.transactions?.hasAborted !== true) return read;
  const upperBound = log.upperBoundOffset(asked.fetchOffset, bytes, config);
  return { ...read, abortedTransactions: log.transactions.abortedBetween(asked.fetchOffset, upperBound) };
}

/** A consumer's read ends with the segment. Followers' reads go on here, which no client can see. */
function endOfRead({ log, config }: Replica, { isFollower }: Reader, fetchOffset: number, end: number): number {
  if (isFollower || !config.hasSmallSegments) return end;
  return Math.min(end, log.segmentEnd(fetchOffset, config) ?? end);
}

/** Where the limit cut a batch off, Kafka reads a part of it, which counts (LogSegment.read). */
function bytesRead(records: readonly StoredBatch[], end: number, maxBytes: number): number {
  let bytes = 0;
  for (const { batch } of records) bytes += batch.sizeInBytes;
  const { baseOffset, batch } = records[records.length - 1] as StoredBatch;
  return baseOffset + batch.recordCount >= end ? bytes : Math.max(bytes, maxBytes);
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

/** A partition that cannot be read. */
export function failedRead({ topic, partition }: FetchPartition, error: ErrorName): FetchPartitionResponse {
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
