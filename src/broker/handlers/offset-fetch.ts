/**
 * OffsetFetch (KIP-447, KIP-709).
 *
 * Checks, per group, that this broker is its coordinator. A partition without a committed offset is answered with -1.
 * Differs: no ACLs; groups are never being loaded.
 */
import type { OffsetFetchRequest, OffsetFetchResponse } from '../../protocol/messages.ts';
import { committedOffsets, pendingOffsets } from '../coordinators/groups/group-offsets.ts';
import { answer, type Call } from '../requests/call.ts';

type Group = OffsetFetchRequest['groups'][number];
type Fetched = OffsetFetchResponse['groups'][number];

export function handleOffsetFetch(call: Call, { groups, requireStable }: OffsetFetchRequest): void {
  answer(call, {
    api: 'OffsetFetch',
    throttleTimeMs: 0,
    groups: groups.map((group) => fetch(call, group, requireStable)),
  });
}

function fetch({ services }: Call, { groupId, partitions }: Group, requireStable: boolean): Fetched {
  const { groupOffsets, replicas } = services;
  if (!groupOffsets.isCoordinatorOf(groupId)) return { groupId, error: 'NOT_COORDINATOR', partitions: [] };
  const committed = committedOffsets(replicas.replication, groupId);
  const pending = requireStable ? pendingOffsets(replicas.replication, groupId) : [];
  const offsets = (partitions ?? committed).map(({ topic, partition }) => {
    const isHere = (other: { topic: string; partition: number }): boolean =>
      other.topic === topic && other.partition === partition;
    const isUnstable = pending.some(isHere);
    const found = isUnstable ? undefined : committed.find(isHere);
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
