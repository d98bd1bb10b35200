/** DescribeProducers: what the logs of partitions know of their producers (KIP-664). */
import { partitionName, type TopicPartition } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface DescribeProducersRequest {
  readonly api: 'DescribeProducers';
  readonly partitions: readonly TopicPartition[];
}
export interface ActiveProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** -1 if the log has no batch of its current epoch. */
  readonly lastSequence: number;
  /** Of its latest batch or marker, in ms since the epoch. */
  readonly lastTimestampMs: number;
  /** Of its latest marker; -1 if the log has none. */
  readonly coordinatorEpoch: number;
  /** Where its open transaction begins; -1 if it has none. */
  readonly currentTxnStartOffset: number;
}
export interface DescribeProducersResponse {
  readonly api: 'DescribeProducers';
  readonly throttleTimeMs: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
    readonly activeProducers: readonly ActiveProducer[];
  }[];
}

export const describeProducersApi: Api<
  DescribeProducersRequest,
  DescribeProducersResponse,
  { readonly partitions: ListFact },
  { readonly producers: ListFact }
> = {
  key: 61,
  logName: 'DESCRIBE_PRODUCERS',
  versions: [0, 0],
  clientThrottlesFrom: 0,
  refuse: ({ partitions }, error) => ({
    api: 'DescribeProducers',
    throttleTimeMs: 0,
    partitions: partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      error,
      errorMessage: null,
      activeProducers: [],
    })),
  }),
  requestFacts: ({ partitions }) => ({ partitions: listFact(partitions.map(partitionName)) }),
  responseFacts: ({ partitions }) => ({
    producers: listFact(
      partitions.map((one) => withError(`${partitionName(one)}: ${one.activeProducers.length}`, one.error)),
    ),
  }),
  subject: namedPartitions(({ partitions }) => partitions),
  withoutPartitions: (request, isRemoved) => ({
    ...request,
    partitions: request.partitions.filter((asked) => !isRemoved(asked)),
  }),
  randomErrors: ['NOT_LEADER_OR_FOLLOWER', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_LEADER_OR_FOLLOWER'],
};
