/**
 * abortTransaction(): writes the marker of an aborted transaction into one partition, by its leader (KafkaAdminClient.abortTransaction,
 * AbortTransactionHandler).
 */
import { checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { checkedPartition } from '../../checks/lists.ts';
import { INTEGER, OBJECT } from '../../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { ERRORS, type ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor, KafkaException } from '../../protocol/errors/exceptions.ts';
import type { Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { partitionLeaders } from '../driver/partition-leaders.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import type { Futures } from '../futures/keyed-futures.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS, checkFields } from './check-arguments.ts';
import { partitionsByName } from './partitions.ts';

/** Which transaction is aborted in a partition (Java's AbortTransactionSpec). describeProducers() tells what belongs here. */
export interface AbortTransactionSpec {
  readonly topicPartition: TopicPartition;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
}

const SPEC_FIELDS: OptionTypes<AbortTransactionSpec> = {
  topicPartition: OBJECT,
  producerId: INTEGER,
  producerEpoch: INTEGER,
  coordinatorEpoch: INTEGER,
};
const REQUIRED = ['topicPartition', 'producerId', 'producerEpoch', 'coordinatorEpoch'] as const;

/** The result of abortTransaction() (Java's AbortTransactionResult). */
export class AbortTransactionResult extends AdminResult<void> {
  private readonly futures: Futures<void>;

  /** @internal */
  constructor(futures: Futures<void>) {
    super(KafkaFuture.allOf([...futures.values()]));
    this.futures = futures;
  }

  /** A future that is done when the marker is on all in-sync replicas. */
  all(): KafkaFuture<void> {
    return this.handOut(KafkaFuture.allOf([...this.futures.values()]));
  }
}

export function abortTransaction(
  calls: RunningCalls,
  spec: AbortTransactionSpec,
  options: CallOptions,
): AbortTransactionResult {
  checkOptions('admin.abortTransaction()', options, CALL_OPTIONS);
  checkFields('admin.abortTransaction(spec)', spec, SPEC_FIELDS, REQUIRED);
  const partitions = partitionsByName([checkedPartition('admin.abortTransaction(spec)', spec.topicPartition)]);
  return new AbortTransactionResult(runKeyed(calls, handlerOf(spec, partitions), partitions.keys(), options));
}

function handlerOf(spec: AbortTransactionSpec, partitions: ReadonlyMap<string, TopicPartition>): ApiHandler<void> {
  const { producerId, producerEpoch, coordinatorEpoch } = spec;
  const marker = {
    producerId,
    producerEpoch,
    coordinatorEpoch,
    committed: false,
    partitions: [...partitions.values()],
  };
  return {
    apiName: 'abortTransaction',
    lookup: partitionLeaders(partitions, true),
    isBatched: true,
    request: () => ({ api: 'WriteTxnMarkers', markers: [marker] }),
    handleResponse: (response) => resultOf(response, spec),
  };
}

function resultOf(response: Response, spec: AbortTransactionSpec): ApiResult<void> {
  const key = partitionName(spec.topicPartition);
  const failed = (error: Error): ApiResult<void> => ({
    completed: new Map(),
    failed: new Map([[key, error]]),
    unmapped: [],
  });
  const markers = response.api === 'WriteTxnMarkers' ? response.markers : [];
  const outcome =
    markers.length === 1 && markers[0]!.producerId === spec.producerId ? markers[0]!.partitions[0] : undefined;
  if (outcome === undefined || partitionName(outcome) !== key) {
    return failed(
      new KafkaException(
        `WriteTxnMarkers response included unexpected marker entries (expected to find exactly one entry with producerId ${spec.producerId})`,
      ),
    );
  }
  const { error } = outcome;
  if (error === 'NONE') return { completed: new Map([[key, undefined]]), failed: new Map(), unmapped: [] };
  if (LOOKED_UP_AGAIN.has(error)) return { completed: new Map(), failed: new Map(), unmapped: [key] };
  return failed(exceptionFor(error, `WriteTxnMarkers request with ${textOf(spec)} ${reasonOf(error, spec)}`));
}

const LOOKED_UP_AGAIN: ReadonlySet<ErrorName> = new Set([
  'NOT_LEADER_OR_FOLLOWER',
  'REPLICA_NOT_AVAILABLE',
  'BROKER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

function textOf({ topicPartition, producerId, producerEpoch, coordinatorEpoch }: AbortTransactionSpec): string {
  const ids = `producerId=${producerId}, producerEpoch=${producerEpoch}, coordinatorEpoch=${coordinatorEpoch}`;
  return `AbortTransactionSpec(topicPartition=${partitionName(topicPartition)}, ${ids})`;
}

function reasonOf(error: ErrorName, { coordinatorEpoch }: AbortTransactionSpec): string {
  // Kafka's spelling.
  if (error === 'INVALID_PRODUCER_EPOCH') return 'failed due an invalid producer epoch';
  if (error === 'TRANSACTION_COORDINATOR_FENCED') {
    return `failed since the provided coordinator epoch ${coordinatorEpoch} has been fenced by the active coordinator`;
  }
  return `failed due to unexpected error: ${ERRORS[error].message}`;
}
