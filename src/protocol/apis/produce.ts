/** Produce: record batches for the leaders of partitions. */

import type { LeaderIdAndEpoch } from '../cluster/leader-id-and-epoch.ts';
import type { Node } from '../cluster/node.ts';
import { partitionName } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';
import type { RecordBatch } from '../records/record-batch.ts';

export interface ProducePartition {
  readonly topic: string;
  readonly partition: number;
  /** The id of the topic, as the client knows it; from version 13 on it counts, and not the name (KIP-516). */
  readonly topicId?: string;
  readonly batch: RecordBatch;
}
export interface ProduceRequest {
  readonly api: 'Produce';
  readonly acks: -1 | 0 | 1;
  readonly timeoutMs: number;
  readonly transactionalId: string | null;
  readonly partitions: readonly ProducePartition[];
  /** The client writes the request in no later version; absent: in the latest that both sides know. Not sent. */
  readonly latestVersion?: number;
}
export interface RecordError {
  readonly batchIndex: number;
  readonly message: string | null;
}
export interface ProducePartitionResponse {
  readonly topic: string;
  readonly partition: number;
  readonly error: ErrorName;
  /** -1 if the batch was not appended; an error after the append leaves it as it is. */
  readonly baseOffset: number;
  /** -1 unless the topic uses LogAppendTime. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly recordErrors: readonly RecordError[];
  readonly errorMessage: string | null;
  /** The leader that the broker knows, if it is not the leader itself; from version 10 on (KIP-951). */
  readonly currentLeader?: LeaderIdAndEpoch;
}
export interface ProduceResponse {
  readonly api: 'Produce';
  readonly throttleTimeMs: number;
  readonly partitions: readonly ProducePartitionResponse[];
  /** The addresses of the leaders that `currentLeader` names; absent: none. */
  readonly nodeEndpoints?: readonly Node[];
}

/** First version that carries record batches of format 2, the only format that is modelled. */
const FORMAT_2_FROM = 3;

export const produceApi: Api<
  ProduceRequest,
  ProduceResponse,
  { readonly acks: 'all' | 0 | 1; readonly transactionalId?: string | undefined; readonly batches: ListFact },
  { readonly results: ListFact }
> = {
  key: 0,
  logName: 'PRODUCE',
  versions: [0, 9],
  clientThrottlesFrom: 6,
  // Producers expect the older error in every version (AddPartitionsToTxnManager).
  newerErrors: { PRODUCER_FENCED: { since: null, before: 'INVALID_PRODUCER_EPOCH' } },
  unsupported: (_, version) =>
    version < FORMAT_2_FROM
      ? `Record batches of format 2 need Produce version ${FORMAT_2_FROM} or later, but the broker supports version ${version} at most.`
      : undefined,
  refuse: ({ partitions }, error) => ({
    api: 'Produce',
    throttleTimeMs: 0,
    partitions: partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      error,
      baseOffset: -1,
      logAppendTimeMs: -1,
      logStartOffset: -1,
      recordErrors: [],
      errorMessage: null,
    })),
  }),
  requestFacts: ({ acks, transactionalId, partitions }) => ({
    acks: acks === -1 ? 'all' : acks,
    transactionalId: transactionalId ?? undefined,
    batches: listFact(partitions.map(batchFact)),
  }),
  responseFacts: ({ partitions }) => ({ results: listFact(partitions.map(resultFact)) }),
  subject: namedPartitions(({ partitions }) => partitions),
  withoutPartitions: (request, isRemoved) => ({
    ...request,
    partitions: request.partitions.filter((asked) => !isRemoved(asked)),
  }),
  randomErrors: [
    'NOT_LEADER_OR_FOLLOWER',
    'NOT_ENOUGH_REPLICAS',
    'REQUEST_TIMED_OUT',
    'KAFKA_STORAGE_ERROR',
    'UNKNOWN_TOPIC_OR_PARTITION',
    'UNKNOWN_SERVER_ERROR',
  ],
  placedErrors: ['NOT_LEADER_OR_FOLLOWER', 'NOT_ENOUGH_REPLICAS', 'UNKNOWN_SERVER_ERROR'],
};

/** `payments-0 x3 seq 5`: three records, the first with sequence number 5. */
function batchFact(produced: ProducePartition): string {
  const { recordCount, baseSequence } = produced.batch;
  return `${partitionName(produced)} x${recordCount}${baseSequence < 0 ? '' : ` seq ${baseSequence}`}`;
}

/** `payments-0@7`: the first record has offset 7. */
function resultFact(result: ProducePartitionResponse): string {
  const name = partitionName(result);
  return result.error === 'NONE' ? `${name}@${result.baseOffset}` : withError(name, result.error);
}
