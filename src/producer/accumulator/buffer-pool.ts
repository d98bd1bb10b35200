/**
 * The producer's memory (buffer.memory), accounted for to the byte.
 *
 * Owns: how much is free, and who waits for it, in order of arrival (BufferPool).
 * Refuses to know: batches. The bytes themselves are JavaScript's; buffers kept for reuse are free memory here.
 *
 * As in Java, the pool is not strictly first come, first served: a caller that does not have to wait does not look at
 * the line, so a small allocation may pass a large one that waits.
 */
import { IllegalArgumentException } from '../../protocol/exceptions.ts';

export interface MemoryWaiter {
  /** Bytes wanted. */
  readonly size: number;
  /** Bytes already set aside for it. Invariant: accumulated <= size. */
  accumulated: number;
  /** Called when it is first in line and memory has come back. */
  readonly signal: () => void;
}

export class BufferPool {
  readonly totalMemory: number;
  /** Invariant: availableMemory + what is allocated + what waiters have accumulated = totalMemory. */
  private available: number;
  private readonly waiters: MemoryWaiter[] = [];

  constructor(totalMemory: number) {
    this.totalMemory = totalMemory;
    this.available = totalMemory;
  }

  get availableMemory(): number {
    return this.available;
  }

  /** Callers in line. */
  get queued(): number {
    return this.waiters.length;
  }

  /**
   * Takes `size` bytes if they are free. Whoever is first in line may have what that leaves.
   *
   * @throws IllegalArgumentException if the pool is smaller than that
   */
  tryAllocate(size: number): boolean {
    if (size > this.totalMemory) {
      throw new IllegalArgumentException(
        `Attempt to allocate ${size} bytes, but there is a hard limit of ${this.totalMemory} on memory allocations.`,
      );
    }
    if (this.available < size) return false;
    this.available -= size;
    this.signalFirst();
    return true;
  }

  /** Gets in line. */
  wait(size: number, signal: () => void): MemoryWaiter {
    const waiter: MemoryWaiter = { size, accumulated: 0, signal };
    this.waiters.push(waiter);
    return waiter;
  }

  /** What a signalled waiter does: takes what there is. True once it has all it wants, and has left the line. */
  collect(waiter: MemoryWaiter): boolean {
    const taken = Math.min(waiter.size - waiter.accumulated, this.available);
    waiter.accumulated += taken;
    this.available -= taken;
    if (waiter.accumulated < waiter.size) return false;
    this.leave(waiter);
    return true;
  }

  /** Gives up waiting: what was set aside goes back. */
  abandon(waiter: MemoryWaiter): void {
    this.available += waiter.accumulated;
    waiter.accumulated = 0;
    this.leave(waiter);
  }

  deallocate(size: number): void {
    this.available += size;
    this.waiters[0]?.signal();
  }

  /** Signals everybody in line, so that they see the producer close. */
  signalAll(): void {
    for (const waiter of this.waiters.slice()) waiter.signal();
  }

  private leave(waiter: MemoryWaiter): void {
    this.waiters.splice(this.waiters.indexOf(waiter), 1);
    this.signalFirst();
  }

  private signalFirst(): void {
    if (this.available > 0) this.waiters[0]?.signal();
  }
}
