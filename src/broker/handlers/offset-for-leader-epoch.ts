/**
 * OffsetForLeaderEpoch (KIP-101, KIP-320).
 *
 * Checks, in the real broker's order, per partition: the topic exists, this broker hosts it, the epoch that the client knows,
 * leadership. An epoch of which the log knows nothing is answered with -1 and without an error.
 * Differs: no ACLs.
 */
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '../../protocol/messages.ts';
import { leaderError } from '../replication/read-partition.ts';
import { answer, type Call } from '../requests/call.ts';

type Asked = OffsetForLeaderEpochRequest['partitions'][number];
type Result = OffsetForLeaderEpochResponse['partitions'][number];

export function handleOffsetForLeaderEpoch(call: Call, { partitions }: OffsetForLeaderEpochRequest): void {
  answer(call, {
    api: 'OffsetForLeaderEpoch',
    throttleTimeMs: 0,
    partitions: partitions.map((asked) => lookUp(call, asked)),
  });
}

function lookUp({ services }: Call, asked: Asked): Result {
  const { replicas } = services;
  const { topic, partition, leaderEpoch } = asked;
  const replica = replicas.replica(topic, partition);
  const error = leaderError(replicas, replica, asked);
  const log = error === 'NONE' ? replica?.log : undefined;
  const end = leaderEpoch < 0 ? undefined : log?.leaderEpochs.endOf(leaderEpoch, log.endOffset);
  return { topic, partition, error, leaderEpoch: end?.epoch ?? -1, endOffset: end?.endOffset ?? -1 };
}
