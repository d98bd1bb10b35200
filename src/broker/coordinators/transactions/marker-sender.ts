/**
 * Sends the markers of a decided transaction to the leaders of its partitions (TransactionMarkerChannelManager,
 * TransactionMarkerRequestCompletionHandler), and completes the transaction once all are written. How a leader writes a marker is
 * in handlers/write-txn-markers.ts.
 *
 * Differs from Kafka: after an error in a response, markers are sent again after the pause that Kafka makes after a lost connection
 * (50 ms) instead of at once, so that a partition without enough replicas does not fill the run with requests.
 */

import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import { IllegalStateException } from '../../../protocol/errors/exceptions.ts';
import type { Response, TxnMarker } from '../../../protocol/messages.ts';
import type { InterBrokerSender } from '../../purgatory/inter-broker-sender.ts';
import type { ReplicaManager, Replication } from '../../replication/replica-manager.ts';
import type { Broker, VolatileState } from '../../state/broker.ts';
import { NO_LEADER } from '../../state/control-plane.ts';
import type { MetadataCache } from '../../state/metadata-cache.ts';
import type { BrokerPolicies } from '../../versions/broker-policies.ts';
import { latestVersionOf } from '../../versions/broker-version.ts';
import type { TransitMetadata } from './transaction-metadata.ts';
import type { CoordinatedTransaction, TransactionStateManager } from './transaction-state-manager.ts';

/** A marker that is to be sent to the leader of its partitions. */
interface QueuedMarker {
  readonly transactionalId: string;
  readonly marker: TxnMarker;
}

/** The last transition of a transaction, made once all its markers are written. */
interface PendingCompletion {
  readonly transaction: CoordinatedTransaction;
  readonly transit: TransitMetadata;
}

interface MarkerQueue {
  readonly markers: QueuedMarker[];
  /** One request to the broker is in flight, or the sender pauses after one that failed. */
  isBusy: boolean;
}

/** What a partition's result in a response means for its marker. */
type MarkerOutcome = 'written' | 'fenced' | 'retry';

const OUTCOMES: Readonly<Partial<Record<ErrorName, MarkerOutcome>>> = {
  NONE: 'written',
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'written',
  UNSUPPORTED_VERSION: 'written',
  INVALID_PRODUCER_EPOCH: 'fenced',
  TRANSACTION_COORDINATOR_FENCED: 'fenced',
  UNKNOWN_TOPIC_OR_PARTITION: 'retry',
  NOT_LEADER_OR_FOLLOWER: 'retry',
  NOT_ENOUGH_REPLICAS: 'retry',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'retry',
  REQUEST_TIMED_OUT: 'retry',
  KAFKA_STORAGE_ERROR: 'retry',
};

const RETRY_PAUSE_MS = 50;

const ARE_DROPPED_WITHOUT_LEADER: Readonly<Record<BrokerPolicies['markersWithoutLeader'], boolean>> = {
  wait: false,
  'drop it': true,
};

export class MarkerSender implements VolatileState {
  private readonly broker: Broker;
  private readonly metadata: MetadataCache;
  private readonly replication: Replication;
  private readonly interBroker: InterBrokerSender;
  private readonly transactions: TransactionStateManager;
  private readonly apiVersion: number;
  private readonly isDroppedWithoutLeader: boolean;
  /** By the id of the broker that gets the markers. */
  private readonly queues = new Map<number, MarkerQueue>();
  /** Markers of partitions without a leader. */
  private withoutLeader: QueuedMarker[] = [];
  /** By transactional id. */
  private readonly completions = new Map<string, PendingCompletion>();

  constructor(replicas: ReplicaManager, interBroker: InterBrokerSender, transactions: TransactionStateManager) {
    this.broker = replicas.broker;
    this.metadata = replicas.metadata;
    this.replication = replicas.replication;
    this.interBroker = interBroker;
    this.transactions = transactions;
    const { version } = replicas.replication.config;
    this.apiVersion = latestVersionOf(version, 'WriteTxnMarkers');
    this.isDroppedWithoutLeader = ARE_DROPPED_WITHOUT_LEADER[version.policies.markersWithoutLeader];
    this.broker.keepInMemory(this);
  }

  /** Sends the markers of a prepared transaction; `transit` completes it once all of them are written. */
  send(transaction: CoordinatedTransaction, transit: TransitMetadata): void {
    const { epoch: coordinatorEpoch, metadata } = transaction;
    const { transactionalId, producerId, producerEpoch, transactionVersion } = metadata;
    this.completions.set(transactionalId, { transaction, transit });
    const committed = transit.state === 'CompleteCommit';
    const partitions = [...metadata.partitions.values()];
    const common = { producerId, producerEpoch, coordinatorEpoch, committed, partitions };
    const marker: TxnMarker = transactionVersion === 0 ? common : { ...common, transactionVersion };
    this.enqueue({ transactionalId, marker });
    this.sendQueued();
    this.completeIfWritten(transactionalId);
  }

  /** Partitions have new leaders: markers of partitions that had none may have one now. */
  leadersChanged(): void {
    const waiting = this.withoutLeader;
    if (waiting.length === 0) return;
    this.withoutLeader = [];
    this.sendAgain(waiting);
  }

  /** Drops the markers of transactions that the broker no longer coordinates. */
  drop(transactionalIds: Iterable<string>): void {
    const dropped = new Set(transactionalIds);
    const isKept = ({ transactionalId }: QueuedMarker): boolean => !dropped.has(transactionalId);
    this.withoutLeader = this.withoutLeader.filter(isKept);
    for (const { markers } of this.queues.values()) markers.splice(0, markers.length, ...markers.filter(isKept));
    for (const transactionalId of dropped) this.completions.delete(transactionalId);
  }

  reset(): void {
    this.queues.clear();
    this.withoutLeader = [];
    this.completions.clear();
  }

  /** Splits a marker by the leaders of its partitions. A partition that does not exist any more needs no marker. */
  private enqueue({ transactionalId, marker }: QueuedMarker): void {
    const { controlPlane } = this.replication;
    const byLeader = new Map<number, TopicPartition[]>();
    for (const partition of marker.partitions) {
      const leader = controlPlane.partition(partition.topic, partition.partition)?.leader ?? NO_LEADER;
      const isDropped = leader === NO_LEADER && this.isDroppedWithoutLeader && this.hasHeardOfNoLeader(partition);
      if (isDropped || !controlPlane.knowsPartition(partition.topic, partition.partition)) {
        this.noteWritten(transactionalId, partition);
        continue;
      }
      const ofLeader = byLeader.get(leader);
      if (ofLeader === undefined) byLeader.set(leader, [partition]);
      else ofLeader.push(partition);
    }
    for (const [leader, partitions] of byLeader) {
      const queued = { transactionalId, marker: { ...marker, partitions } };
      if (leader === NO_LEADER) this.withoutLeader.push(queued);
      else this.queue(leader).markers.push(queued);
    }
  }

  private sendQueued(): void {
    const { scheduler, config } = this.replication;
    const { id: brokerId } = this.broker;
    for (const [to, queue] of this.queues) {
      if (queue.isBusy || queue.markers.length === 0) continue;
      const sent = queue.markers.splice(0);
      queue.isBusy = true;
      this.interBroker.send({
        brokerId,
        to,
        clientId: `broker-${brokerId}-txn-marker-sender`,
        apiVersion: this.apiVersion,
        request: { api: 'WriteTxnMarkers', markers: sent.map(({ marker }) => marker) },
        deadlineMs: scheduler.nowMs + config.requestTimeoutMs,
        whenDone: (response) => {
          const retries = this.takeResponse(sent, response);
          if (retries.length > 0) {
            this.retryAfterPause(to, retries);
            return;
          }
          queue.isBusy = false;
          this.sendQueued();
        },
      });
    }
  }

  private retryAfterPause(to: number, retries: readonly QueuedMarker[]): void {
    this.afterPause(() => {
      this.queue(to).isBusy = false;
      this.sendAgain(retries.filter((queued) => this.isCurrent(queued)));
    });
  }

  private sendAgain(markers: readonly QueuedMarker[]): void {
    for (const queued of markers) this.enqueue(queued);
    this.sendQueued();
    for (const { transactionalId } of markers) this.completeIfWritten(transactionalId);
  }

  /** Returns what has to be sent again. */
  private takeResponse(sent: readonly QueuedMarker[], response: Response | undefined): QueuedMarker[] {
    const retries: QueuedMarker[] = [];
    for (const [place, queued] of sent.entries()) {
      if (!this.isCurrent(queued)) continue;
      if (response?.api !== 'WriteTxnMarkers') {
        retries.push(queued);
        continue;
      }
      const partitions = this.takeResults(queued, response.markers[place]?.partitions ?? []);
      if (partitions.length > 0) retries.push({ ...queued, marker: { ...queued.marker, partitions } });
      else this.completeIfWritten(queued.transactionalId);
    }
    return retries;
  }

  /** Returns the partitions whose marker is not written yet. */
  private takeResults(
    { transactionalId }: QueuedMarker,
    results: readonly (TopicPartition & { readonly error: ErrorName })[],
  ): TopicPartition[] {
    const retries: TopicPartition[] = [];
    for (const { topic, partition, error } of results) {
      switch (OUTCOMES[error]) {
        case 'written':
          this.noteWritten(transactionalId, { topic, partition });
          break;
        case 'fenced':
          // A newer producer or coordinator has taken over: this coordinator must not end the transaction any more.
          this.completions.delete(transactionalId);
          return [];
        case 'retry':
          retries.push({ topic, partition });
          break;
        default:
          throw new IllegalStateException(`Unexpected error ${error} while sending txn marker for ${transactionalId}`);
      }
    }
    return retries;
  }

  /** Without a connection to the controller a broker goes on with what it knew before. */
  private hasHeardOfNoLeader({ topic, partition }: TopicPartition): boolean {
    return this.metadata.topic(topic)?.partitions[partition]?.leader === NO_LEADER;
  }

  private noteWritten(transactionalId: string, partition: TopicPartition): void {
    this.completions.get(transactionalId)?.transaction.metadata.removePartition(partition);
  }

  /** Whether the broker still coordinates the transaction, in the epoch of the marker. */
  private isCurrent({ transactionalId, marker }: QueuedMarker): boolean {
    const found = this.transactions.find(transactionalId);
    const isOfCompletion = this.completions.get(transactionalId)?.transaction.epoch === marker.coordinatorEpoch;
    if (found.error === 'NONE' && found.epoch === marker.coordinatorEpoch) return isOfCompletion;
    if (isOfCompletion) this.completions.delete(transactionalId);
    return false;
  }

  private completeIfWritten(transactionalId: string): void {
    const completion = this.completions.get(transactionalId);
    if (completion === undefined || completion.transaction.metadata.partitions.size > 0) return;
    this.completions.delete(transactionalId);
    this.complete(completion);
  }

  private complete(completion: PendingCompletion): void {
    const retry = (error: ErrorName): void => {
      if (error === 'COORDINATOR_NOT_AVAILABLE') this.afterPause(() => this.complete(completion));
    };
    this.transactions.append(completion.transaction, completion.transit, retry, true);
  }

  /** Does nothing if the process has ended by then. */
  private afterPause(action: () => void): void {
    const { scheduler } = this.replication;
    const { incarnation } = this.broker;
    scheduler.plan(scheduler.nowMs + RETRY_PAUSE_MS, () => {
      if (this.broker.incarnation === incarnation) action();
    });
  }

  private queue(brokerId: number): MarkerQueue {
    let queue = this.queues.get(brokerId);
    if (queue === undefined) {
      queue = { markers: [], isBusy: false };
      this.queues.set(brokerId, queue);
    }
    return queue;
  }
}
