/**
 * The guarantees, by name. Each is a file, whose header says what is guaranteed, under which configuration, and by whom.
 *
 * Owns: the list. Invariants hold after every event, validations when a run is over.
 */
import type { Invariant, Validation } from '../sim/index.ts';
import { bufferMemoryReturned } from './buffer-memory-returned.ts';
import { callbackOrder } from './callback-order.ts';
import { definiteFailureMeansAbsent } from './definite-failure-means-absent.ts';
import { everySendSettlesInTime } from './every-send-settles-in-time.ts';
import { everySendSettlesOnce } from './every-send-settles-once.ts';
import { highWatermarkMonotonic } from './high-watermark-monotonic.ts';
import { noAcknowledgedRecordLost } from './no-acknowledged-record-lost.ts';
import { noDuplicateWithIdempotence } from './no-duplicate-with-idempotence.ts';
import { noPhantomRecord } from './no-phantom-record.ts';
import { offsetsUniqueAndTrue } from './offsets-unique-and-true.ts';
import { oneLeaderPerEpoch } from './one-leader-per-epoch.ts';
import { orderPerProducerAndPartition } from './order-per-producer-and-partition.ts';
import { replicasAgreeBelowHighWatermark } from './replicas-agree-below-high-watermark.ts';
import { transactionsAllOrNothing } from './transactions-all-or-nothing.ts';
import type { TrialSubject } from './trial-subject.ts';

export type Guarantee = Invariant<TrialSubject> | Validation<TrialSubject>;

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

/** Makes each guarantee anew: an invariant remembers what it has seen. */
export const GUARANTEES: Readonly<Record<GuaranteeName, () => Guarantee>> = {
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

export const GUARANTEE_NAMES: readonly GuaranteeName[] = Object.keys(GUARANTEES) as GuaranteeName[];

export { inOrderOfAppends } from './callback-order.ts';
export { recordsNotSettledOnce } from './every-send-settles-once.ts';
export { type Fate, fateOf, isRefusal } from './fate.ts';
export { type Finding, nameOf } from './finding.ts';
export { lostRecords } from './no-acknowledged-record-lost.ts';
export { duplicatedRecords } from './no-duplicate-with-idempotence.ts';
export { phantomRecords } from './no-phantom-record.ts';
export { overlapProblem, untrueOffsets } from './offsets-unique-and-true.ts';
export { reorderedRecords } from './order-per-producer-and-partition.ts';
export { placesByRecord, type StoredRecord, storedRecords } from './stored-records.ts';
export { brokenTransactions } from './transactions-all-or-nothing.ts';
export type {
  LogView,
  ReplicaView,
  SendingProducer,
  SentBatch,
  SentRecord,
  SentTransaction,
  TrialSubject,
} from './trial-subject.ts';
