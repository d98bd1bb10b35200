/**
 * Offsets that transactions commit for consumer groups, as the log of a partition of `__consumer_offsets` keeps them
 * (GroupMetadataManager.storeOffsets).
 *
 * Owns: writing them as part of the transaction, so that its marker decides on them, and reading back what was committed.
 * Refuses to know: groups' members, which do not exist here.
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import type { TxnOffsetCommitRequest } from '../../../protocol/messages.ts';
import { readRecords } from '../../log/read-records.ts';
import type { AppendDone } from '../../purgatory/delayed.ts';
import { appendAsCoordinator } from '../../replication/append-as-coordinator.ts';
import type { Broker } from '../../state/broker.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { CONSUMER_OFFSETS_TOPIC, partitionFor } from '../transactions/coordinator-partition.ts';
import { keyedRecords } from '../transactions/transaction-log.ts';

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Of the last record consumed; -1 if unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

type Asked = TxnOffsetCommitRequest['partitions'][number];

interface OffsetKey {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

export function appendOffsets(
  state: ClusterState,
  broker: Broker,
  { groupId, producerId, producerEpoch }: TxnOffsetCommitRequest,
  offsets: readonly Asked[],
  nowMs: number,
  whenDone: AppendDone,
): void {
  const keys = offsets.map(({ topic, partition }) => JSON.stringify({ groupId, topic, partition } satisfies OffsetKey));
  const values = offsets.map(({ topic, partition, committedOffset, committedLeaderEpoch, committedMetadata }) =>
    JSON.stringify({
      topic,
      partition,
      offset: committedOffset,
      leaderEpoch: committedLeaderEpoch,
      metadata: committedMetadata ?? '',
    } satisfies CommittedOffset),
  );
  const records = keyedRecords(keys, values, nowMs);
  const batch = { ...records, producerId, producerEpoch, baseSequence: 0, isTransactional: true };
  const to = { topic: CONSUMER_OFFSETS_TOPIC, partition: partitionFor(state, CONSUMER_OFFSETS_TOPIC, groupId) };
  appendAsCoordinator(state, broker, to, batch, state.config.offsetsCommitTimeoutMs, nowMs, (error, laterMs) =>
    whenDone(groupError(error), laterMs),
  );
}

/** What committed transactions have left of a group, by topic and partition in the order of their first commit. */
export function committedOffsets(state: ClusterState, groupId: string): CommittedOffset[] {
  const latest = new Map<string, CommittedOffset>();
  const partition = partitionFor(state, CONSUMER_OFFSETS_TOPIC, groupId);
  for (const { key, value } of readRecords(state, CONSUMER_OFFSETS_TOPIC, partition, 'read_committed')) {
    const owner = JSON.parse(key as string) as OffsetKey;
    if (owner.groupId === groupId) latest.set(key as string, JSON.parse(value as string) as CommittedOffset);
  }
  return [...latest.values()];
}

function groupError(error: ErrorName): ErrorName {
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'NOT_LEADER_OR_FOLLOWER':
      return 'NOT_COORDINATOR';
    default:
      return error;
  }
}
