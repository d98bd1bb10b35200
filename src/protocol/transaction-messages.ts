/**
 * The requests and responses of producer ids and transactions, by Kafka's field names; messages.ts has the others.
 */
import type { ErrorName } from './errors.ts';
import type { Node } from './messages.ts';

export interface InitProducerIdRequest {
  readonly api: 'InitProducerId';
  readonly transactionalId: string | null;
  readonly transactionTimeoutMs: number;
  readonly producerId: number;
  readonly producerEpoch: number;
}
export interface InitProducerIdResponse {
  readonly api: 'InitProducerId';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly producerId: number;
  readonly producerEpoch: number;
}
export interface FindCoordinatorRequest {
  readonly api: 'FindCoordinator';
  readonly keyType: 'group' | 'transaction';
  readonly key: string;
}
export interface FindCoordinatorResponse {
  readonly api: 'FindCoordinator';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly errorMessage: string | null;
  readonly node: Node | null;
}
export interface AddPartitionsToTxnRequest {
  readonly api: 'AddPartitionsToTxn';
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** A partition's leader only asks whether they are in the transaction (KIP-890, version 4). Absent from clients. */
  readonly verifyOnly?: boolean;
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
}
export interface AddPartitionsToTxnResponse {
  readonly api: 'AddPartitionsToTxn';
  readonly throttleTimeMs: number;
  readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly error: ErrorName }[];
}
export interface AddOffsetsToTxnRequest {
  readonly api: 'AddOffsetsToTxn';
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly groupId: string;
}
export interface AddOffsetsToTxnResponse {
  readonly api: 'AddOffsetsToTxn';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
}
export interface TxnOffsetCommitRequest {
  readonly api: 'TxnOffsetCommit';
  readonly transactionalId: string;
  readonly groupId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly committedOffset: number;
    readonly committedLeaderEpoch: number;
    readonly committedMetadata: string | null;
  }[];
}
export interface TxnOffsetCommitResponse {
  readonly api: 'TxnOffsetCommit';
  readonly throttleTimeMs: number;
  readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly error: ErrorName }[];
}
export interface EndTxnRequest {
  readonly api: 'EndTxn';
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly committed: boolean;
}
export interface EndTxnResponse {
  readonly api: 'EndTxn';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
}

/** From a transaction coordinator to the leaders of a transaction's partitions. */
export interface WriteTxnMarkersRequest {
  readonly api: 'WriteTxnMarkers';
  readonly markers: readonly TxnMarker[];
}
export interface TxnMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly committed: boolean;
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
