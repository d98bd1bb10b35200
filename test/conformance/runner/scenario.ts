/**
 * The format of a scenario file: the producer's configuration, what the cluster does, and what the threads of the application do.
 * read-scenario.ts reads it, and play.ts plays it.
 */
import type { ErrorName } from '../../../src/protocol/errors/errors.ts';
import type { ApiKey } from './api-keys.ts';

export interface Scenario {
  readonly name: string;
  /** Kafka's keys. A number means its digits, as in a properties file. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly cluster: ClusterDescription;
  readonly network: NetworkDelays;
  /** The random numbers of the built-in partitioner, used cyclically; 0, 1, 2, ... if absent. */
  readonly random?: readonly number[];
  /** Version ranges that the brokers advertise instead of those of a broker of the client's version; `null`: the API is not advertised. */
  readonly apiVersions: Readonly<Partial<Record<ApiKey, readonly [number, number] | null>>>;
  /** Whether a broker that does not lead a partition names its leader in the response to PRODUCE (KIP-951). */
  readonly leaderHints: boolean;
  /** The level of the feature transaction.version that the brokers have finalized; absent: none. */
  readonly transactionVersion?: number;
  readonly jitterFactor: number;
  readonly traceRecords: boolean;
  /** Whether ByteArraySerializer is passed to the constructor instead of being named in the configuration. */
  readonly passSerializers: boolean;
  /** Ends the run exactly at this time; without it the run ends when all steps and sends are done. */
  readonly untilMs?: number;
  /** A longer run is ended at this time. */
  readonly maxTimeMs?: number;
  readonly responses: readonly BrokerRule[];
  readonly steps: readonly Step[];
}

export interface ClusterDescription {
  readonly nodes: number | readonly NodeDescription[];
  readonly topics?: Readonly<Record<string, TopicDescription>>;
  readonly coordinator?: number;
}

export interface NodeDescription {
  readonly id: number;
  readonly host?: string;
  readonly port?: number;
  readonly rack?: string;
  readonly down?: boolean;
  readonly blackhole?: boolean;
}

export interface TopicDescription {
  readonly partitions: number | readonly PartitionDescription[];
  readonly logAppendTime?: boolean;
  readonly error?: ErrorName;
}

export interface PartitionDescription {
  readonly leader?: number;
  readonly leaderEpoch?: number;
  readonly replicas?: readonly number[];
  readonly isr?: readonly number[];
  readonly error?: ErrorName;
}

export interface NetworkDelays {
  readonly connectMs: number;
  readonly apiVersionsMs: number;
  readonly metadataMs: number;
  readonly produceMs: number;
  readonly otherMs: number;
}

// --- Broker rules ------------------------------------------------------------------------------------------------------

/** One number, several numbers, or an inclusive range. */
export type Ordinals = number | readonly number[] | { readonly from?: number; readonly to?: number };

/** The fields of a rule that define when it applies. */
export interface RuleMatch {
  readonly api: ApiKey;
  /** Ordinal among all requests of that API, from 1. */
  readonly n?: Ordinals;
  readonly node?: number;
  /** `topic-partition`: the request contains the `nth` batch of this partition. */
  readonly tp?: string;
  readonly nth?: Ordinals;
}

/** The response to one partition of a produce request. */
export interface PartitionAnswer {
  readonly error?: ErrorName;
  readonly message?: string | null;
  readonly baseOffset?: number;
  readonly logStartOffset?: number;
  readonly logAppendTimeRel?: number;
  readonly recordErrors?: readonly { readonly index: number; readonly message?: string | null }[];
  /** The broker appends the batch, although it returns an error or no response. */
  readonly append?: boolean;
  /** The leader that the response names; without `leaderHints` of the scenario, none. */
  readonly currentLeader?: { readonly id: number; readonly epoch: number };
}

export interface RuleAction extends PartitionAnswer {
  /** PRODUCE: the response to a partition. METADATA, ADD_PARTITIONS_TO_TXN: the error of a partition. */
  readonly partitions?: Readonly<Record<string, PartitionAnswer | ErrorName>>;
  readonly topics?: Readonly<Record<string, ErrorName>>;
  readonly emptyBrokers?: boolean;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly coordinator?: number;
  readonly delayMs?: number;
  readonly throttleMs?: number;
  readonly drop?: boolean;
  readonly disconnect?: boolean;
  /** Performed when the request is handled. */
  readonly then?: readonly ClusterOperation[];
}

export type BrokerRule = RuleMatch & RuleAction;

// --- Steps -------------------------------------------------------------------------------------------------------------

export interface ClusterOperation {
  readonly op: ClusterOperationName;
  readonly id?: number;
  readonly topic?: string;
  readonly partition?: number;
  readonly partitions?: TopicDescription['partitions'];
  readonly leader?: number;
  readonly leaderEpoch?: number;
  readonly error?: ErrorName;
  readonly logAppendTime?: boolean;
}

export const CLUSTER_OPERATIONS = [
  'setLeader',
  'setTopic',
  'deleteTopic',
  'nodeDown',
  'nodeUp',
  'nodeBlackhole',
  'closeConnections',
  'setCoordinator',
] as const;
export type ClusterOperationName = (typeof CLUSTER_OPERATIONS)[number];

export const APPLICATION_OPERATIONS = [
  'send',
  'flush',
  'close',
  'partitionsFor',
  'metrics',
  'initTransactions',
  'beginTransaction',
  'commitTransaction',
  'abortTransaction',
  'sendOffsetsToTransaction',
] as const;
export type ApplicationOperationName = (typeof APPLICATION_OPERATIONS)[number];

export interface ApplicationOperation {
  readonly op: ApplicationOperationName;
  readonly topic?: string;
  readonly partition?: number;
  readonly partitions?: readonly number[];
  readonly key?: string | null;
  readonly keys?: readonly (string | null)[];
  readonly value?: string | null;
  /** Used cyclically, instead of `value`. */
  readonly values?: readonly (string | null)[];
  /** Instead of `value` and `values`. */
  readonly valueSize?: number;
  readonly timestamp?: number;
  readonly timestampRel?: number;
  readonly headers?: readonly (readonly [string, string | null])[];
  readonly count?: number;
  readonly id?: string;
  readonly noCallback?: boolean;
  readonly throwInCallback?: boolean;
  readonly onCallback?: readonly ApplicationOperation[];
  readonly timeoutMs?: number;
  readonly offsets?: Readonly<Record<string, number>>;
  readonly groupId?: string;
}

interface Timing {
  readonly at: number;
  readonly thread?: string;
}

export type Step = Timing & (ApplicationOperation | ClusterOperation);

export function isClusterOperation(operation: ApplicationOperation | ClusterOperation): operation is ClusterOperation {
  return (CLUSTER_OPERATIONS as readonly string[]).includes(operation.op);
}
