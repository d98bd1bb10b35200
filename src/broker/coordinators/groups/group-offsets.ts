/**
 * Offsets that transactions commit for consumer groups, as the log of a partition of `__consumer_offsets` keeps them
 * (GroupMetadataManager.storeOffsets). They are part of the transaction, whose marker decides whether they count.
 *
 * Groups have no members here (docs/limitations.md).
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { TxnOffsetCommitRequest } from '../../../protocol/messages.ts';
import type { AppendCallback } from '../../purgatory/delayed.ts';
import { readRecords } from '../../replication/read-topic.ts';
import type { ReplicaManager, Replication } from '../../replication/replica-manager.ts';
import { CoordinatorLog, type CoordinatorLogFormat } from '../log/coordinator-log.ts';
import { CONSUMER_OFFSETS_TOPIC, partitionFor } from '../log/coordinator-topic.ts';
import type { KeyedRecord } from '../log/keyed-records.ts';

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The leader epoch of the last record consumed; -1 if unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

interface OffsetRecord {
  readonly groupId: string;
  readonly committed: CommittedOffset;
}

interface OffsetKey {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

const FORMAT: CoordinatorLogFormat<OffsetRecord> = {
  topic: CONSUMER_OFFSETS_TOPIC,
  encode: ({ groupId, committed }) => {
    const { topic, partition } = committed;
    const key: OffsetKey = { groupId, topic, partition };
    return { key: JSON.stringify(key), value: JSON.stringify(committed) };
  },
  decode: ({ key, value }) => {
    const { groupId } = JSON.parse(key) as OffsetKey;
    return { groupId, committed: JSON.parse(value) as CommittedOffset };
  },
  clientErrors: {
    UNKNOWN_TOPIC_OR_PARTITION: 'COORDINATOR_NOT_AVAILABLE',
    NOT_ENOUGH_REPLICAS: 'COORDINATOR_NOT_AVAILABLE',
    NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'COORDINATOR_NOT_AVAILABLE',
    NOT_LEADER_OR_FOLLOWER: 'NOT_COORDINATOR',
  } satisfies Partial<Record<ErrorName, ErrorName>>,
};

/** The groups that one broker coordinates. */
export class GroupOffsets {
  private readonly log: CoordinatorLog<OffsetRecord>;
  private readonly timeoutMs: number;

  constructor(replicas: ReplicaManager) {
    this.log = new CoordinatorLog(replicas, FORMAT);
    this.timeoutMs = replicas.replication.config.offsetsCommitTimeoutMs;
  }

  isCoordinatorOf(groupId: string): boolean {
    return this.log.leads(groupId);
  }

  /** Writes some of the offsets of the request in its transaction. */
  commit(
    { groupId, producerId, producerEpoch }: TxnOffsetCommitRequest,
    offsets: TxnOffsetCommitRequest['partitions'],
    whenDone: AppendCallback,
  ): void {
    const records = offsets.map(({ topic, partition, committedOffset, committedLeaderEpoch, committedMetadata }) => ({
      groupId,
      committed: {
        topic,
        partition,
        offset: committedOffset,
        leaderEpoch: committedLeaderEpoch,
        metadata: committedMetadata ?? '',
      },
    }));
    const { timeoutMs } = this;
    this.log.append({ key: groupId, records, timeoutMs, producer: { producerId, producerEpoch } }, whenDone);
  }
}

/** The offsets that committed transactions have stored for a group, by partition in the order of the first commit. */
export function committedOffsets(replication: Replication, groupId: string): CommittedOffset[] {
  const latest = new Map<string, CommittedOffset>();
  const partition = partitionFor(replication, CONSUMER_OFFSETS_TOPIC, groupId);
  for (const { key, value } of readRecords(replication, CONSUMER_OFFSETS_TOPIC, partition, 'read_committed')) {
    const record = FORMAT.decode({ key, value } as KeyedRecord);
    if (record.groupId === groupId) latest.set(key as string, record.committed);
  }
  return [...latest.values()];
}

/** The offsets that open transactions have stored for a group. */
export function pendingOffsets(replication: Replication, groupId: string): CommittedOffset[] {
  const partition = partitionFor(replication, CONSUMER_OFFSETS_TOPIC, groupId);
  const leaderId = replication.controlPlane.partition(CONSUMER_OFFSETS_TOPIC, partition)?.leader ?? -1;
  const log = replication.manager(leaderId)?.replica(CONSUMER_OFFSETS_TOPIC, partition)?.log;
  const { transactions } = log ?? {};
  if (log === undefined || transactions === undefined) return [];
  const pending: CommittedOffset[] = [];
  for (const { batch, baseOffset } of log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    const openedAt = transactions.firstOffsetOf(batch.producerId);
    if (openedAt === undefined || baseOffset < openedAt || !batch.isTransactional) continue;
    for (const [row, key] of batch.keys.entries()) {
      const record = FORMAT.decode({ key, value: batch.values[row] } as KeyedRecord);
      if (record.groupId === groupId) pending.push(record.committed);
    }
  }
  return pending;
}
