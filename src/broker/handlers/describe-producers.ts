/**
 * DescribeProducers (KIP-664).
 *
 * Checks, in the real broker's order, per partition: the name is legal, the topic exists, this broker hosts the partition, whether
 * as its leader or as a follower.
 * Differs: no ACLs.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { ActiveProducer, DescribeProducersRequest, DescribeProducersResponse } from '../../protocol/messages.ts';
import { illegalTopicName } from '../controller/topic-name.ts';
import { replicaError } from '../replication/read-partition.ts';
import { answer, type Call } from '../requests/call.ts';

type Described = DescribeProducersResponse['partitions'][number];

const ANY_EPOCH = -1;
const NO_PRODUCERS: readonly ActiveProducer[] = [];

export function handleDescribeProducers(call: Call, request: DescribeProducersRequest): void {
  const partitions = request.partitions.map(({ topic, partition }) => describe(call, topic, partition));
  answer(call, { api: 'DescribeProducers', throttleTimeMs: 0, partitions });
}

function describe({ services }: Call, topic: string, partition: number): Described {
  const failed = (error: ErrorName, errorMessage: string | null = null): Described => ({
    topic,
    partition,
    error,
    errorMessage,
    activeProducers: NO_PRODUCERS,
  });
  const illegal = illegalTopicName(topic);
  if (illegal !== undefined) return failed('INVALID_TOPIC_EXCEPTION', illegal);
  const { replicas } = services;
  const replica = replicas.replica(topic, partition);
  const error = replicaError(replicas, replica, { topic, partition, currentLeaderEpoch: ANY_EPOCH });
  if (replica === undefined || error !== 'NONE') return failed(error);
  return { topic, partition, error: 'NONE', errorMessage: null, activeProducers: replica.log.activeProducers() };
}
