/**
 * OffsetDelete (KIP-496).
 *
 * Checks, in the real broker's order: per partition, it exists; the group id is not empty; this broker is the group's coordinator; the
 * group exists, and is one of consumers if it has members; per partition, that no member is subscribed to the topic. The response does
 * not wait for replicas.
 * Differs: there are no ACLs.
 */
import { partitionName } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { OffsetDeleteRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleOffsetDelete(call: Call, { groupId, partitions }: OffsetDeleteRequest): void {
  const { groups, metadata } = call.services;
  const unknown = partitions.filter(({ topic, partition }) => !metadata.knowsPartition(topic, partition));
  const named = partitions
    .filter((asked) => !unknown.includes(asked))
    .map((asked) => [partitionName(asked), asked] as const);
  const known = [...new Map(named).values()];
  const errors = groups.deleteOffsets(groupId, known);
  if (typeof errors === 'string') {
    answer(call, { api: 'OffsetDelete', throttleTimeMs: 0, error: errors, partitions: [] });
    return;
  }
  answer(call, {
    api: 'OffsetDelete',
    throttleTimeMs: 0,
    error: 'NONE',
    partitions: [
      ...unknown.map((asked) => ({ ...asked, error: 'UNKNOWN_TOPIC_OR_PARTITION' as const })),
      ...known.map((asked, place) => ({ ...asked, error: errors[place] as ErrorName })),
    ],
  });
}
