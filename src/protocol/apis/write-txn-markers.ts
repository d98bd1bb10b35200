/** WriteTxnMarkers: a transaction coordinator has the leaders of partitions write COMMIT or ABORT into their logs (KIP-98). */
import { type Api, namedPartitions } from '../description/api.ts';
import { NO_FACTS, type NoFacts } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface WriteTxnMarkersRequest {
  readonly api: 'WriteTxnMarkers';
  readonly markers: readonly TxnMarker[];
}
export interface TxnMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly committed: boolean;
  /** 2 if each transaction of the producer has an epoch (KIP-890, part 2), from version 2 on (KIP-1228); absent: 0. */
  readonly transactionVersion?: number;
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
}
export interface WriteTxnMarkersResponse {
  readonly api: 'WriteTxnMarkers';
  /** One for each marker, in the order of the request. */
  readonly markers: readonly {
    readonly producerId: number;
    readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly error: ErrorName }[];
  }[];
}

export const writeTxnMarkersApi: Api<WriteTxnMarkersRequest, WriteTxnMarkersResponse, NoFacts, NoFacts> = {
  key: 27,
  logName: 'WRITE_TXN_MARKERS',
  versions: [0, 1],
  clientThrottlesFrom: null,
  refuse: ({ markers }, error) => ({
    api: 'WriteTxnMarkers',
    markers: markers.map(({ producerId, partitions }) => ({
      producerId,
      partitions: partitions.map(({ topic, partition }) => ({ topic, partition, error })),
    })),
  }),
  requestFacts: () => NO_FACTS,
  responseFacts: () => NO_FACTS,
  sentBy: 'transaction coordinators',
  subject: namedPartitions(({ markers }) => markers.flatMap(({ partitions }) => partitions)),
  randomErrors: ['NOT_LEADER_OR_FOLLOWER'],
  placedErrors: ['UNKNOWN_SERVER_ERROR'],
};
