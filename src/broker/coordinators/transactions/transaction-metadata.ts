/**
 * What a coordinator knows of one transactional id (TransactionMetadata), and its transitions.
 *
 * A transition is prepared here, written to the log (transaction-state-manager.ts), and completed here. In between the next state
 * is pending, and no other transition may begin.
 */

import { partitionName, type TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import { IllegalStateException } from '../../../protocol/errors/exceptions.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import { NO_PRODUCER_EPOCH, NO_PRODUCER_ID } from '../../../protocol/records/record-batch.ts';
import { type TransactionState, VALID_BEFORE_ABORT_OF_EPOCH, VALID_PREVIOUS_STATES } from './transaction-state.ts';

/** Short.MAX_VALUE, which is never given to a producer, so that every producer can be fenced. */
const MAX_EPOCH = 0x7fff;

/**
 * The version of a transaction (TransactionVersion): in 2 it has an epoch of its own (KIP-890, part 2). 0 stands for all before.
 */
export type TransactionVersion = 0 | 2;

/** The metadata after a transition. */
export interface TransitMetadata {
  readonly producerId: number;
  readonly lastProducerId: number;
  readonly nextProducerId: number;
  readonly producerEpoch: number;
  readonly lastProducerEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  readonly partitions: readonly TopicPartition[];
  /** When the first partition was added, in ms since the epoch; -1 outside of transactions. */
  readonly startMs: number;
  readonly lastUpdateMs: number;
  readonly transactionVersion: TransactionVersion;
}

export class TransactionMetadata {
  readonly transactionalId: string;
  producerId: number;
  /** The producer id before the last change of it; -1 if unknown. */
  lastProducerId: number = NO_PRODUCER_ID;
  /** In transactions of version 2: the id that the producer gets once the transaction has ended, as its epochs are used up; -1: none. */
  nextProducerId: number = NO_PRODUCER_ID;
  /** -1 until the first initialization is complete. */
  producerEpoch: number;
  /** The epoch before the last increase that the producer asked for, or that came with the end of a transaction; -1 if unknown. */
  lastProducerEpoch: number = NO_PRODUCER_EPOCH;
  timeoutMs: number;
  state: TransactionState = 'Empty';
  /** The state after the transition in progress; undefined without one. */
  pendingState: TransactionState | undefined;
  /** By name, the partitions of the transaction whose marker may not have been written yet. */
  readonly partitions: Map<string, TopicPartition> = new Map();
  startMs = -1;
  lastUpdateMs: number;
  /** Of the request that made the latest transition of a transaction. */
  transactionVersion: TransactionVersion = 0;
  /** The epoch was raised for a fence that may not have reached the log: the next fence uses the same epoch. */
  hasFailedEpochFence = false;

  constructor(
    transactionalId: string,
    { producerId, producerEpoch }: ProducerIdAndEpoch,
    timeoutMs: number,
    nowMs: number,
  ) {
    this.transactionalId = transactionalId;
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
    this.timeoutMs = timeoutMs;
    this.lastUpdateMs = nowMs;
  }

  get isEpochExhausted(): boolean {
    return isEpochExhausted(this.producerEpoch);
  }

  hasPartitions(partitions: readonly TopicPartition[]): boolean {
    return partitions.every((partition) => this.partitions.has(partitionName(partition)));
  }

  addPartitions(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions)
      this.partitions.set(partitionName({ topic, partition }), { topic, partition });
  }

  removePartition(partition: TopicPartition): void {
    this.partitions.delete(partitionName(partition));
  }

  /** Raises the epoch, so that the producer cannot write any more. No client is ever given this epoch. */
  prepareFence(): TransitMetadata {
    if (this.producerEpoch === MAX_EPOCH) {
      throw new IllegalStateException(
        'Cannot fence producer with epoch equal to Short.MaxValue since this would overflow',
      );
    }
    const producerEpoch = this.hasFailedEpochFence ? this.producerEpoch : this.producerEpoch + 1;
    return this.prepare('PrepareEpochFence', { producerEpoch, lastProducerEpoch: NO_PRODUCER_EPOCH });
  }

  /** In a transaction of version 2 the abort alone raises the epoch. */
  dropFence(): void {
    this.pendingState = undefined;
  }

  /** The fence is written to the log together with the abort; from now on the producer's epoch is outdated. */
  applyFence(producerEpoch: number): void {
    this.pendingState = undefined;
    this.producerEpoch = producerEpoch;
    this.lastProducerEpoch = NO_PRODUCER_EPOCH;
  }

  /**
   * A producer initializes.
   * @param expectedEpoch the epoch that the producer has; undefined for a new producer
   */
  prepareNextEpoch(timeoutMs: number, expectedEpoch: number | undefined, nowMs: number): TransitMetadata | ErrorName {
    const { producerEpoch, lastProducerEpoch } = this;
    if (this.isEpochExhausted) return 'UNKNOWN_SERVER_ERROR';
    const fresh = { timeoutMs, partitions: [], startMs: -1, lastUpdateMs: nowMs };
    if (expectedEpoch === undefined) {
      return this.prepare('Empty', {
        ...fresh,
        producerEpoch: producerEpoch + 1,
        lastProducerEpoch: NO_PRODUCER_EPOCH,
      });
    }
    if (producerEpoch === NO_PRODUCER_EPOCH || expectedEpoch === producerEpoch) {
      return this.prepare('Empty', { ...fresh, producerEpoch: producerEpoch + 1, lastProducerEpoch: producerEpoch });
    }
    // A retry of a call whose response was lost: the epoch assigned then is still valid.
    if (expectedEpoch === lastProducerEpoch) return this.prepare('Empty', fresh);
    return 'PRODUCER_FENCED';
  }

  /** The epochs of the producer id are used up: the producer gets a new id. */
  prepareNextProducerId(producerId: number, timeoutMs: number, isBump: boolean, nowMs: number): TransitMetadata {
    const lastProducerEpoch = isBump ? this.producerEpoch : NO_PRODUCER_EPOCH;
    const fresh = { timeoutMs, partitions: [], startMs: -1, lastUpdateMs: nowMs };
    return this.prepare('Empty', { ...fresh, producerId, producerEpoch: 0, lastProducerEpoch });
  }

  prepareAddPartitions(
    added: readonly TopicPartition[],
    transactionVersion: TransactionVersion,
    nowMs: number,
  ): TransitMetadata {
    const startMs = this.state === 'Ongoing' ? this.startMs : nowMs;
    const partitions = [
      ...this.partitions.values(),
      ...added.filter((one) => !this.partitions.has(partitionName(one))),
    ];
    return this.prepare('Ongoing', { partitions, startMs, lastUpdateMs: nowMs, transactionVersion });
  }

  prepareEnd(committed: boolean, nowMs: number): TransitMetadata {
    const change = { nextProducerId: NO_PRODUCER_ID, lastUpdateMs: nowMs, transactionVersion: 0 } as const;
    return this.prepare(committed ? 'PrepareCommit' : 'PrepareAbort', change);
  }

  /**
   * The end of a transaction of version 2: its markers have the next epoch, in which the next transaction begins.
   * @param nextProducerId a new id for a producer whose epochs are used up; -1 for others
   * @param isEmpty nothing was added to the transaction, so that it has no start
   */
  prepareEndOfEpoch(committed: boolean, nextProducerId: number, isEmpty: boolean, nowMs: number): TransitMetadata {
    const { producerEpoch: lastProducerEpoch } = this;
    const change: Partial<TransitMetadata> = {
      producerEpoch: Math.min(lastProducerEpoch + 1, MAX_EPOCH),
      lastProducerEpoch,
      nextProducerId,
      startMs: isEmpty ? nowMs : this.startMs,
      lastUpdateMs: nowMs,
      transactionVersion: 2,
    };
    return committed
      ? this.prepare('PrepareCommit', change)
      : this.prepare('PrepareAbort', change, VALID_BEFORE_ABORT_OF_EPOCH);
  }

  prepareComplete(nowMs: number): TransitMetadata {
    // The prepared state is in the log, and with it the fence.
    this.hasFailedEpochFence = false;
    const state = this.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort';
    const { nextProducerId: producerId } = this;
    // The client sees that the last epoch but one of an id is followed by epoch 0 of the next id.
    const identity = producerId === NO_PRODUCER_ID ? undefined : { producerId, producerEpoch: 0 };
    return this.prepare(state, { ...identity, nextProducerId: NO_PRODUCER_ID, partitions: [], lastUpdateMs: nowMs });
  }

  /** All in-sync replicas have the transition in their logs. */
  complete(transit: TransitMetadata): void {
    if (this.pendingState !== transit.state) {
      throw new IllegalStateException(
        `TransactionalId ${this.transactionalId} failed transition from ${this.state} to ${transit.state}: ` +
          `its pending state is ${this.pendingState ?? 'none'}`,
      );
    }
    this.producerId = transit.producerId;
    this.lastProducerId = transit.lastProducerId;
    this.nextProducerId = transit.nextProducerId;
    this.producerEpoch = transit.producerEpoch;
    this.lastProducerEpoch = transit.lastProducerEpoch;
    this.timeoutMs = transit.timeoutMs;
    this.startMs = transit.startMs;
    this.lastUpdateMs = transit.lastUpdateMs;
    this.transactionVersion = transit.transactionVersion;
    if (transit.state === 'Ongoing') this.addPartitions(transit.partitions);
    else if (transit.partitions.length === 0) this.partitions.clear();
    this.state = transit.state;
    this.pendingState = undefined;
  }

  private prepare(
    state: TransactionState,
    change: Partial<TransitMetadata>,
    validBefore: readonly TransactionState[] = VALID_PREVIOUS_STATES[state],
  ): TransitMetadata {
    if (this.pendingState !== undefined) {
      throw new IllegalStateException(
        // Kafka's spelling.
        `Preparing transaction state transition to ${state} while it already a pending state ${this.pendingState}`,
      );
    }
    if (!validBefore.includes(this.state)) {
      throw new IllegalStateException(
        `Preparing transaction state transition to ${state} failed: it cannot follow on the current state ${this.state}`,
      );
    }
    this.pendingState = state;
    return {
      producerId: this.producerId,
      lastProducerId: this.producerId,
      nextProducerId: this.nextProducerId,
      producerEpoch: this.producerEpoch,
      lastProducerEpoch: this.lastProducerEpoch,
      timeoutMs: this.timeoutMs,
      partitions: [...this.partitions.values()],
      startMs: this.startMs,
      lastUpdateMs: this.lastUpdateMs,
      transactionVersion: this.transactionVersion,
      ...change,
      state,
    };
  }
}

export function isEpochExhausted(epoch: number): boolean {
  return epoch >= MAX_EPOCH - 1;
}
