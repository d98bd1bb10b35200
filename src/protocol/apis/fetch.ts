/** Fetch: records for consumers and followers (KIP-74, KIP-320, KIP-392, KIP-595). */

import { partitionName } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';
import type { StoredBatch } from '../records/record-batch.ts';

export type IsolationLevel = 'read_uncommitted' | 'read_committed';

export interface FetchPartition {
  readonly topic: string;
  readonly partition: number;
  /** -1 if unknown; else the leader checks it (FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH). */
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  /** Epoch of the last record that the follower has; -1 for consumers (KIP-595 divergence check). */
  readonly lastFetchedEpoch: number;
  readonly logStartOffset: number;
  readonly partitionMaxBytes: number;
}
export interface FetchRequest {
  readonly api: 'Fetch';
  /** -1 for a consumer, the broker's id for a follower. */
  readonly replicaId: number;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly isolationLevel: IsolationLevel;
  /** The consumer's client.rack; absent: it has none (KIP-392). */
  readonly rackId?: string;
  readonly partitions: readonly FetchPartition[];
}
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}
export interface FetchPartitionResponse {
  readonly topic: string;
  readonly partition: number;
  readonly error: ErrorName;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /** Set if the follower's log diverges from the leader's: it then truncates its log to endOffset. */
  readonly divergingEpoch?: { readonly epoch: number; readonly endOffset: number };
  /** The broker that the consumer should read from; absent: the one that has answered (KIP-392). */
  readonly preferredReadReplica?: number;
  readonly abortedTransactions: readonly AbortedTransaction[];
  readonly records: readonly StoredBatch[];
}
export interface FetchResponse {
  readonly api: 'Fetch';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly partitions: readonly FetchPartitionResponse[];
}

export const fetchApi: Api<
  FetchRequest,
  FetchResponse,
  { readonly from: ListFact; readonly isolation?: 'read_committed' | undefined; readonly rack?: string | undefined },
  { readonly records: ListFact }
> = {
  key: 1,
  logName: 'FETCH',
  versions: [0, 15],
  clientThrottlesFrom: 8,
  refuse: ({ partitions }, error) => ({
    api: 'Fetch',
    throttleTimeMs: 0,
    error: 'NONE',
    partitions: partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      error,
      highWatermark: -1,
      lastStableOffset: -1,
      logStartOffset: -1,
      abortedTransactions: [],
      records: [],
    })),
  }),
  requestFacts: ({ partitions, isolationLevel, rackId }) => ({
    from: listFact(partitions.map((asked) => `${partitionName(asked)}@${asked.fetchOffset}`)),
    // The default is not shown.
    isolation: isolationLevel === 'read_committed' ? isolationLevel : undefined,
    rack: rackId,
  }),
  responseFacts: ({ partitions }) => ({ records: listFact(partitions.map(fetchedFact)) }),
  sentBy: 'followers',
  subject: namedPartitions(({ partitions }) => partitions),
  // A broker answers at once when a partition has an error, so the others are not waited for either.
  withoutPartitions: (request, isRemoved) => ({
    ...request,
    maxWaitMs: 0,
    partitions: request.partitions.filter((asked) => !isRemoved(asked)),
  }),
  randomErrors: ['NOT_LEADER_OR_FOLLOWER', 'KAFKA_STORAGE_ERROR', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_LEADER_OR_FOLLOWER'],
};

/** `payments-0+3`: three records. Transaction markers follow, then the aborted transactions whose records are to be skipped. */
function fetchedFact(fetched: FetchPartitionResponse): string {
  const { records, error, abortedTransactions, preferredReadReplica } = fetched;
  let count = 0;
  let markers = '';
  for (const { batch } of records) {
    if (batch.control === undefined) count += batch.recordCount;
    else markers += ` ${batch.control}`;
  }
  const skipped = abortedTransactions.map((one) => ` aborted: producerId ${one.producerId} from ${one.firstOffset}`);
  const elsewhere = preferredReadReplica === undefined ? '' : ` read from broker ${preferredReadReplica}`;
  return withError(`${partitionName(fetched)}+${count}${markers}${skipped.join('')}${elsewhere}`, error);
}
