/**
 * A decided transaction is told to the leaders of its partitions (TransactionMarkerChannelManager,
 * TransactionMarkerRequestCompletionHandler).
 *
 * Owns: which broker gets which marker, asking again until it is written, and the last move once all are.
 * Refuses to know: how a leader writes a marker (handlers/write-txn-markers.ts).
 *
 * Kafka asks again at once after an error in an answer; here it waits for as long as after a lost connection (50 ms), so that
 * a partition without enough replicas does not fill the run with requests.
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import { IllegalStateException } from '../../../protocol/exceptions.ts';
import type { Response, TxnMarker } from '../../../protocol/messages.ts';
import type { TopicPartition } from '../../../protocol/record-batch.ts';
import type { Broker } from '../../state/broker.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { NO_LEADER } from '../../state/control-plane.ts';
import { askBroker } from '../../state/inter-broker.ts';
import { appendTransition, findTransaction } from './append-transition.ts';
import type { PendingCompletion, QueuedMarker } from './coordinator-memory.ts';
import type { TransactionMetadata, TransitMetadata } from './transaction-metadata.ts';

const RETRY_PAUSE_MS = 50;

/** Sends a prepared transaction's markers; `transit` completes it once all of them are written. */
export function sendMarkers(
  state: ClusterState,
  broker: Broker,
  coordinatorEpoch: number,
  metadata: TransactionMetadata,
  transit: TransitMetadata,
  nowMs: number,
): void {
  const { transactionalId, producerId, producerEpoch } = metadata;
  broker.coordination.completions.set(transactionalId, { transactionalId, coordinatorEpoch, metadata, transit });
  const committed = transit.state === 'CompleteCommit';
  const partitions = [...metadata.partitions.values()];
  enqueue(state, broker, {
    transactionalId,
    marker: { producerId, producerEpoch, coordinatorEpoch, committed, partitions },
  });
  sendQueued(state, broker, nowMs);
  completeIfWritten(state, broker, transactionalId, nowMs);
}

/** Partitions have new leaders: markers that had nowhere to go may have now. */
export function rehomeMarkers(state: ClusterState, nowMs: number): void {
  for (const broker of state.brokers) {
    const homeless = broker.coordination.homelessMarkers;
    if (homeless.length === 0) continue;
    broker.coordination.homelessMarkers = [];
    for (const queued of homeless) enqueue(state, broker, queued);
    sendQueued(state, broker, nowMs);
    for (const { transactionalId } of homeless) completeIfWritten(state, broker, transactionalId, nowMs);
  }
}

/** Splits a marker by the leaders of its partitions. A partition that is no more needs none. */
function enqueue(state: ClusterState, broker: Broker, { transactionalId, marker }: QueuedMarker): void {
  const { coordination } = broker;
  const byLeader = new Map<number, TopicPartition[]>();
  for (const partition of marker.partitions) {
    if (!state.knowsPartition(partition.topic, partition.partition)) {
      coordination.completions.get(transactionalId)?.metadata.removePartition(partition);
      continue;
    }
    const leader = state.topic(partition.topic)?.partitions[partition.partition]?.leader ?? NO_LEADER;
    const ofLeader = byLeader.get(leader);
    if (ofLeader === undefined) byLeader.set(leader, [partition]);
    else ofLeader.push(partition);
  }
  for (const [leader, partitions] of byLeader) {
    const queued = { transactionalId, marker: { ...marker, partitions } };
    if (leader === NO_LEADER) coordination.homelessMarkers.push(queued);
    else coordination.markerQueue(leader).markers.push(queued);
  }
}

function sendQueued(state: ClusterState, broker: Broker, nowMs: number): void {
  for (const [to, queue] of broker.coordination.markerQueues) {
    if (queue.isBusy || queue.markers.length === 0) continue;
    const sent = queue.markers.splice(0);
    queue.isBusy = true;
    askBroker(state, {
      brokerId: broker.id,
      to,
      clientId: `broker-${broker.id}-txn-marker-sender`,
      apiVersion: 1,
      request: { api: 'WriteTxnMarkers', markers: sent.map(({ marker }) => marker) },
      deadlineMs: nowMs + state.config.requestTimeoutMs,
      whenDone: (response, laterMs) => {
        const retries = takeAnswer(state, broker, sent, response, laterMs);
        if (retries.length === 0) {
          queue.isBusy = false;
          sendQueued(state, broker, laterMs);
        } else {
          pause(state, broker, to, retries, laterMs);
        }
      },
    });
  }
}

function pause(state: ClusterState, broker: Broker, to: number, retries: readonly QueuedMarker[], nowMs: number): void {
  const { coordination } = broker;
  state.plan(nowMs + RETRY_PAUSE_MS, (laterMs) => {
    if (broker.coordination !== coordination) return;
    coordination.markerQueue(to).isBusy = false;
    for (const queued of retries) if (isCurrent(state, broker, queued)) enqueue(state, broker, queued);
    sendQueued(state, broker, laterMs);
    for (const { transactionalId } of retries) completeIfWritten(state, broker, transactionalId, laterMs);
  });
}

/** Returns what has to be asked again. */
function takeAnswer(
  state: ClusterState,
  broker: Broker,
  sent: readonly QueuedMarker[],
  response: Response | undefined,
  nowMs: number,
): QueuedMarker[] {
  const retries: QueuedMarker[] = [];
  for (const [place, queued] of sent.entries()) {
    if (!isCurrent(state, broker, queued)) continue;
    if (response?.api !== 'WriteTxnMarkers') {
      retries.push(queued);
      continue;
    }
    const partitions = takeResults(broker, queued, response.markers[place]?.partitions ?? []);
    if (partitions.length > 0) retries.push({ ...queued, marker: { ...queued.marker, partitions } });
    else completeIfWritten(state, broker, queued.transactionalId, nowMs);
  }
  return retries;
}

/** Returns the partitions whose marker is not written yet. */
function takeResults(
  broker: Broker,
  { transactionalId }: QueuedMarker,
  results: readonly (TopicPartition & { readonly error: ErrorName })[],
): TopicPartition[] {
  const { completions } = broker.coordination;
  const metadata = completions.get(transactionalId)?.metadata;
  const retries: TopicPartition[] = [];
  for (const { topic, partition, error } of results) {
    switch (error) {
      case 'NONE':
      case 'UNSUPPORTED_FOR_MESSAGE_FORMAT':
      case 'UNSUPPORTED_VERSION':
        metadata?.removePartition({ topic, partition });
        break;
      case 'INVALID_PRODUCER_EPOCH':
      case 'TRANSACTION_COORDINATOR_FENCED':
        // Somebody newer has the producer, or the coordination: this transaction is no longer ours to end.
        completions.delete(transactionalId);
        return [];
      case 'UNKNOWN_TOPIC_OR_PARTITION':
      case 'NOT_LEADER_OR_FOLLOWER':
      case 'NOT_ENOUGH_REPLICAS':
      case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
      case 'REQUEST_TIMED_OUT':
      case 'KAFKA_STORAGE_ERROR':
        retries.push({ topic, partition });
        break;
      default:
        throw new IllegalStateException(`Unexpected error ${error} while sending txn marker for ${transactionalId}`);
    }
  }
  return retries;
}

/** Whether the broker still coordinates the transaction, in the epoch the marker was made in. */
function isCurrent(state: ClusterState, broker: Broker, { transactionalId, marker }: QueuedMarker): boolean {
  const found = findTransaction(state, broker, transactionalId);
  const { completions } = broker.coordination;
  if (found.error === 'NONE' && found.coordinatorEpoch === marker.coordinatorEpoch) {
    return isCompletionOf(completions.get(transactionalId), marker);
  }
  if (isCompletionOf(completions.get(transactionalId), marker)) completions.delete(transactionalId);
  return false;
}

function isCompletionOf(completion: PendingCompletion | undefined, marker: TxnMarker): boolean {
  return completion?.coordinatorEpoch === marker.coordinatorEpoch;
}

function completeIfWritten(state: ClusterState, broker: Broker, transactionalId: string, nowMs: number): void {
  const { completions } = broker.coordination;
  const completion = completions.get(transactionalId);
  if (completion === undefined || completion.metadata.partitions.size > 0) return;
  completions.delete(transactionalId);
  appendCompletion(state, broker, completion, nowMs);
}

function appendCompletion(state: ClusterState, broker: Broker, completion: PendingCompletion, nowMs: number): void {
  const { transactionalId, coordinatorEpoch, transit } = completion;
  const done = (error: ErrorName, laterMs: number): void => {
    if (error !== 'COORDINATOR_NOT_AVAILABLE') return;
    const { coordination } = broker;
    state.plan(laterMs + RETRY_PAUSE_MS, (retryMs) => {
      if (broker.coordination === coordination) appendCompletion(state, broker, completion, retryMs);
    });
  };
  appendTransition(state, broker, transactionalId, coordinatorEpoch, transit, nowMs, done, true);
}
