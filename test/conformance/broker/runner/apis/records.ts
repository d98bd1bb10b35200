/**
 * DeleteRecords, OffsetForLeaderEpoch and DescribeProducers in the scenario format.
 */
import { number } from '../json.ts';
import { type ApiFormat, partitionsOf, sortedPartitions } from './api-format.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
const DEBUGGING_REPLICA = -2;

export const deleteRecords: ApiFormat<'DeleteRecords'> = {
  version: 2,
  request: (fields, symbols) => ({
    api: 'DeleteRecords',
    timeoutMs: number(fields, 'timeoutMs', DEFAULT_TIMEOUT_MS),
    partitions: partitionsOf(fields, symbols, (partition) => ({ offset: number(partition, 'offset') })),
  }),
  answer: ({ partitions }) => ({
    partitions: sortedPartitions(partitions).map(({ topic, partition, error, lowWatermark }) => ({
      topic,
      partition,
      error,
      lowWatermark,
    })),
  }),
};

export const offsetForLeaderEpoch: ApiFormat<'OffsetForLeaderEpoch'> = {
  version: 4,
  request: (fields, symbols) => ({
    api: 'OffsetForLeaderEpoch',
    replicaId: number(fields, 'replicaId', DEBUGGING_REPLICA),
    partitions: partitionsOf(fields, symbols, (partition) => ({
      currentLeaderEpoch: number(partition, 'currentLeaderEpoch', -1),
      leaderEpoch: number(partition, 'leaderEpoch'),
    })),
  }),
  answer: ({ partitions }) => ({
    partitions: sortedPartitions(partitions).map(({ topic, partition, error, leaderEpoch, endOffset }) => ({
      topic,
      partition,
      error,
      leaderEpoch,
      endOffset,
    })),
  }),
};

export const describeProducers: ApiFormat<'DescribeProducers'> = {
  version: 0,
  request: (fields, symbols) => ({
    api: 'DescribeProducers',
    partitions: partitionsOf(fields, symbols, () => ({})),
  }),
  answer: ({ partitions }, symbols) => ({
    partitions: sortedPartitions(partitions).map(({ topic, partition, error, activeProducers }) => ({
      topic,
      partition,
      error,
      activeProducers: activeProducers.map(({ producerId, producerEpoch, lastSequence, currentTxnStartOffset }) => ({
        producerId: symbols.shownProducerId(producerId),
        producerEpoch,
        lastSequence,
        currentTxnStartOffset,
      })),
    })),
  }),
};
