/** Fetch: records for consumers and followers (KIP-74, KIP-227, KIP-320, KIP-392, KIP-595). */

import type { LeaderIdAndEpoch } from '../cluster/leader-id-and-epoch.ts';
import type { Node } from '../cluster/node.ts';
import { partitionName, type TopicIdPartition } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { errorFact, type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';
import type { StoredBatch } from '../records/record-batch.ts';

/** The id of no session. */
const NO_SESSION = 0;

export type IsolationLevel = 'read_uncommitted' | 'read_committed';

export interface FetchPartition {
  readonly topic: string;
  /** The id of the topic (KIP-516); absent: the topic is known by its name. */
  readonly topicId?: string;
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
  /** All that is asked for; in a request that continues a session, only what is new or has changed. */
  readonly partitions: readonly FetchPartition[];
  /** The fetch session that the request continues, or closes; absent or 0: none. */
  readonly sessionId?: number;
  /** The place of the request in its session. 0: a new session is wanted. Absent or -1: no session is wanted. */
  readonly sessionEpoch?: number;
  /** Partitions that leave the session. Absent: none. */
  readonly forgotten?: readonly TopicIdPartition[];
  /** What the sender asks for, named or not, for the scope of faults; it is not part of the message. Absent: what is named. */
  readonly wanted?: WantedPartitions;
}
export interface WantedPartitions {
  readonly all: () => readonly FetchPartition[];
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
  /** The leader if the broker does not lead, or not in the epoch of the request (KIP-951). -1: it does not know; absent: it does not say. */
  readonly currentLeader?: LeaderIdAndEpoch;
  /** The broker that the consumer should read from; absent: the one that has answered (KIP-392). */
  readonly preferredReadReplica?: number;
  readonly abortedTransactions: readonly AbortedTransaction[];
  readonly records: readonly StoredBatch[];
}
export interface FetchResponse {
  readonly api: 'Fetch';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  /** The session to which the response belongs; absent or 0: none. */
  readonly sessionId?: number;
  /** All that was asked for; in a response of a session, only what has news. */
  readonly partitions: readonly FetchPartitionResponse[];
  /** The addresses of the leaders that `currentLeader` names; absent: none. */
  readonly nodeEndpoints?: readonly Node[];
}

export const fetchApi: Api<
  FetchRequest,
  FetchResponse,
  {
    readonly from: ListFact;
    readonly forgotten?: ListFact | undefined;
    readonly session?: string | undefined;
    readonly isolation?: 'read_committed' | undefined;
    readonly rack?: string | undefined;
  },
  { readonly records: ListFact; readonly session?: string | undefined; readonly error?: ErrorName }
> = {
  key: 1,
  logName: 'FETCH',
  versions: [0, 15],
  clientThrottlesFrom: 8,
  // The response closes the session: the broker has not taken what the request names.
  refuse: (request, error) => ({
    api: 'Fetch',
    throttleTimeMs: 0,
    error: 'NONE',
    partitions: wantedIn(request).map(({ topic, partition }) => ({
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
  requestFacts: ({ partitions, forgotten = [], sessionId, sessionEpoch, isolationLevel, rackId }) => ({
    from: listFact(partitions.map((asked) => `${partitionName(asked)}@${asked.fetchOffset}`)),
    forgotten: forgotten.length === 0 ? undefined : listFact(forgotten.map(partitionName)),
    session: sessionEpoch === undefined ? undefined : requestedSession(sessionId ?? NO_SESSION, sessionEpoch),
    // The default is not shown.
    isolation: isolationLevel === 'read_committed' ? isolationLevel : undefined,
    rack: rackId,
  }),
  responseFacts: (response) => ({
    records: listFact(response.partitions.map(fetchedFact)),
    session: response.sessionId === undefined ? undefined : sessionName(response.sessionId),
    ...errorFact(response),
  }),
  sentBy: 'followers',
  subject: namedPartitions(wantedIn),
  wantedPartitions: wantedIn,
  // A broker answers at once when a partition has an error, so the others are not waited for either.
  withoutPartitions: (request, isRemoved) => ({
    ...request,
    maxWaitMs: 0,
    partitions: request.partitions.filter((asked) => !isRemoved(asked)),
    ...(request.wanted !== undefined && {
      wanted: { all: () => wantedIn(request).filter((asked) => !isRemoved(asked)) },
    }),
  }),
  randomErrors: ['NOT_LEADER_OR_FOLLOWER', 'KAFKA_STORAGE_ERROR', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_LEADER_OR_FOLLOWER'],
};

/** What a request asks for, named or implied by its session. */
function wantedIn({ partitions, wanted }: FetchRequest): readonly FetchPartition[] {
  return wanted === undefined ? partitions : wanted.all();
}

/** `new`, `7 epoch 3`, or what happens to an old session. */
function requestedSession(id: number, epoch: number): string | undefined {
  if (epoch > 0) return `${id} epoch ${epoch}`;
  if (epoch === 0) return id === NO_SESSION ? 'new' : `new instead of ${id}`;
  return id === NO_SESSION ? undefined : `closes ${id}`;
}

function sessionName(id: number): string {
  return id === NO_SESSION ? 'none' : `${id}`;
}

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
