/**
 * Requests and responses, by Kafka's API names and field names.
 *
 * Owns: what clients and brokers say to each other; a wire codec could be laid over these without a loss.
 * Refuses to know: who sends, when, and over what. An error is always its name in the error table (errors.ts).
 */
import type { ErrorName } from './errors.ts';
import type { RecordBatch, StoredBatch } from './record-batch.ts';
import type {
  AddOffsetsToTxnRequest,
  AddOffsetsToTxnResponse,
  AddPartitionsToTxnRequest,
  AddPartitionsToTxnResponse,
  EndTxnRequest,
  EndTxnResponse,
  FindCoordinatorRequest,
  FindCoordinatorResponse,
  InitProducerIdRequest,
  InitProducerIdResponse,
  TxnOffsetCommitRequest,
  TxnOffsetCommitResponse,
  WriteTxnMarkersRequest,
  WriteTxnMarkersResponse,
} from './transaction-messages.ts';

export type * from './transaction-messages.ts';

export interface Node {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack?: string;
}

// --- ApiVersions -------------------------------------------------------------------------------------------------

export interface ApiVersionsRequest {
  readonly api: 'ApiVersions';
  readonly clientSoftwareName: string;
  readonly clientSoftwareVersion: string;
}
export interface ApiVersionRange {
  readonly api: ApiName;
  readonly minVersion: number;
  readonly maxVersion: number;
}
export interface ApiVersionsResponse {
  readonly api: 'ApiVersions';
  readonly error: ErrorName;
  readonly apiVersions: readonly ApiVersionRange[];
  readonly throttleTimeMs: number;
}

// --- Metadata ----------------------------------------------------------------------------------------------------

export interface MetadataRequest {
  readonly api: 'Metadata';
  /** `null` asks for all topics, `[]` for none. */
  readonly topics: readonly string[] | null;
  readonly allowAutoTopicCreation: boolean;
}
export interface PartitionMetadata {
  readonly error: ErrorName;
  readonly partition: number;
  /** Leader's broker id, or -1. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
}
export interface TopicMetadata {
  readonly error: ErrorName;
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}
export interface MetadataResponse {
  readonly api: 'Metadata';
  readonly throttleTimeMs: number;
  readonly brokers: readonly Node[];
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly topics: readonly TopicMetadata[];
}

// --- Produce -----------------------------------------------------------------------------------------------------

export interface ProducePartition {
  readonly topic: string;
  readonly partition: number;
  readonly batch: RecordBatch;
}
export interface ProduceRequest {
  readonly api: 'Produce';
  readonly acks: -1 | 0 | 1;
  readonly timeoutMs: number;
  readonly transactionalId: string | null;
  readonly partitions: readonly ProducePartition[];
}
export interface RecordError {
  readonly batchIndex: number;
  readonly message: string | null;
}
export interface ProducePartitionResponse {
  readonly topic: string;
  readonly partition: number;
  readonly error: ErrorName;
  /** -1 with an error. */
  readonly baseOffset: number;
  /** -1 unless the topic uses LogAppendTime. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly recordErrors: readonly RecordError[];
  readonly errorMessage: string | null;
}
export interface ProduceResponse {
  readonly api: 'Produce';
  readonly throttleTimeMs: number;
  readonly partitions: readonly ProducePartitionResponse[];
}

// --- Fetch, ListOffsets --------------------------------------------------------------------------------------------

export type IsolationLevel = 'read_uncommitted' | 'read_committed';

export interface FetchPartition {
  readonly topic: string;
  readonly partition: number;
  /** -1 if unknown; else checked (FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH). */
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  /** Epoch of the last record the follower has; -1 for consumers (KIP-595 divergence check). */
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
  /** Where the follower's log leaves the leader's: it truncates to endOffset. */
  readonly divergingEpoch?: { readonly epoch: number; readonly endOffset: number };
  readonly abortedTransactions: readonly AbortedTransaction[];
  readonly records: readonly StoredBatch[];
}
export interface FetchResponse {
  readonly api: 'Fetch';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly partitions: readonly FetchPartitionResponse[];
}

/** ListOffsets timestamps with a meaning of their own. */
export const LATEST_TIMESTAMP = -1;
export const EARLIEST_TIMESTAMP = -2;

export interface ListOffsetsRequest {
  readonly api: 'ListOffsets';
  readonly replicaId: number;
  readonly isolationLevel: IsolationLevel;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly currentLeaderEpoch: number;
    readonly timestampMs: number;
  }[];
}
export interface ListOffsetsResponse {
  readonly api: 'ListOffsets';
  readonly throttleTimeMs: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly error: ErrorName;
    readonly timestampMs: number;
    readonly offset: number;
    readonly leaderEpoch: number;
  }[];
}

// --- Topics --------------------------------------------------------------------------------------------------------

export interface CreatableTopic {
  readonly name: string;
  /** -1: the broker's num.partitions. */
  readonly numPartitions: number;
  /** -1: the broker's default.replication.factor. */
  readonly replicationFactor: number;
  /** By partition; when given, numPartitions and replicationFactor are -1. */
  readonly assignments?: readonly (readonly number[])[];
  readonly configs: Readonly<Record<string, string>>;
}
export interface CreateTopicsRequest {
  readonly api: 'CreateTopics';
  readonly topics: readonly CreatableTopic[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}
export interface CreateTopicsResponse {
  readonly api: 'CreateTopics';
  readonly throttleTimeMs: number;
  readonly topics: readonly {
    readonly name: string;
    readonly topicId: string;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
    readonly numPartitions: number;
    readonly replicationFactor: number;
  }[];
}
export interface DeleteTopicsRequest {
  readonly api: 'DeleteTopics';
  readonly topics: readonly string[];
  readonly timeoutMs: number;
}
export interface DeleteTopicsResponse {
  readonly api: 'DeleteTopics';
  readonly throttleTimeMs: number;
  readonly topics: readonly {
    readonly name: string;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
  }[];
}
export interface DescribeClusterRequest {
  readonly api: 'DescribeCluster';
}
export interface DescribeClusterResponse {
  readonly api: 'DescribeCluster';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly Node[];
}

// --- All of them -----------------------------------------------------------------------------------------------------

/** Each API with its request and its response. */
export interface Apis {
  ApiVersions: { request: ApiVersionsRequest; response: ApiVersionsResponse };
  Metadata: { request: MetadataRequest; response: MetadataResponse };
  Produce: { request: ProduceRequest; response: ProduceResponse };
  Fetch: { request: FetchRequest; response: FetchResponse };
  ListOffsets: { request: ListOffsetsRequest; response: ListOffsetsResponse };
  CreateTopics: { request: CreateTopicsRequest; response: CreateTopicsResponse };
  DeleteTopics: { request: DeleteTopicsRequest; response: DeleteTopicsResponse };
  DescribeCluster: { request: DescribeClusterRequest; response: DescribeClusterResponse };
  InitProducerId: { request: InitProducerIdRequest; response: InitProducerIdResponse };
  FindCoordinator: { request: FindCoordinatorRequest; response: FindCoordinatorResponse };
  AddPartitionsToTxn: { request: AddPartitionsToTxnRequest; response: AddPartitionsToTxnResponse };
  AddOffsetsToTxn: { request: AddOffsetsToTxnRequest; response: AddOffsetsToTxnResponse };
  TxnOffsetCommit: { request: TxnOffsetCommitRequest; response: TxnOffsetCommitResponse };
  EndTxn: { request: EndTxnRequest; response: EndTxnResponse };
  WriteTxnMarkers: { request: WriteTxnMarkersRequest; response: WriteTxnMarkersResponse };
}
export type ApiName = keyof Apis;
export type Request = Apis[ApiName]['request'];
export type Response = Apis[ApiName]['response'];

/** What a client puts on a connection. */
export interface RequestEnvelope {
  readonly correlationId: number;
  readonly clientId: string;
  readonly apiVersion: number;
  /** False only for Produce with acks=0. */
  readonly expectResponse: boolean;
  readonly request: Request;
}
/** What a broker puts on a connection. */
export interface ResponseEnvelope {
  readonly correlationId: number;
  readonly response: Response;
}
