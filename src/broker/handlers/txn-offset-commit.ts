/**
 * TxnOffsetCommit (KIP-98, KIP-447 for group members).
 *
 * Checks, in the real broker's order: per partition, it exists; the group id is not empty; this broker coordinates the
 * group; the member (there are none here: whoever says it is one is UNKNOWN_MEMBER_ID); the metadata is not too long; the
 * producer's epoch. Answered once the offsets are on all in-sync replicas; they count once the transaction is committed.
 * Differs: no ACLs; a group is never being loaded, as nothing but its log is remembered of it.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { TxnOffsetCommitRequest } from '../../protocol/messages.ts';
import { utf8Length } from '../../protocol/payload.ts';
import { answer, type Call } from '../requests/call.ts';

type Asked = TxnOffsetCommitRequest['partitions'][number];

export function handleTxnOffsetCommit(call: Call, request: TxnOffsetCommitRequest): void {
  const { controlPlane, groupOffsets } = call.services;
  const errors = new Map<Asked, ErrorName>();
  const known = request.partitions.filter((asked) => {
    const isKnown = controlPlane.knowsPartition(asked.topic, asked.partition);
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
  // A group without members takes offsets from everybody who does not claim to be one.
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
