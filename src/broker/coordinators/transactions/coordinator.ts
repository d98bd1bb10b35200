/**
 * What a transaction coordinator does when asked (TransactionCoordinator).
 *
 * Owns: the checks in 3.6.1's order, and which move each call makes. Every call ends by telling `whenDone`, at once or once
 * the move is in the log.
 * Refuses to know: requests and their versions (handlers/), logs, and how markers travel (markers.ts).
 */

import type { ErrorName } from '../../../protocol/errors.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/producer-id-and-epoch.ts';
import type { TopicPartition } from '../../../protocol/record-batch.ts';
import type { AppendDone } from '../../purgatory/delayed.ts';
import type { Broker } from '../../state/broker.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { appendTransition, findTransaction } from './append-transition.ts';
import { partitionFor, TRANSACTION_STATE_TOPIC } from './coordinator-partition.ts';
import { sendMarkers } from './markers.ts';
import { nextProducerId } from './producer-ids.ts';
import { timedOutTransactions } from './timeouts.ts';
import { isEpochExhausted, TransactionMetadata, type TransitMetadata } from './transaction-metadata.ts';

export interface InitProducerIdCall {
  readonly transactionalId: string;
  readonly timeoutMs: number;
  /** What the producer says it has; undefined for a new one. */
  readonly expected: ProducerIdAndEpoch | undefined;
}

export interface TransactionCall extends ProducerIdAndEpoch {
  readonly transactionalId: string;
}

/** A transaction at its coordinator. */
interface Coordinated {
  readonly coordinatorEpoch: number;
  readonly metadata: TransactionMetadata;
}

export function initProducerId(
  state: ClusterState,
  broker: Broker,
  call: InitProducerIdCall,
  nowMs: number,
  whenDone: (error: ErrorName, given: ProducerIdAndEpoch | undefined) => void,
): void {
  const { transactionalId } = call;
  const coordinated = findOrAdd(state, broker, call, nowMs);
  const transit =
    typeof coordinated === 'string' ? coordinated : prepareInit(state, broker, coordinated.metadata, call, nowMs);
  if (typeof coordinated === 'string' || typeof transit === 'string') {
    whenDone(transit as ErrorName, undefined);
  } else if (transit.state === 'PrepareEpochFence') {
    // The open transaction goes first; the producer asks again, and gets a higher epoch still.
    const fenced = { transactionalId, ...idAndEpochOf(transit) };
    endTransaction(state, broker, fenced, false, 'coordinator', nowMs, (error) =>
      whenDone(error === 'NONE' ? 'CONCURRENT_TRANSACTIONS' : error, undefined),
    );
  } else {
    appendTransition(state, broker, transactionalId, coordinated.coordinatorEpoch, transit, nowMs, (error) =>
      whenDone(error, error === 'NONE' ? idAndEpochOf(transit) : undefined),
    );
  }
}

function findOrAdd(
  state: ClusterState,
  broker: Broker,
  call: InitProducerIdCall,
  nowMs: number,
): Coordinated | ErrorName {
  const { transactionalId, timeoutMs } = call;
  if (transactionalId === '') return 'INVALID_REQUEST';
  if (timeoutMs <= 0 || timeoutMs > state.config.transactionMaxTimeoutMs) return 'INVALID_TRANSACTION_TIMEOUT';
  const found = findTransaction(state, broker, transactionalId);
  if (found.error !== 'NONE') return found.error;
  const { coordinatorEpoch } = found;
  return { coordinatorEpoch, metadata: found.metadata ?? addTransaction(state, broker, call, nowMs) };
}

function addTransaction(
  state: ClusterState,
  broker: Broker,
  { transactionalId, timeoutMs }: InitProducerIdCall,
  nowMs: number,
): TransactionMetadata {
  const fresh = { producerId: nextProducerId(state, broker), producerEpoch: -1 };
  const metadata = new TransactionMetadata(transactionalId, fresh, timeoutMs, nowMs);
  broker.coordination.add(partitionFor(state, TRANSACTION_STATE_TOPIC, transactionalId), metadata);
  return metadata;
}

function prepareInit(
  state: ClusterState,
  broker: Broker,
  metadata: TransactionMetadata,
  { timeoutMs, expected }: InitProducerIdCall,
  nowMs: number,
): TransitMetadata | ErrorName {
  if (metadata.pendingState !== undefined) return 'CONCURRENT_TRANSACTIONS';
  if (expected !== undefined && !isOwner(metadata, expected)) return 'PRODUCER_FENCED';
  switch (metadata.state) {
    case 'PrepareCommit':
    case 'PrepareAbort':
      return 'CONCURRENT_TRANSACTIONS';
    case 'Ongoing':
      return metadata.prepareFence();
    default:
      if (metadata.isEpochExhausted && (expected === undefined || expected.producerEpoch === metadata.producerEpoch)) {
        return metadata.prepareNextProducerId(nextProducerId(state, broker), timeoutMs, expected !== undefined, nowMs);
      }
      return metadata.prepareNextEpoch(timeoutMs, expected?.producerEpoch, nowMs);
  }
}

/** Whether the id is the producer's own: it has the present one, or the one before and lost the answer that told it so. */
function isOwner(metadata: TransactionMetadata, { producerId, producerEpoch }: ProducerIdAndEpoch): boolean {
  return (
    metadata.producerEpoch === -1 ||
    producerId === metadata.producerId ||
    (producerId === metadata.lastProducerId && isEpochExhausted(producerEpoch))
  );
}

export function addPartitions(
  state: ClusterState,
  broker: Broker,
  call: TransactionCall,
  partitions: readonly TopicPartition[],
  nowMs: number,
  whenDone: AppendDone,
): void {
  const owned = findOwned(state, broker, call);
  const refusal = typeof owned === 'string' ? owned : addRefusal(owned.metadata, call);
  if (typeof owned === 'string' || refusal !== undefined) {
    whenDone(refusal as ErrorName, nowMs);
    return;
  }
  const { metadata, coordinatorEpoch } = owned;
  if (metadata.state === 'Ongoing' && metadata.hasPartitions(partitions)) {
    whenDone('NONE', nowMs);
    return;
  }
  const transit = metadata.prepareAddPartitions(partitions, nowMs);
  appendTransition(state, broker, call.transactionalId, coordinatorEpoch, transit, nowMs, whenDone);
}

function addRefusal(metadata: TransactionMetadata, { producerEpoch }: TransactionCall): ErrorName | undefined {
  if (metadata.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  return metadata.pendingState !== undefined || isEnding(metadata) ? 'CONCURRENT_TRANSACTIONS' : undefined;
}

/** Whether each of the partitions is in the transaction (KIP-890): an error for each, in their order. */
export function verifyPartitions(
  state: ClusterState,
  broker: Broker,
  call: TransactionCall,
  partitions: readonly TopicPartition[],
): ErrorName[] {
  const owned = findOwned(state, broker, call);
  const refusal = typeof owned === 'string' ? owned : verificationRefusal(owned.metadata, call);
  if (typeof owned === 'string' || refusal !== undefined) return partitions.map(() => refusal as ErrorName);
  return partitions.map((partition) => (owned.metadata.hasPartitions([partition]) ? 'NONE' : 'INVALID_TXN_STATE'));
}

function verificationRefusal(metadata: TransactionMetadata, { producerEpoch }: TransactionCall): ErrorName | undefined {
  if (metadata.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  return isEnding(metadata) ? 'CONCURRENT_TRANSACTIONS' : undefined;
}

/** @param who a client must have the exact epoch; the coordinator itself comes with the one it has just raised */
export function endTransaction(
  state: ClusterState,
  broker: Broker,
  call: TransactionCall,
  isCommit: boolean,
  who: 'client' | 'coordinator',
  nowMs: number,
  whenDone: AppendDone,
): void {
  const owned = findOwned(state, broker, call);
  const verdict = typeof owned === 'string' ? owned : endTransition(owned.metadata, call, isCommit, who);
  if (typeof owned === 'string' || verdict !== 'go on') {
    whenDone(verdict as ErrorName, nowMs);
    return;
  }
  const { metadata, coordinatorEpoch } = owned;
  const isFence = metadata.pendingState === 'PrepareEpochFence';
  if (isFence) metadata.takeFence(call.producerEpoch);
  const transit = metadata.prepareEnd(isCommit, nowMs);
  appendTransition(state, broker, call.transactionalId, coordinatorEpoch, transit, nowMs, (error, laterMs) => {
    if (isFence && error !== 'NONE') metadata.hasFailedEpochFence = true;
    // The decision stands: the client need not wait for the markers.
    whenDone(error, laterMs);
    if (error !== 'NONE') return;
    sendMarkers(state, broker, coordinatorEpoch, metadata, metadata.prepareComplete(laterMs), laterMs);
  });
}

function endTransition(
  metadata: TransactionMetadata,
  { producerEpoch }: TransactionCall,
  isCommit: boolean,
  who: 'client' | 'coordinator',
): ErrorName | 'go on' {
  const isFenced = who === 'client' ? producerEpoch !== metadata.producerEpoch : producerEpoch < metadata.producerEpoch;
  if (isFenced) return 'PRODUCER_FENCED';
  const { pendingState } = metadata;
  if (pendingState !== undefined && pendingState !== 'PrepareEpochFence') return 'CONCURRENT_TRANSACTIONS';
  switch (metadata.state) {
    case 'Ongoing':
      return 'go on';
    // The same end once more is a retry; the other end comes too late.
    case 'CompleteCommit':
      return isCommit ? 'NONE' : 'INVALID_TXN_STATE';
    case 'CompleteAbort':
      return isCommit ? 'INVALID_TXN_STATE' : 'NONE';
    case 'PrepareCommit':
      return isCommit ? 'CONCURRENT_TRANSACTIONS' : 'INVALID_TXN_STATE';
    case 'PrepareAbort':
      return isCommit ? 'INVALID_TXN_STATE' : 'CONCURRENT_TRANSACTIONS';
    default:
      return 'INVALID_TXN_STATE';
  }
}

/** Transactions that were left open too long are aborted, and their producers fenced. */
export function abortTimedOutTransactions(state: ClusterState, nowMs: number): void {
  state.transactionCheckMs = Number.POSITIVE_INFINITY;
  for (const broker of state.brokers) {
    if (!broker.isUp) continue;
    for (const metadata of timedOutTransactions(state, broker, nowMs)) {
      const { transactionalId } = metadata;
      state.event('transaction timed out', { transactionalId, timeoutMs: metadata.timeoutMs });
      const fenced = { transactionalId, ...idAndEpochOf(metadata.prepareFence()) };
      endTransaction(state, broker, fenced, false, 'coordinator', nowMs, () => {});
    }
  }
}

/** The transaction that a producer id belongs to, if it is coordinated here. */
function findOwned(
  state: ClusterState,
  broker: Broker,
  { transactionalId, producerId }: TransactionCall,
): Coordinated | ErrorName {
  if (transactionalId === '') return 'INVALID_REQUEST';
  const found = findTransaction(state, broker, transactionalId);
  if (found.error !== 'NONE') return found.error;
  const { coordinatorEpoch, metadata } = found;
  return metadata?.producerId === producerId ? { coordinatorEpoch, metadata } : 'INVALID_PRODUCER_ID_MAPPING';
}

function isEnding({ state }: TransactionMetadata): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort';
}

function idAndEpochOf({ producerId, producerEpoch }: ProducerIdAndEpoch): ProducerIdAndEpoch {
  return { producerId, producerEpoch };
}
