/**
 * The entry point `kafka-trial/guarantees`: the guarantees that a run is checked against, by name, and the types for writing your own.
 *
 * Each guarantee has a file here, whose header says what is guaranteed, under which configuration, and where Kafka documents it.
 */
import { bufferMemoryReturned } from './buffer-memory-returned.ts';
import { callbackOrder } from './callback-order.ts';
import { definiteFailureMeansAbsent } from './definite-failure-means-absent.ts';
import { everySendSettlesInTime } from './every-send-settles-in-time.ts';
import { everySendSettlesOnce } from './every-send-settles-once.ts';
import type { Guarantee, GuaranteeDefinition } from './guarantee.ts';
import { highWatermarkMonotonic } from './high-watermark-monotonic.ts';
import { noAcknowledgedRecordLost } from './no-acknowledged-record-lost.ts';
import { noDuplicateWithIdempotence } from './no-duplicate-with-idempotence.ts';
import { noPhantomRecord } from './no-phantom-record.ts';
import { offsetsUniqueAndTrue } from './offsets-unique-and-true.ts';
import { oneLeaderPerEpoch } from './one-leader-per-epoch.ts';
import { orderPerProducerAndPartition } from './order-per-producer-and-partition.ts';
import { replicasAgreeBelowHighWatermark } from './replicas-agree-below-high-watermark.ts';
import { transactionsAllOrNothing } from './transactions-all-or-nothing.ts';

/** A guarantee of your own: an object, or, if it keeps state during a run, a function that creates a new one for each run. */
export type CustomGuarantee = Guarantee | (() => Guarantee);

/** The guarantees that a run is checked against: all built-in ones, none, or a list of built-in names and guarantees of your own. */
export type GuaranteeChoice = 'all' | 'none' | readonly (GuaranteeName | CustomGuarantee)[];

/** The name of a built-in guarantee. */
export type GuaranteeName =
  | 'NoAcknowledgedRecordLost'
  | 'NoDuplicateWithIdempotence'
  | 'OrderPerProducerAndPartition'
  | 'OffsetsUniqueAndTrue'
  | 'NoPhantomRecord'
  | 'DefiniteFailureMeansAbsent'
  | 'EverySendSettlesOnce'
  | 'EverySendSettlesInTime'
  | 'CallbackOrder'
  | 'TransactionsAllOrNothing'
  | 'HighWatermarkMonotonic'
  | 'OneLeaderPerEpoch'
  | 'ReplicasAgreeBelowHighWatermark'
  | 'BufferMemoryReturned';

/** The built-in guarantees by name. */
export const GUARANTEES: Readonly<Record<GuaranteeName, GuaranteeDefinition>> = {
  NoAcknowledgedRecordLost: noAcknowledgedRecordLost,
  NoDuplicateWithIdempotence: noDuplicateWithIdempotence,
  OrderPerProducerAndPartition: orderPerProducerAndPartition,
  OffsetsUniqueAndTrue: offsetsUniqueAndTrue,
  NoPhantomRecord: noPhantomRecord,
  DefiniteFailureMeansAbsent: definiteFailureMeansAbsent,
  EverySendSettlesOnce: everySendSettlesOnce,
  EverySendSettlesInTime: everySendSettlesInTime,
  CallbackOrder: callbackOrder,
  TransactionsAllOrNothing: transactionsAllOrNothing,
  HighWatermarkMonotonic: highWatermarkMonotonic,
  OneLeaderPerEpoch: oneLeaderPerEpoch,
  ReplicasAgreeBelowHighWatermark: replicasAgreeBelowHighWatermark,
  BufferMemoryReturned: bufferMemoryReturned,
};

/** The names of all built-in guarantees. */
export const GUARANTEE_NAMES: readonly GuaranteeName[] = Object.keys(GUARANTEES) as GuaranteeName[];

export type { Invariant, Validation } from '../sim/index.ts';
export type { Fate } from './fate.ts';
export type { Finding } from './finding.ts';
export type { Guarantee, GuaranteeDefinition } from './guarantee.ts';
export type {
  LogView,
  ProducerView,
  ReplicaView,
  RunMemo,
  RunView,
  SentBatch,
  SentRecord,
  SentTransaction,
  ThreadStop,
} from './run-view.ts';
