/**
 * Coordinators follow the leaders of `__transaction_state` (TransactionCoordinator.onElection, onResignation).
 *
 * Owns: reading the log of a partition that has come to this broker, going on with what was decided in it, and forgetting
 * a partition that has left.
 * Refuses to know: elections of leaders (controller.ts).
 */

import type { Replica } from '../../replication/replica.ts';
import type { Broker } from '../../state/broker.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { CoordinatedPartition } from './coordinator-memory.ts';
import { TRANSACTION_STATE_TOPIC } from './coordinator-partition.ts';
import { sendMarkers } from './markers.ts';
import { watchTimeout } from './timeouts.ts';
import { loadTransactions } from './transaction-log.ts';

/** How long reading a log that has something in it takes, in ms. An empty one is read at once. */
const LOAD_MS = 1;

/** The broker leads `replica` and did not before. */
export function coordinatorElected(state: ClusterState, broker: Broker, replica: Replica, nowMs: number): void {
  if (replica.topic !== TRANSACTION_STATE_TOPIC) return;
  coordinatorResigned(broker, replica);
  const coordinated: CoordinatedPartition = {
    coordinatorEpoch: replica.leaderEpoch,
    isLoaded: false,
    transactions: new Map(),
  };
  broker.coordination.partitions.set(replica.partition, coordinated);
  if (replica.log.endOffset === replica.log.startOffset) coordinated.isLoaded = true;
  else state.plan(nowMs + LOAD_MS, (laterMs) => load(state, broker, replica, coordinated, laterMs));
}

/** The broker leads `replica` no more. */
export function coordinatorResigned(broker: Broker, replica: Replica): void {
  if (replica.topic !== TRANSACTION_STATE_TOPIC) return;
  const { coordination } = broker;
  const left = coordination.partitions.get(replica.partition);
  if (left === undefined) return;
  coordination.partitions.delete(replica.partition);
  coordination.dropMarkers(left.transactions.keys());
}

function load(
  state: ClusterState,
  broker: Broker,
  replica: Replica,
  coordinated: CoordinatedPartition,
  nowMs: number,
): void {
  if (broker.coordination.partitions.get(replica.partition) !== coordinated) return;
  coordinated.transactions = loadTransactions(replica.log);
  coordinated.isLoaded = true;
  state.event('transactions loaded', {
    broker: broker.id,
    partition: replica.partition,
    transactions: coordinated.transactions.size,
  });
  for (const metadata of coordinated.transactions.values()) {
    if (metadata.state === 'Ongoing') watchTimeout(state, metadata, nowMs);
    else if (metadata.state === 'PrepareCommit' || metadata.state === 'PrepareAbort') {
      const transit = metadata.prepareComplete(nowMs);
      sendMarkers(state, broker, coordinated.coordinatorEpoch, metadata, transit, nowMs);
    }
  }
}
