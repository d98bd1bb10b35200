/**
 * What a log knows of the transactions in it (ProducerStateManager's ongoing and unreplicated transactions, TransactionIndex).
 *
 * Owns: which transactions are open, where the first unstable record lies, which were aborted, and which producers wait for
 * their transaction to be verified (KIP-890).
 * Refuses to know: coordinators. A log has this from its first transactional batch on.
 */
import type { AbortedTransaction } from '../../protocol/messages.ts';
import type { RecordBatch, StoredBatch } from '../../protocol/record-batch.ts';

interface CompletedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** Of its marker. */
  readonly lastOffset: number;
  /** Where the first transaction began that was open when this one ended; with none, the offset after the marker. */
  readonly lastStableOffset: number;
}

/** A leader asks the coordinator whether the partition is in the transaction; identity is what makes it valid. */
export interface Verification {
  /** No batch with a higher sequence may come first. */
  lowestSequence: number;
  epoch: number;
}

const NO_TRANSACTIONS: readonly AbortedTransaction[] = [];

export class LogTransactions {
  /** First offset by producer id, in the order of first offsets. */
  private readonly open = new Map<number, number>();
  /** Ended, but perhaps not on all in-sync replicas yet. In the order of their markers. */
  private readonly unreplicated: CompletedTransaction[] = [];
  /** In the order of their markers. */
  private readonly aborted: CompletedTransaction[] = [];
  private readonly verifications = new Map<number, Verification>();

  isOpen(producerId: number): boolean {
    return this.open.has(producerId);
  }

  /** Takes note of an appended transactional batch or marker. */
  update({ baseOffset, batch }: StoredBatch): void {
    const { producerId, control } = batch;
    this.verifications.delete(producerId);
    const firstOffset = this.open.get(producerId);
    if (control === undefined) {
      if (firstOffset === undefined) this.open.set(producerId, baseOffset);
      return;
    }
    // A marker without data changes nothing for readers.
    if (firstOffset === undefined) return;
    this.open.delete(producerId);
    const lastStableOffset = this.firstOpenOffset() ?? baseOffset + 1;
    const completed = { producerId, firstOffset, lastOffset: baseOffset, lastStableOffset };
    this.unreplicated.push(completed);
    if (control === 'ABORT') this.aborted.push(completed);
  }

  /** The first record whose fate is not known on all in-sync replicas; Infinity if there is none. */
  firstUnstableOffset(highWatermark: number): number {
    const { unreplicated } = this;
    let replicated = 0;
    while (replicated < unreplicated.length && (unreplicated[replicated]?.lastOffset ?? 0) < highWatermark)
      replicated++;
    if (replicated > 0) unreplicated.splice(0, replicated);
    let first = this.firstOpenOffset() ?? Number.POSITIVE_INFINITY;
    for (const { firstOffset } of unreplicated) if (firstOffset < first) first = firstOffset;
    return first;
  }

  /** The aborted transactions of which a reader of these offsets may meet records. */
  abortedBetween(fromOffset: number, endOffset: number): readonly AbortedTransaction[] {
    const { aborted } = this;
    if (aborted.length === 0) return NO_TRANSACTIONS;
    const found: AbortedTransaction[] = [];
    for (let i = this.firstAbortedSince(fromOffset); i < aborted.length; i++) {
      const { producerId, firstOffset, lastStableOffset } = aborted[i] as CompletedTransaction;
      if (firstOffset < endOffset) found.push({ producerId, firstOffset });
      if (lastStableOffset >= endOffset) break;
    }
    return found;
  }

  /** Begins a verification, or goes on with the one that is under way. */
  verify({ producerId, producerEpoch, baseSequence }: RecordBatch): Verification {
    let verification = this.verifications.get(producerId);
    if (verification === undefined) {
      verification = { lowestSequence: baseSequence, epoch: producerEpoch };
      this.verifications.set(producerId, verification);
    } else if (producerEpoch > verification.epoch) {
      verification.epoch = producerEpoch;
      verification.lowestSequence = baseSequence;
    } else if (producerEpoch === verification.epoch && baseSequence < verification.lowestSequence) {
      verification.lowestSequence = baseSequence;
    }
    return verification;
  }

  /** The verification under way for the producer. */
  verification(producerId: number): Verification | undefined {
    return this.verifications.get(producerId);
  }

  /** The broker's process is gone, and with it what it had asked. */
  forgetVerifications(): void {
    this.verifications.clear();
  }

  private firstOpenOffset(): number | undefined {
    for (const firstOffset of this.open.values()) return firstOffset;
    return undefined;
  }

  /** Index of the first aborted transaction whose marker does not lie before `offset`. */
  private firstAbortedSince(offset: number): number {
    let low = 0;
    let high = this.aborted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.aborted[middle] as CompletedTransaction).lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
