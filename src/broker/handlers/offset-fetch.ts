/**
 * OffsetFetch (KIP-447, KIP-709).
 *
 * Checks, per group, that this broker is its coordinator. A partition without a committed offset is answered with -1. Version 8 without
 * groups is never answered in Kafka 3.
 * Differs: there are no ACLs.
 */
import { partitionName } from '../../protocol/cluster/topic-partition.ts';
import type { OffsetFetchRequest, OffsetFetchResponse } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

type AskedGroup = OffsetFetchRequest['groups'][number];
type Fetched = OffsetFetchResponse['groups'][number];

/** The first version whose response has an error for the group. */
const GROUP_ERROR_SINCE = 2;

const NO_OFFSET = { committedOffset: -1, committedLeaderEpoch: -1, metadata: '' };

export function handleOffsetFetch(call: Call, { groups, requireStable }: OffsetFetchRequest): void {
  // OffsetFetchResponse cannot be made without groups; the exception is lost in a future.
  if (groups.length === 0 && !call.services.groups.rules.answersNoGroups) return;
  answer(call, {
    api: 'OffsetFetch',
    throttleTimeMs: 0,
    groups: groups.map((group) => fetch(call, group, requireStable)),
  });
}

function fetch({ services, apiVersion }: Call, { groupId, partitions }: AskedGroup, requireStable: boolean): Fetched {
  const { error, group } = services.groups.readOffsets(groupId);
  if (error !== 'NONE') {
    const isRepeated = services.groups.rules.repeatsErrorOfGroup && apiVersion < GROUP_ERROR_SINCE;
    const failed = isRepeated ? (partitions ?? []) : [];
    return { groupId, error, partitions: failed.map((one) => ({ ...one, ...NO_OFFSET, error })) };
  }
  const asked = partitions ?? group?.offsets.all() ?? [];
  // In Kafka 3, a partition that is named twice is answered once.
  const distinct = new Map(asked.map((one) => [partitionName(one), one]));
  const answered = services.groups.rules.answersRepeatedly ? asked : [...distinct.values()];
  const offsets = answered.map(({ topic, partition }) => {
    const isUnstable = requireStable && group?.offsets.isUnstable({ topic, partition }) === true;
    const found = isUnstable ? undefined : group?.offsets.get({ topic, partition });
    return {
      topic,
      partition,
      error: isUnstable ? ('UNSTABLE_OFFSET_COMMIT' as const) : ('NONE' as const),
      committedOffset: found?.offset ?? -1,
      committedLeaderEpoch: found?.leaderEpoch ?? -1,
      metadata: found?.metadata ?? '',
    };
  });
  return { groupId, error: 'NONE', partitions: offsets };
}
