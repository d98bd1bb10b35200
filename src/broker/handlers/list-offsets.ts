/**
 * ListOffsets (KIP-79, KIP-207, KIP-320).
 *
 * Checks, in the real broker's order, per partition: the topic exists; this broker hosts the partition; the client's leader epoch is
 * current; this broker leads the partition; and, unless the earliest offset is requested, the high watermark has reached the start of
 * the leader's epoch.
 * Differs: the offset of the record with the latest timestamp (KIP-734) cannot be requested.
 */
import { EARLIEST_TIMESTAMP, LATEST_TIMESTAMP } from '../../protocol/apis/list-offsets.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from '../../protocol/messages.ts';
import { timestampOf } from '../../protocol/records/record-batch.ts';
import { leaderError, readableEnd } from '../replication/read-partition.ts';
import type { Replica } from '../replication/replica.ts';
import { answer, type Call } from '../requests/call.ts';

type Asked = ListOffsetsRequest['partitions'][number];
type Result = ListOffsetsResponse['partitions'][number];

export function handleListOffsets(call: Call, request: ListOffsetsRequest): void {
  const partitions = request.partitions.map((asked) => lookUp(call, request, asked));
  answer(call, { api: 'ListOffsets', throttleTimeMs: 0, partitions });
}

function lookUp({ services }: Call, request: ListOffsetsRequest, asked: Asked): Result {
  const { replicas } = services;
  const replica = replicas.replica(asked.topic, asked.partition);
  const error = leaderError(replicas, replica, asked);
  if (replica === undefined || error !== 'NONE') return failed(asked, error);
  const end = readableEnd(replica, request.replicaId >= 0, request.isolationLevel);
  if (asked.timestampMs === EARLIEST_TIMESTAMP) return found(asked, replica, -1, replica.log.startOffset);
  if (request.replicaId < 0 && end < replica.epochStartOffset) return failed(asked, 'OFFSET_NOT_AVAILABLE');
  if (asked.timestampMs === LATEST_TIMESTAMP) return found(asked, replica, -1, end);
  return firstSince(asked, replica, end);
}

/** Finds the first record whose timestamp is the requested one or a later one; the offset is -1 if there is none. */
function firstSince(asked: Asked, replica: Replica, end: number): Result {
  for (const { baseOffset, batch, logAppendTimeMs } of replica.log.read(replica.log.startOffset, end, Infinity, true)) {
    for (let i = 0; i < batch.recordCount && batch.control === undefined; i++) {
      const timestampMs = logAppendTimeMs ?? timestampOf(batch, i);
      if (timestampMs >= asked.timestampMs && baseOffset + i >= replica.log.startOffset)
        return found(asked, replica, timestampMs, baseOffset + i);
    }
  }
  return failed(asked, 'NONE');
}

function found({ topic, partition }: Asked, replica: Replica, timestampMs: number, offset: number): Result {
  return { topic, partition, error: 'NONE', timestampMs, offset, leaderEpoch: replica.leaderEpoch };
}

function failed({ topic, partition }: Asked, error: Result['error']): Result {
  return { topic, partition, error, timestampMs: -1, offset: -1, leaderEpoch: -1 };
}
