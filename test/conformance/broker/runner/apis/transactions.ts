/**
 * The APIs for producer ids and transactions in the scenario format.
 */
import { type Fields, flag, number, objects, text, textOrNull, texts } from '../json.ts';
import type { Symbols } from '../symbols.ts';
import { type ApiFormat, committedOffsetsOf, partitionsOf, shownErrors } from './api-format.ts';

const DEFAULT_TRANSACTION_TIMEOUT_MS = 60_000;

export const initProducerId: ApiFormat<'InitProducerId'> = {
  version: 4,
  request: (fields, symbols) => ({
    api: 'InitProducerId',
    transactionalId: textOrNull(fields, 'transactionalId'),
    transactionTimeoutMs: number(fields, 'transactionTimeoutMs', DEFAULT_TRANSACTION_TIMEOUT_MS),
    producerId: symbols.producerId(fields),
    producerEpoch: number(fields, 'producerEpoch', -1),
  }),
  answer: ({ error, producerId, producerEpoch }, symbols) => ({
    error,
    producerId: symbols.namedProducerId(producerId),
    producerEpoch,
  }),
};

export const findCoordinator: ApiFormat<'FindCoordinator'> = {
  version: 4,
  request: (fields) => ({
    api: 'FindCoordinator',
    keyType: text(fields, 'keyType') === 'transaction' ? 'transaction' : 'group',
    key: text(fields, 'key'),
  }),
  answer: ({ error, errorMessage, node }, symbols) => ({
    error,
    errorMessage: symbols.message(errorMessage),
    node: node === null || node.id < 0 ? 'none' : 'a broker',
  }),
};

export const addPartitionsToTxn: ApiFormat<'AddPartitionsToTxn'> = {
  version: 3,
  request: (fields, symbols) => ({
    api: 'AddPartitionsToTxn',
    ...producerOf(fields, symbols),
    ...(flag(fields, 'verifyOnly', false) ? { verifyOnly: true } : {}),
    partitions: partitionsOf(fields, symbols, () => ({})),
  }),
  answer: ({ partitions }) => ({ partitions: shownErrors(partitions) }),
};

export const addOffsetsToTxn: ApiFormat<'AddOffsetsToTxn'> = {
  version: 3,
  request: (fields, symbols) => ({
    api: 'AddOffsetsToTxn',
    ...producerOf(fields, symbols),
    groupId: text(fields, 'groupId'),
  }),
  answer: ({ error }) => ({ error }),
};

export const txnOffsetCommit: ApiFormat<'TxnOffsetCommit'> = {
  version: 3,
  request: (fields, symbols) => ({
    api: 'TxnOffsetCommit',
    ...producerOf(fields, symbols),
    groupId: symbols.group(fields),
    generationId: number(fields, 'generationId', -1),
    memberId: symbols.memberId(fields),
    groupInstanceId: textOrNull(fields, 'groupInstanceId'),
    partitions: committedOffsetsOf(fields, symbols),
  }),
  answer: ({ partitions }) => ({ partitions: shownErrors(partitions) }),
};

export const endTxn: ApiFormat<'EndTxn'> = {
  version: 3,
  request: (fields, symbols) => ({
    api: 'EndTxn',
    ...producerOf(fields, symbols),
    committed: flag(fields, 'committed', false),
  }),
  answer: ({ error }) => ({ error }),
};

export const writeTxnMarkers: ApiFormat<'WriteTxnMarkers'> = {
  version: 1,
  request: (fields, symbols) => ({
    api: 'WriteTxnMarkers',
    markers: objects(fields, 'markers').map((marker) => ({
      producerId: symbols.producerId(marker),
      producerEpoch: number(marker, 'producerEpoch', 0),
      coordinatorEpoch: number(marker, 'coordinatorEpoch', 0),
      committed: flag(marker, 'committed', false),
      partitions: partitionsOf(marker, symbols, () => ({})),
    })),
  }),
  answer: ({ markers }, symbols) => ({
    markers: markers.map(({ producerId, partitions }) => ({
      producerId: symbols.shownProducerId(producerId),
      partitions: partitions.map(({ topic, partition, error }) => ({ topic, partition, error })),
    })),
  }),
};

export const describeTransactions: ApiFormat<'DescribeTransactions'> = {
  version: 0,
  request: (fields) => ({
    api: 'DescribeTransactions',
    transactionalIds: texts('transactionalIds', fields.transactionalIds),
  }),
  answer: ({ transactions }, symbols) => ({
    transactions: transactions.map(({ transactionalId, error, state, producerId, producerEpoch }) => ({
      transactionalId,
      error,
      state,
      producerId: symbols.shownProducerId(producerId),
      producerEpoch,
    })),
  }),
};

function producerOf(fields: Fields, symbols: Symbols) {
  return {
    // Kafka writes an absent transactional id as an empty string.
    transactionalId: textOrNull(fields, 'transactionalId') ?? '',
    producerId: symbols.producerId(fields),
    producerEpoch: number(fields, 'producerEpoch', -1),
  };
}
