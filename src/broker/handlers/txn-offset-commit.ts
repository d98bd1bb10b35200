/**
 * TxnOffsetCommit (KIP-98; KIP-447 for members of groups).
 *
 * Checks, in the real broker's order: per partition, it exists; the group id is not empty; this broker coordinates the group; the
 * request does not claim to come from a member (UNKNOWN_MEMBER_ID, because groups have no members here); per partition, the metadata
 * is not too long; the producer's epoch. The response is sent once the offsets are on all in-sync replicas. They take effect when the
 * transaction is committed.
 * Differs: there are no ACLs; a group never needs to be loaded, because its state is its log.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { TxnOffsetCommitRequest } from '../../protocol/messages.ts';
import { utf8Length } from '../../protocol/records/payload.ts';
import { answer, type Call } from '../requests/call.ts';

type Asked = TxnOffsetCommitRequest['partitions'][number];

export function handleTxnOffsetCommit(call: Call, request: TxnOffsetCommitRequest): void {
  const { metadata, groupOffsets } = call.services;
  const errors = new Map<Asked, ErrorName>();
  const known = request.partitions.filter((asked) => {
    const isKnown = metadata.knowsPartition(asked.topic, asked.partition);
    if (!isKnown) errors.set(asked, 'UNKNOWN_TOPIC_OR_PARTITION');
    return isKnown;
  });
  const refusal = known.length === 0 ? 'NONE' : groupRefusal(call, request);
  const offsets = refusal === 'NONE' ? known.filter((asked) => hasShortMetadata(call, asked)) : [];
  for (const asked of known) {
    if (!offsets.includes(asked)) errors.set(asked, refusal === 'NONE' ? 'OFFSET_METADATA_TOO_LARGE' : refusal);
  }
  if (offsets.length === 0) {
    respond(call, request, errors);
    return;
  }
  groupOffsets.commit(request, offsets, (error) => {
    for (const asked of offsets) errors.set(asked, error);
    respond(call, request, errors);
  });
}

function groupRefusal({ services }: Call, request: TxnOffsetCommitRequest): ErrorName {
  const { groupId, generationId } = request;
  if (groupId === '') return 'INVALID_GROUP_ID';
  if (!services.groupOffsets.isCoordinatorOf(groupId)) return 'NOT_COORDINATOR';
  // A group without members accepts offsets from every client that does not claim to be a member.
  return generationId >= 0 ? 'UNKNOWN_MEMBER_ID' : 'NONE';
}

function hasShortMetadata({ services }: Call, { committedMetadata }: Asked): boolean {
  return committedMetadata === null || utf8Length(committedMetadata) <= services.config.offsetMetadataMaxBytes;
}

function respond(call: Call, { partitions }: TxnOffsetCommitRequest, errors: ReadonlyMap<Asked, ErrorName>): void {
  answer(call, {
    api: 'TxnOffsetCommit',
    throttleTimeMs: 0,
    partitions: partitions.map((asked) => ({
      topic: asked.topic,
      partition: asked.partition,
      error: errors.get(asked) ?? 'NONE',
    })),
  });
}
