/**
 * What a transaction coordinator does on request (TransactionCoordinator): the checks in the order of 3.6.1, and the transition
 * that each call makes. Every call ends by calling `whenDone`, at once or when the transition is in the log.
 *
 * Requests and their versions are in handlers/, the log in transaction-state-manager.ts, the markers in marker-sender.ts.
 */

import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import { NO_PRODUCER_ID } from '../../../protocol/records/record-batch.ts';
import type { AppendCallback } from '../../purgatory/delayed.ts';
import type { InterBrokerSender } from '../../purgatory/inter-broker-sender.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import type { Deadline } from '../../state/deadline.ts';
import { END_DECISIONS, type Origin } from './end-decisions.ts';
import { MarkerSender } from './marker-sender.ts';
import type { ProducerIdManager } from './producer-id-manager.ts';
import { TransactionMetadata, type TransactionVersion, type TransitMetadata } from './transaction-metadata.ts';
import {
  isEnding,
  isOwner,
  ownTransactionVersion,
  TRANSACTION_RULES,
  type TransactionRules,
  verificationRefusal,
} from './transaction-rules.ts';
import {
  type CoordinatedTransaction,
  type FoundTransaction,
  TransactionStateManager,
} from './transaction-state-manager.ts';
import { VERIFICATION_RULES } from './verification-rules.ts';

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

/** @param next in transactions of version 2, the id and epoch of the next one */
export type EndCallback = (error: ErrorName, next?: ProducerIdAndEpoch) => void;

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
  private readonly rules: TransactionRules;
  private readonly notInTransaction: ErrorName;
  /** Of transactions that the coordinator itself aborts. */
  private readonly ownVersion: TransactionVersion;

  constructor(replicas: ReplicaManager, { interBroker, producerIds, timeoutCheck }: TransactionCoordinatorParts) {
    this.replicas = replicas;
    this.producerIds = producerIds;
    const { version } = replicas.replication.config;
    this.rules = TRANSACTION_RULES[version.policies.transactionEpochs];
    this.notInTransaction = VERIFICATION_RULES[version.policies.transactionVerification].notInTransaction;
    this.ownVersion = ownTransactionVersion(version);
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
      this.end(abort, this.ownVersion, 'coordinator', (error) =>
        whenDone(error === 'NONE' ? 'CONCURRENT_TRANSACTIONS' : error, undefined),
      );
    } else {
      this.transactions.append(transaction, transit, (error) =>
        whenDone(error, error === 'NONE' ? idAndEpochOf(transit) : undefined),
      );
    }
  }

  /** @param apiVersion of AddPartitionsToTxn; that of AddOffsetsToTxn does not count */
  addPartitions(
    call: TransactionCall,
    partitions: readonly TopicPartition[],
    apiVersion: number,
    whenDone: AppendCallback,
  ): void {
    const transaction = this.findKnown(call);
    const refusal = typeof transaction === 'string' ? transaction : this.rules.addRefusal(transaction.metadata, call);
    if (typeof transaction === 'string' || refusal !== undefined) {
      whenDone(refusal as ErrorName);
      return;
    }
    const { metadata } = transaction;
    if (metadata.state === 'Ongoing' && metadata.hasPartitions(partitions)) {
      whenDone('NONE');
      return;
    }
    const version = this.rules.versionOfAdd(apiVersion);
    this.transactions.append(transaction, metadata.prepareAddPartitions(partitions, version, this.nowMs), whenDone);
  }

  /** Whether each of the partitions is in the transaction (KIP-890): an error for each, in their order. */
  verifyPartitions(call: TransactionCall, partitions: readonly TopicPartition[]): ErrorName[] {
    const transaction = this.findKnown(call);
    const refusal = typeof transaction === 'string' ? transaction : verificationRefusal(transaction.metadata, call);
    if (typeof transaction === 'string' || refusal !== undefined) return partitions.map(() => refusal as ErrorName);
    const { metadata } = transaction;
    return partitions.map((partition) => (metadata.hasPartitions([partition]) ? 'NONE' : this.notInTransaction));
  }

  /** A client ends its transaction. */
  endTransaction(call: EndTransactionCall, apiVersion: number, whenDone: EndCallback): void {
    this.end(call, this.rules.versionOfEnd(apiVersion), 'client', whenDone);
  }

  private end(call: EndTransactionCall, version: TransactionVersion, origin: Origin, whenDone: EndCallback): void {
    const transaction = this.findKnown(call);
    const decision =
      typeof transaction === 'string' ? transaction : END_DECISIONS[version](transaction.metadata, call, origin);
    if (typeof transaction === 'string' || (decision !== 'end' && decision !== 'end nothing')) {
      const isRepeated = typeof transaction !== 'string' && decision === 'NONE' && version === 2;
      whenDone(decision as ErrorName, isRepeated ? idAndEpochOf(transaction.metadata) : undefined);
      return;
    }
    const { metadata } = transaction;
    const isFence = metadata.pendingState === 'PrepareEpochFence';
    const transit =
      version === 2
        ? this.prepareEndOfEpoch(metadata, call, decision)
        : prepareEnd(metadata, call, isFence, this.nowMs);
    this.transactions.append(transaction, transit, (error) => {
      if (error !== 'NONE') {
        if (isFence && version === 0) metadata.hasFailedEpochFence = true;
        whenDone(error);
        return;
      }
      const completion = metadata.prepareComplete(this.nowMs);
      // The decision is final: the client need not wait for the markers.
      whenDone(error, version === 2 ? idAndEpochOf(completion) : undefined);
      this.markers.send(transaction, completion);
    });
  }

  private prepareEndOfEpoch(
    metadata: TransactionMetadata,
    { committed }: EndTransactionCall,
    decision: 'end' | 'end nothing',
  ): TransitMetadata {
    const nextProducerId = metadata.isEpochExhausted ? this.producerIds.next() : NO_PRODUCER_ID;
    metadata.dropFence();
    return metadata.prepareEndOfEpoch(committed, nextProducerId, decision === 'end nothing', this.nowMs);
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
      this.end(abort, this.ownVersion, 'coordinator', () => {});
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

  /** The transaction of a transactional id that this broker coordinates. */
  private findKnown({ transactionalId }: TransactionCall): CoordinatedTransaction | ErrorName {
    if (transactionalId === '') return 'INVALID_REQUEST';
    const found = this.transactions.find(transactionalId);
    if (found.error !== 'NONE') return found.error;
    const { epoch, metadata } = found;
    return metadata === undefined ? 'INVALID_PRODUCER_ID_MAPPING' : { epoch, metadata };
  }

  private get nowMs(): number {
    return this.replicas.replication.scheduler.nowMs;
  }
}

function prepareEnd(
  metadata: TransactionMetadata,
  { committed, producerEpoch }: EndTransactionCall,
  isFence: boolean,
  nowMs: number,
): TransitMetadata {
  if (isFence) metadata.applyFence(producerEpoch);
  return metadata.prepareEnd(committed, nowMs);
}

function idAndEpochOf({ producerId, producerEpoch }: ProducerIdAndEpoch): ProducerIdAndEpoch {
  return { producerId, producerEpoch };
}
