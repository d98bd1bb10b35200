/**
 * describeProducers(): sent to the leaders of the partitions, or to one broker (KafkaAdminClient.describeProducers,
 * DescribeProducersHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedPartitions } from '../../checks/lists.ts';
import { INTEGER } from '../../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { ERRORS } from '../../protocol/errors/errors.ts';
import { exceptionFor, InvalidTopicException } from '../../protocol/errors/exceptions.ts';
import type { ActiveProducer, DescribeProducersResponse, Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { oneBroker } from '../driver/brokers.ts';
import { partitionLeaders } from '../driver/partition-leaders.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import { MapResult } from '../futures/map-result.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';
import { futureOf, partitionsByName } from './partitions.ts';

/** The options of describeProducers(). */
export interface DescribeProducersOptions extends CallOptions {
  /** The broker that is asked, which may be a follower. Default: the leader of each partition. */
  readonly brokerId?: number;
}

/** What a partition knows of one producer (Java's ProducerState). */
export interface ProducerState {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** -1: the log has no batch of its current epoch. */
  readonly lastSequence: number;
  /** Of its last batch or marker, in ms since the epoch. */
  readonly lastTimestamp: number;
  /** Of its last marker; `null`: the log has none. */
  readonly coordinatorEpoch: number | null;
  /** Where its open transaction begins; `null`: it has none. */
  readonly currentTransactionStartOffset: number | null;
}

/** The producers that a partition knows (Java's PartitionProducerState). */
export interface PartitionProducerState {
  readonly activeProducers: readonly ProducerState[];
}

/** The result of describeProducers(): awaited, the producers of each partition, by `topic-partition` (Java's DescribeProducersResult). */
export class DescribeProducersResult extends MapResult<PartitionProducerState> {
  /** The future of one partition. @throws IllegalArgumentException if the call was not about it */
  partitionResult(partition: TopicPartition): KafkaFuture<PartitionProducerState> {
    const problem = (name: string): string => `Topic partition ${name} was not included in the request`;
    return this.handOut(futureOf(this.futures, partition, problem));
  }
}

export function describeProducers(
  calls: RunningCalls,
  partitions: Iterable<TopicPartition>,
  options: DescribeProducersOptions,
): DescribeProducersResult {
  checkOptions<DescribeProducersOptions>('admin.describeProducers()', options, { ...CALL_OPTIONS, brokerId: INTEGER });
  const wanted = partitionsByName(checkedPartitions('admin.describeProducers(partitions)', partitions));
  const handler = handlerOf(wanted, options.brokerId ?? null);
  return new DescribeProducersResult(runKeyed(calls, handler, wanted.keys(), options));
}

function handlerOf(
  partitions: ReadonlyMap<string, TopicPartition>,
  brokerId: number | null,
): ApiHandler<PartitionProducerState> {
  return {
    apiName: 'describeProducers',
    lookup: brokerId === null ? partitionLeaders(partitions, true) : oneBroker(brokerId),
    isBatched: true,
    request: (keys) => ({ api: 'DescribeProducers', partitions: keys.map((key) => partitions.get(key)!) }),
    handleResponse: (response) => resultOf(response, brokerId),
  };
}

function resultOf(response: Response, brokerId: number | null): ApiResult<PartitionProducerState> {
  const completed = new Map<string, PartitionProducerState>();
  const failed = new Map<string, Error>();
  const unmapped: string[] = [];
  for (const one of response.api === 'DescribeProducers' ? response.partitions : []) {
    const key = partitionName(one);
    if (one.error === 'NONE') completed.set(key, { activeProducers: one.activeProducers.map(producerState) });
    else if (one.error === 'NOT_LEADER_OR_FOLLOWER' && brokerId === null) unmapped.push(key);
    else if (one.error !== 'UNKNOWN_TOPIC_OR_PARTITION') failed.set(key, errorOf(one, brokerId));
  }
  return { completed, failed, unmapped };
}

function errorOf(one: DescribeProducersResponse['partitions'][number], brokerId: number | null): Error {
  const { error, errorMessage } = one;
  const name = partitionName(one);
  if (error === 'INVALID_TOPIC_EXCEPTION') {
    const reason = errorMessage ?? ERRORS[error].message;
    return new InvalidTopicException(
      `Failed to fetch metadata for partition ${name} due to invalid topic error: ${reason}`,
    );
  }
  const problem = `Failed to describe active producers for partition ${name}`;
  const isWrongBroker = error === 'NOT_LEADER_OR_FOLLOWER';
  return exceptionFor(
    error,
    isWrongBroker ? `${problem} on brokerId ${brokerId}` : `${problem} due to unexpected error`,
  );
}

function producerState(producer: ActiveProducer): ProducerState {
  const { producerId, producerEpoch, lastSequence, lastTimestampMs, coordinatorEpoch, currentTxnStartOffset } =
    producer;
  return {
    producerId,
    producerEpoch,
    lastSequence,
    lastTimestamp: lastTimestampMs,
    coordinatorEpoch: coordinatorEpoch < 0 ? null : coordinatorEpoch,
    currentTransactionStartOffset: currentTxnStartOffset < 0 ? null : currentTxnStartOffset,
  };
}
