/**
 * Counts the bytes of buffer.memory, and keeps the senders that wait for some in order of arrival (Java's BufferPool).
 *
 * The bytes themselves belong to the JavaScript engine; buffers that Java keeps for reuse count as free here. As in Java,
 * memory is not always handed out first come, first served: a send that finds enough free memory does not look at the
 * queue, so that a small one can overtake a large one that waits.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';

export interface MemoryWaiter {
  /** Bytes wanted. */
  readonly size: number;
  /** Bytes already set aside for this waiter. Invariant: accumulated <= size. */
  accumulated: number;
  /** Called when the waiter is first in the queue and memory is free. */
  readonly signal: () => void;
}

export class BufferPool {
  readonly totalMemory: number;
  /** Bytes of batches that are done and whose requests are in flight (see ClientPolicies.bufferReleasedWith). They count as allocated. */
  private held = 0;
  /** Invariant: availableMemory + allocated bytes + bytes set aside for waiters = totalMemory. */
  private available: number;
  private readonly waiters: MemoryWaiter[] = [];

  constructor(totalMemory: number) {
    this.totalMemory = totalMemory;
    this.available = totalMemory;
  }

  get availableMemory(): number {
    return this.available;
  }

  get heldByRequests(): number {
    return this.held;
  }

  /** How many senders wait. */
  get queued(): number {
    return this.waiters.length;
  }

  /**
   * Allocates `size` bytes if that many are free. The first waiter is then signalled if any are left.
   *
   * @throws IllegalArgumentException if `size` exceeds the pool's total memory
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

  /** Puts a sender at the end of the queue. */
  wait(size: number, signal: () => void): MemoryWaiter {
    const waiter: MemoryWaiter = { size, accumulated: 0, signal };
    this.waiters.push(waiter);
    return waiter;
  }

  /** Sets free bytes aside for a waiter that was signalled. True once it has all it wants; it then leaves the queue. */
  collect(waiter: MemoryWaiter): boolean {
    const taken = Math.min(waiter.size - waiter.accumulated, this.available);
    waiter.accumulated += taken;
    this.available -= taken;
    if (waiter.accumulated < waiter.size) return false;
    this.leave(waiter);
    return true;
  }

  /** Removes a waiter from the queue, and frees the bytes that were set aside for it. */
  abandon(waiter: MemoryWaiter): void {
    this.available += waiter.accumulated;
    waiter.accumulated = 0;
    this.leave(waiter);
  }

  deallocate(size: number): void {
    this.available += size;
    this.waiters[0]?.signal();
  }

  /** A batch is done. @param isHeld whether a request keeps its memory */
  release(size: number, isHeld: boolean): void {
    if (isHeld) this.held += size;
    else this.deallocate(size);
  }

  /** The request has ended that has kept the memory of a batch. */
  releaseHeld(size: number): void {
    this.held -= size;
    this.deallocate(size);
  }

  /** Signals all waiters, so that they notice that the producer is closed. */
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
