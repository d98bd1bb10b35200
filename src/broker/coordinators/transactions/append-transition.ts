/**
 * A transaction's next state goes into the log, and once it is on all in-sync replicas, into memory
 * (TransactionStateManager.appendTransactionToLog).
 *
 * Owns: finding a transaction at its coordinator, that order, and what an append's error means to those who talk to
 * a coordinator.
 * Refuses to know: why a transaction moves.
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import type { AppendDone } from '../../purgatory/delayed.ts';
import { appendAsCoordinator } from '../../replication/append-as-coordinator.ts';
import type { Broker } from '../../state/broker.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { Found } from './coordinator-memory.ts';
import { partitionFor, TRANSACTION_STATE_TOPIC } from './coordinator-partition.ts';
import { watchTimeout } from './timeouts.ts';
import { transactionRecord } from './transaction-log.ts';
import type { TransitMetadata } from './transaction-metadata.ts';

/** What `broker` knows of a transactional id, if it is its coordinator. */
export function findTransaction(state: ClusterState, broker: Broker, transactionalId: string): Found {
  return broker.coordination.find(partitionFor(state, TRANSACTION_STATE_TOPIC, transactionalId), transactionalId);
}

/** @param keepsPending the caller will try again after COORDINATOR_NOT_AVAILABLE: the move stays pending */
export function appendTransition(
  state: ClusterState,
  broker: Broker,
  transactionalId: string,
  coordinatorEpoch: number,
  transit: TransitMetadata,
  nowMs: number,
  whenDone: AppendDone,
  keepsPending = false,
): void {
  const found = findTransaction(state, broker, transactionalId);
  if (found.error !== 'NONE' || found.metadata === undefined || found.coordinatorEpoch !== coordinatorEpoch) {
    whenDone(found.error === 'NONE' ? 'NOT_COORDINATOR' : found.error, nowMs);
    return;
  }
  const partition = partitionFor(state, TRANSACTION_STATE_TOPIC, transactionalId);
  appendAsCoordinator(
    state,
    broker,
    { topic: TRANSACTION_STATE_TOPIC, partition },
    transactionRecord(transactionalId, transit, nowMs),
    transit.timeoutMs,
    nowMs,
    (appendError, laterMs) => {
      let error = coordinatorError(appendError);
      if (error === 'NONE') error = complete(state, broker, transactionalId, coordinatorEpoch, transit, laterMs);
      else if (!(keepsPending && error === 'COORDINATOR_NOT_AVAILABLE')) {
        abandon(state, broker, transactionalId, coordinatorEpoch);
      }
      whenDone(error, laterMs);
    },
  );
}

/** The log has it; memory follows, unless this broker has stopped being the coordinator meanwhile. */
function complete(
  state: ClusterState,
  broker: Broker,
  transactionalId: string,
  coordinatorEpoch: number,
  transit: TransitMetadata,
  nowMs: number,
): ErrorName {
  const found = findTransaction(state, broker, transactionalId);
  if (found.error !== 'NONE') return found.error;
  const { metadata } = found;
  if (metadata === undefined || found.coordinatorEpoch !== coordinatorEpoch) return 'NOT_COORDINATOR';
  if (metadata.state !== transit.state) {
    const { producerId, producerEpoch } = transit;
    state.event('transaction', { transactionalId, state: transit.state, producerId, epoch: producerEpoch });
  }
  metadata.complete(transit);
  if (transit.state === 'Ongoing') watchTimeout(state, metadata, nowMs);
  return 'NONE';
}

function abandon(state: ClusterState, broker: Broker, transactionalId: string, coordinatorEpoch: number): void {
  const found = findTransaction(state, broker, transactionalId);
  if (found.error !== 'NONE' || found.coordinatorEpoch !== coordinatorEpoch || found.metadata === undefined) return;
  found.metadata.pendingState = undefined;
}

function coordinatorError(error: ErrorName): ErrorName {
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
    case 'REQUEST_TIMED_OUT':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'NOT_LEADER_OR_FOLLOWER':
      return 'NOT_COORDINATOR';
    default:
      return error;
  }
}
