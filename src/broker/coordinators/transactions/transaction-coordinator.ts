/**
 * What a transaction coordinator does on request (TransactionCoordinator): the checks in the order of 3.6.1, and the transition
 * that each call makes. Every call ends by calling `whenDone`, at once or when the transition is in the log.
 *
 * Requests and their versions are in handlers/, the log in transaction-state-manager.ts, the markers in marker-sender.ts.
 */

import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import type { AppendCallback } from '../../purgatory/delayed.ts';
import type { InterBrokerSender } from '../../purgatory/inter-broker-sender.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import type { Deadline } from '../../state/deadline.ts';
import { MarkerSender } from './marker-sender.ts';
import type { ProducerIdManager } from './producer-id-manager.ts';
import { isEpochExhausted, TransactionMetadata, type TransitMetadata } from './transaction-metadata.ts';
import {
  type CoordinatedTransaction,
  type FoundTransaction,
  TransactionStateManager,
} from './transaction-state-manager.ts';

export interface InitProducerIdCall {
  readonly transactionalId: string;
  readonly timeoutMs: number;
  /** The id and epoch that the producer has; undefined for a new producer. */
  readonly expected: ProducerIdAndEpoch | undefined;
}

export interface TransactionCall extends ProducerIdAndEpoch {
  readonly transactionalId: string;
}

export interface EndTransactionCall extends TransactionCall {
  readonly committed: boolean;
}

/** Who ends a transaction. A client must have the current epoch; the coordinator itself has just raised it. */
type Origin = 'client' | 'coordinator';

export interface TransactionCoordinatorParts {
  readonly interBroker: InterBrokerSender;
  readonly producerIds: ProducerIdManager;
  /** When to call `abortTimedOut`; shared by all coordinators of a cluster. */
  readonly timeoutCheck: Deadline;
}

export class TransactionCoordinator {
  readonly markers: MarkerSender;
  private readonly replicas: ReplicaManager;
  private readonly producerIds: ProducerIdManager;
  private readonly transactions: TransactionStateManager;

  constructor(replicas: ReplicaManager, { interBroker, producerIds, timeoutCheck }: TransactionCoordinatorParts) {
    this.replicas = replicas;
    this.producerIds = producerIds;
    this.transactions = new TransactionStateManager(replicas, timeoutCheck, {
      loaded: (transactions, epoch) => this.resume(transactions, epoch),
      unloaded: (transactionalIds) => this.markers.drop(transactionalIds),
    });
    this.markers = new MarkerSender(replicas, interBroker, this.transactions);
  }

  initProducerId(
    call: InitProducerIdCall,
    whenDone: (error: ErrorName, assigned: ProducerIdAndEpoch | undefined) => void,
  ): void {
    const transaction = this.findOrAdd(call);
    if (typeof transaction === 'string') {
      whenDone(transaction, undefined);
      return;
    }
    const transit = this.prepareInit(transaction.metadata, call);
    if (typeof transit === 'string') {
      whenDone(transit, undefined);
    } else if (transit.state === 'PrepareEpochFence') {
      // The open transaction is aborted first. The producer tries again, and gets a still higher epoch.
      const { transactionalId } = call;
      const abort = { transactionalId, ...idAndEpochOf(transit), committed: false };
      this.endTransaction(abort, 'coordinator', (error) =>
        whenDone(error === 'NONE' ? 'CONCURRENT_TRANSACTIONS' : error, undefined),
      );
    } else {
      this.transactions.append(transaction, transit, (error) =>
        whenDone(error, error === 'NONE' ? idAndEpochOf(transit) : undefined),
      );
    }
  }

  addPartitions(call: TransactionCall, partitions: readonly TopicPartition[], whenDone: AppendCallback): void {
    const transaction = this.findOwned(call);
    const refusal = typeof transaction === 'string' ? transaction : addRefusal(transaction.metadata, call);
    if (typeof transaction === 'string' || refusal !== undefined) {
      whenDone(refusal as ErrorName);
      return;
    }
    const { metadata } = transaction;
    if (metadata.state === 'Ongoing' && metadata.hasPartitions(partitions)) {
      whenDone('NONE');
      return;
    }
    this.transactions.append(transaction, metadata.prepareAddPartitions(partitions, this.nowMs), whenDone);
  }

  /** Whether each of the partitions is in the transaction (KIP-890): an error for each, in their order. */
  verifyPartitions(call: TransactionCall, partitions: readonly TopicPartition[]): ErrorName[] {
    const transaction = this.findOwned(call);
    const refusal = typeof transaction === 'string' ? transaction : verificationRefusal(transaction.metadata, call);
    if (typeof transaction === 'string' || refusal !== undefined) return partitions.map(() => refusal as ErrorName);
    const { metadata } = transaction;
    return partitions.map((partition) => (metadata.hasPartitions([partition]) ? 'NONE' : 'INVALID_TXN_STATE'));
  }

  endTransaction(call: EndTransactionCall, origin: Origin, whenDone: AppendCallback): void {
    const transaction = this.findOwned(call);
    const refusal = typeof transaction === 'string' ? transaction : endRefusal(transaction.metadata, call, origin);
    if (typeof transaction === 'string' || refusal !== undefined) {
      whenDone(refusal as ErrorName);
      return;
    }
    const { metadata } = transaction;
    const isFence = metadata.pendingState === 'PrepareEpochFence';
    if (isFence) metadata.applyFence(call.producerEpoch);
    this.transactions.append(transaction, metadata.prepareEnd(call.committed, this.nowMs), (error) => {
      if (isFence && error !== 'NONE') metadata.hasFailedEpochFence = true;
      // The decision is final: the client need not wait for the markers.
      whenDone(error);
      if (error === 'NONE') this.markers.send(transaction, metadata.prepareComplete(this.nowMs));
    });
  }

  /** What the broker knows of a transactional id. */
  describe(transactionalId: string): FoundTransaction {
    return this.transactions.find(transactionalId);
  }

  /** All transactions that the broker coordinates; undefined while some of them are being loaded. */
  list(): readonly TransactionMetadata[] | undefined {
    return this.transactions.list();
  }

  /** Aborts the transactions that have been open for too long, and fences their producers. */
  abortTimedOut(): void {
    for (const metadata of this.transactions.timedOut()) {
      const { transactionalId, timeoutMs } = metadata;
      this.replicas.replication.effects.event('transaction timed out', { transactionalId, timeoutMs });
      const abort = { transactionalId, ...idAndEpochOf(metadata.prepareFence()), committed: false };
      this.endTransaction(abort, 'coordinator', () => {});
    }
  }

  /** Goes on with transactions that have been loaded: those that are decided get their markers. */
  private resume(transactions: Iterable<TransactionMetadata>, epoch: number): void {
    for (const metadata of transactions) {
      if (metadata.state === 'Ongoing') this.transactions.watchTimeout(metadata);
      else if (isEnding(metadata)) this.markers.send({ epoch, metadata }, metadata.prepareComplete(this.nowMs));
    }
  }

  private findOrAdd(call: InitProducerIdCall): CoordinatedTransaction | ErrorName {
    const { transactionalId, timeoutMs } = call;
    const { transactionMaxTimeoutMs } = this.replicas.replication.config;
    if (transactionalId === '') return 'INVALID_REQUEST';
    if (timeoutMs <= 0 || timeoutMs > transactionMaxTimeoutMs) return 'INVALID_TRANSACTION_TIMEOUT';
    const found = this.transactions.find(transactionalId);
    if (found.error !== 'NONE') return found.error;
    return { epoch: found.epoch, metadata: found.metadata ?? this.add(call) };
  }

  private add({ transactionalId, timeoutMs }: InitProducerIdCall): TransactionMetadata {
    const initial = { producerId: this.producerIds.next(), producerEpoch: -1 };
    const metadata = new TransactionMetadata(transactionalId, initial, timeoutMs, this.nowMs);
    this.transactions.add(metadata);
    return metadata;
  }

  private prepareInit(
    metadata: TransactionMetadata,
    { timeoutMs, expected }: InitProducerIdCall,
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
    }
    const { isEpochExhausted, producerEpoch } = metadata;
    if (isEpochExhausted && (expected === undefined || expected.producerEpoch === producerEpoch)) {
      const isBump = expected !== undefined;
      return metadata.prepareNextProducerId(this.producerIds.next(), timeoutMs, isBump, this.nowMs);
    }
    return metadata.prepareNextEpoch(timeoutMs, expected?.producerEpoch, this.nowMs);
  }

  /** The transaction of a producer id, if this broker coordinates it. */
  private findOwned({ transactionalId, producerId }: TransactionCall): CoordinatedTransaction | ErrorName {
    if (transactionalId === '') return 'INVALID_REQUEST';
    const found = this.transactions.find(transactionalId);
    if (found.error !== 'NONE') return found.error;
    const { epoch, metadata } = found;
    return metadata?.producerId === producerId ? { epoch, metadata } : 'INVALID_PRODUCER_ID_MAPPING';
  }

  private get nowMs(): number {
    return this.replicas.replication.scheduler.nowMs;
  }
}

/** Whether the producer owns the id: it has the present one, or the one before and lost the response with the new one. */
function isOwner(metadata: TransactionMetadata, { producerId, producerEpoch }: ProducerIdAndEpoch): boolean {
  return (
    metadata.producerEpoch === -1 ||
    producerId === metadata.producerId ||
    (producerId === metadata.lastProducerId && isEpochExhausted(producerEpoch))
  );
}

function addRefusal(metadata: TransactionMetadata, { producerEpoch }: TransactionCall): ErrorName | undefined {
  if (metadata.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  return metadata.pendingState !== undefined || isEnding(metadata) ? 'CONCURRENT_TRANSACTIONS' : undefined;
}

function verificationRefusal(metadata: TransactionMetadata, { producerEpoch }: TransactionCall): ErrorName | undefined {
  if (metadata.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  return isEnding(metadata) ? 'CONCURRENT_TRANSACTIONS' : undefined;
}

/** Why the transaction is not ended; NONE if it has been already in the same way; undefined if it is to be ended. */
function endRefusal(
  metadata: TransactionMetadata,
  { producerEpoch, committed }: EndTransactionCall,
  origin: Origin,
): ErrorName | undefined {
  const isFenced =
    origin === 'client' ? producerEpoch !== metadata.producerEpoch : producerEpoch < metadata.producerEpoch;
  if (isFenced) return 'PRODUCER_FENCED';
  const { pendingState } = metadata;
  if (pendingState !== undefined && pendingState !== 'PrepareEpochFence') return 'CONCURRENT_TRANSACTIONS';
  switch (metadata.state) {
    case 'Ongoing':
      return undefined;
    case 'CompleteCommit':
      return committed ? 'NONE' : 'INVALID_TXN_STATE';
    case 'CompleteAbort':
      return committed ? 'INVALID_TXN_STATE' : 'NONE';
    case 'PrepareCommit':
      return committed ? 'CONCURRENT_TRANSACTIONS' : 'INVALID_TXN_STATE';
    case 'PrepareAbort':
      return committed ? 'INVALID_TXN_STATE' : 'CONCURRENT_TRANSACTIONS';
    default:
      return 'INVALID_TXN_STATE';
  }
}

function isEnding({ state }: TransactionMetadata): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort';
}

function idAndEpochOf({ producerId, producerEpoch }: ProducerIdAndEpoch): ProducerIdAndEpoch {
  return { producerId, producerEpoch };
}
