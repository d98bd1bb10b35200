/**
 * What a coordinator knows of one transactional id (TransactionMetadata).
 *
 * Owns: its fields, and its moves: each is prepared, written to the log by somebody else, and completed then. Between the two
 * the next state is pending, and nobody else may begin a move.
 * Refuses to know: logs, requests, markers.
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import { IllegalStateException } from '../../../protocol/exceptions.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/producer-id-and-epoch.ts';
import { NO_PRODUCER_EPOCH, NO_PRODUCER_ID, type TopicPartition } from '../../../protocol/record-batch.ts';
import { type TransactionState, VALID_PREVIOUS_STATES } from './transaction-state.ts';

/** The last epoch is kept back, so that its owner can always be fenced. */
const MAX_EPOCH = 0x7fff;

/** What the metadata will be once a move is complete. */
export interface TransitMetadata {
  readonly producerId: number;
  readonly lastProducerId: number;
  readonly producerEpoch: number;
  readonly lastProducerEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  readonly partitions: readonly TopicPartition[];
  /** When the first partition was added, in ms; -1 outside transactions. */
  readonly startMs: number;
  readonly lastUpdateMs: number;
}

export class TransactionMetadata {
  readonly transactionalId: string;
  producerId: number;
  /** The id before the last change of ids; -1 if unknown. */
  lastProducerId: number = NO_PRODUCER_ID;
  /** -1 until the first initialization is complete. */
  producerEpoch: number;
  /** The epoch before the last bump that its owner asked for; -1 if unknown. */
  lastProducerEpoch: number = NO_PRODUCER_EPOCH;
  timeoutMs: number;
  state: TransactionState = 'Empty';
  /** The state the move under way leads to. */
  pendingState: TransactionState | undefined;
  /** Partitions in the transaction whose marker is not known to be written, by name. */
  readonly partitions: Map<string, TopicPartition> = new Map();
  startMs = -1;
  lastUpdateMs: number;
  /** An epoch was raised to fence, and perhaps never reached the log: the next fence takes the same. */
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
    return partitions.every((partition) => this.partitions.has(nameOf(partition)));
  }

  addPartitions(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions)
      this.partitions.set(nameOf({ topic, partition }), { topic, partition });
  }

  removePartition(partition: TopicPartition): void {
    this.partitions.delete(nameOf(partition));
  }

  /** The owner's epoch is raised, so that it can write no more. No client ever learns of this epoch. */
  prepareFence(): TransitMetadata {
    if (this.producerEpoch === MAX_EPOCH) {
      throw new IllegalStateException(
        'Cannot fence producer with epoch equal to Short.MaxValue since this would overflow',
      );
    }
    const producerEpoch = this.hasFailedEpochFence ? this.producerEpoch : this.producerEpoch + 1;
    return this.prepare('PrepareEpochFence', { producerEpoch, lastProducerEpoch: NO_PRODUCER_EPOCH });
  }

  /** The fence goes to the log with the abort of the transaction; from now on the owner's epoch is of the past. */
  takeFence(producerEpoch: number): void {
    this.pendingState = undefined;
    this.producerEpoch = producerEpoch;
    this.lastProducerEpoch = NO_PRODUCER_EPOCH;
  }

  /**
   * A producer initializes.
   * @param expectedEpoch the epoch it says it has; undefined for a new one
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
    // A retry of a call whose answer was lost: the epoch it got then is still its own.
    if (expectedEpoch === lastProducerEpoch) return this.prepare('Empty', fresh);
    return 'PRODUCER_FENCED';
  }

  /** The epochs of its producer id are used up: it gets a new id. */
  prepareNextProducerId(producerId: number, timeoutMs: number, isBump: boolean, nowMs: number): TransitMetadata {
    const lastProducerEpoch = isBump ? this.producerEpoch : NO_PRODUCER_EPOCH;
    const fresh = { timeoutMs, partitions: [], startMs: -1, lastUpdateMs: nowMs };
    return this.prepare('Empty', { ...fresh, producerId, producerEpoch: 0, lastProducerEpoch });
  }

  prepareAddPartitions(added: readonly TopicPartition[], nowMs: number): TransitMetadata {
    const startMs = this.state === 'Ongoing' ? this.startMs : nowMs;
    const partitions = [...this.partitions.values(), ...added.filter((one) => !this.partitions.has(nameOf(one)))];
    return this.prepare('Ongoing', { partitions, startMs, lastUpdateMs: nowMs });
  }

  prepareEnd(isCommit: boolean, nowMs: number): TransitMetadata {
    return this.prepare(isCommit ? 'PrepareCommit' : 'PrepareAbort', { lastUpdateMs: nowMs });
  }

  prepareComplete(nowMs: number): TransitMetadata {
    // The prepared state is in the log, and the fence with it.
    this.hasFailedEpochFence = false;
    const state = this.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort';
    return this.prepare(state, { partitions: [], lastUpdateMs: nowMs });
  }

  /** The move is in the log, on all in-sync replicas. */
  complete(transit: TransitMetadata): void {
    if (this.pendingState !== transit.state) {
      throw new IllegalStateException(
        `TransactionalId ${this.transactionalId} failed transition from ${this.state} to ${transit.state}: ` +
          `its pending state is ${this.pendingState ?? 'none'}`,
      );
    }
    this.producerId = transit.producerId;
    this.lastProducerId = transit.lastProducerId;
    this.producerEpoch = transit.producerEpoch;
    this.lastProducerEpoch = transit.lastProducerEpoch;
    this.timeoutMs = transit.timeoutMs;
    this.startMs = transit.startMs;
    this.lastUpdateMs = transit.lastUpdateMs;
    if (transit.state === 'Ongoing') this.addPartitions(transit.partitions);
    else if (transit.partitions.length === 0) this.partitions.clear();
    this.state = transit.state;
    this.pendingState = undefined;
  }

  private prepare(state: TransactionState, change: Partial<TransitMetadata>): TransitMetadata {
    if (this.pendingState !== undefined) {
      throw new IllegalStateException(
        `Preparing transaction state transition to ${state} while it already a pending state ${this.pendingState}`,
      );
    }
    if (!VALID_PREVIOUS_STATES[state].includes(this.state)) {
      throw new IllegalStateException(
        `Preparing transaction state transition to ${state} failed: it cannot follow on the current state ${this.state}`,
      );
    }
    this.pendingState = state;
    return {
      producerId: this.producerId,
      lastProducerId: this.producerId,
      producerEpoch: this.producerEpoch,
      lastProducerEpoch: this.lastProducerEpoch,
      timeoutMs: this.timeoutMs,
      partitions: [...this.partitions.values()],
      startMs: this.startMs,
      lastUpdateMs: this.lastUpdateMs,
      ...change,
      state,
    };
  }
}

export function isEpochExhausted(epoch: number): boolean {
  return epoch >= MAX_EPOCH - 1;
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}
