/**
 * What a log knows of the transactions in it (ProducerStateManager's ongoing and unreplicated transactions, TransactionIndex):
 * which are open, where the first unstable record is, which were aborted, and which producers wait for their transaction to be
 * verified (KIP-890). A log has this from its first transactional batch on.
 */
import type { AbortedTransaction } from '../../protocol/messages.ts';
import type { RecordBatch, StoredBatch } from '../../protocol/records/record-batch.ts';

interface CompletedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** The offset of its marker. */
  readonly lastOffset: number;
  /** Where the first transaction began that was open when this one ended; without one, the offset after the marker. */
  readonly lastStableOffset: number;
}

/** A request to the coordinator in progress. It is identified by the object itself: a new one makes an old one invalid. */
export interface Verification {
  /** A batch with a higher sequence number must not be appended first. */
  lowestSequence: number;
  epoch: number;
  /** It also adds the partition to the transaction, so that each transaction of the producer has an epoch (KIP-890, part 2). */
  readonly isAdding: boolean;
}

/** What a verification looks at. */
export type BatchToVerify = Pick<RecordBatch, 'producerId' | 'producerEpoch' | 'baseSequence'>;

const NO_TRANSACTIONS: readonly AbortedTransaction[] = [];

export class LogTransactions {
  /** First offset by producer id, in the order of first offsets. */
  private readonly open = new Map<number, number>();
  /** Ended, but some in-sync replicas may not have the marker yet. In the order of their markers. */
  private readonly unreplicated: CompletedTransaction[] = [];
  /** In the order of their markers. */
  private readonly aborted: CompletedTransaction[] = [];
  private readonly verifications = new Map<number, Verification>();

  isOpen(producerId: number): boolean {
    return this.open.has(producerId);
  }

  get hasAborted(): boolean {
    return this.aborted.length > 0;
  }

  /** Where the producer's open transaction begins; undefined if it has none. */
  firstOffsetOf(producerId: number): number | undefined {
    return this.open.get(producerId);
  }

  /** A transactional batch or a marker has been appended. */
  update({ baseOffset, batch }: StoredBatch): void {
    const { producerId, control } = batch;
    const firstOffset = this.open.get(producerId);
    if (control === undefined) {
      this.verifications.delete(producerId);
      if (firstOffset === undefined) this.open.set(producerId, baseOffset);
      return;
    }
    if (!this.isOfNextTransaction(batch)) this.verifications.delete(producerId);
    // A marker without data changes nothing for readers.
    if (firstOffset === undefined) return;
    this.open.delete(producerId);
    const lastStableOffset = this.firstOpenOffset() ?? baseOffset + 1;
    const completed = { producerId, firstOffset, lastOffset: baseOffset, lastStableOffset };
    this.unreplicated.push(completed);
    if (control === 'ABORT') this.aborted.push(completed);
  }

  /** The first record of a transaction that is open, or whose marker some in-sync replica does not have; Infinity if none. */
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

  /** The aborted transactions that may have records between these offsets. */
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

  /** Begins a verification, or joins the one in progress. */
  verify({ producerId, producerEpoch, baseSequence }: BatchToVerify, isAdding: boolean): Verification {
    let verification = this.verifications.get(producerId);
    if (verification === undefined) {
      verification = { lowestSequence: baseSequence, epoch: producerEpoch, isAdding };
      this.verifications.set(producerId, verification);
    } else if (producerEpoch > verification.epoch) {
      verification.epoch = producerEpoch;
      verification.lowestSequence = baseSequence;
    } else if (producerEpoch === verification.epoch && baseSequence < verification.lowestSequence) {
      verification.lowestSequence = baseSequence;
    }
    return verification;
  }

  /** The producer's verification in progress. */
  verification(producerId: number): Verification | undefined {
    return this.verifications.get(producerId);
  }

  /** The broker's process has ended, and with it all verifications in progress. */
  forgetVerifications(): void {
    this.verifications.clear();
  }

  /** The log is loaded from a snapshot, which knows open transactions only. */
  forgetUnreplicated(): void {
    this.unreplicated.length = 0;
  }

  /** Whether the producer's verification is of the transaction after the one that this marker ends: a marker has the epoch of the next one. */
  private isOfNextTransaction({ producerId, producerEpoch }: RecordBatch): boolean {
    const verification = this.verifications.get(producerId);
    return verification?.isAdding === true && verification.epoch === producerEpoch;
  }

  private firstOpenOffset(): number | undefined {
    for (const firstOffset of this.open.values()) return firstOffset;
    return undefined;
  }

  /** Index of the first aborted transaction whose marker is not before `offset`. */
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
