import { describe, expect, it } from 'vitest';
import { BufferPool, type MemoryWaiter } from '../../../src/producer/accumulator/buffer-pool.ts';
import { IllegalArgumentException } from '../../../src/protocol/errors/exceptions.ts';

/** A pool of 100 bytes, and waiting callers that take the available memory when they are signalled. */
class Line {
  readonly pool = new BufferPool(100);
  /** The callers that have received all memory they asked for, in order. */
  readonly served: string[] = [];
  /** Signals, in order. */
  readonly signals: string[] = [];
  private readonly woken: (() => void)[] = [];

  join(name: string, size: number): MemoryWaiter {
    const waiter = this.pool.wait(size, () => {
      this.signals.push(name);
      this.wake(() => {
        if (this.pool.collect(waiter)) this.served.push(name);
      });
    });
    return waiter;
  }

  /** Runs one caller after the other, as threads that share a lock. */
  private wake(collect: () => void): void {
    this.woken.push(collect);
    if (this.woken.length > 1) return;
    for (let next = this.woken[0]; next !== undefined; next = this.woken[0]) {
      next();
      this.woken.shift();
    }
  }
}

describe('The buffer pool', () => {
  it('counts allocated and free memory to the byte', () => {
    const pool = new BufferPool(100);
    expect([pool.tryAllocate(60), pool.tryAllocate(40), pool.tryAllocate(1)]).toEqual([true, true, false]);
    pool.deallocate(60);
    expect([pool.availableMemory, pool.tryAllocate(60), pool.availableMemory]).toEqual([60, true, 0]);
  });

  it('refuses at once an allocation that is larger than the pool', () => {
    const message = 'Attempt to allocate 101 bytes, but there is a hard limit of 100 on memory allocations.';
    expect(() => new BufferPool(100).tryAllocate(101)).toThrow(new IllegalArgumentException(message));
  });

  it('serves waiters in order of arrival', () => {
    const { pool, served, ...line } = lineOf(100);
    line.join('first', 50);
    line.join('second', 50);
    expect(pool.queued).toBe(2);
    pool.deallocate(50);
    expect(served).toEqual(['first']);
    pool.deallocate(50);
    expect([served, pool.queued, pool.availableMemory]).toEqual([['first', 'second'], 0, 0]);
  });

  it('signals the next waiter while memory is left', () => {
    const { pool, served, ...line } = lineOf(100);
    for (const name of ['a', 'b', 'c']) line.join(name, 30);
    pool.deallocate(100);
    expect([served, pool.availableMemory]).toEqual([['a', 'b', 'c'], 10]);
  });

  it('sets free memory aside for the first waiter, until it is enough', () => {
    const { pool, served, ...line } = lineOf(100);
    const waiter = line.join('large', 80);
    pool.deallocate(30);
    expect([served, waiter.accumulated, pool.availableMemory]).toEqual([[], 30, 0]);
    pool.deallocate(70);
    expect([served, pool.availableMemory]).toEqual([['large'], 20]);
  });

  it('sets nothing aside for a waiter before it is signalled', () => {
    const { pool, ...line } = lineOf(70);
    const waiter = line.join('large', 80);
    expect([waiter.accumulated, pool.availableMemory]).toEqual([0, 30]);
  });

  it('lets a small allocation overtake a large one that waits, and then signals the large one for the rest', () => {
    const { pool, signals, ...line } = lineOf(70);
    const waiter = line.join('large', 80);
    expect(pool.tryAllocate(10)).toBe(true);
    expect([signals, waiter.accumulated]).toEqual([['large'], 20]);
    expect(pool.tryAllocate(10)).toBe(false);
  });

  it('signals no waiter after an allocation that leaves no free memory', () => {
    const { pool, signals, ...line } = lineOf(70);
    line.join('large', 80);
    expect([pool.tryAllocate(30), signals]).toEqual([true, []]);
  });

  it('frees the memory that was set aside for an abandoned waiter, and signals the next one', () => {
    const { pool, served, ...line } = lineOf(100);
    const impatient = line.join('impatient', 80);
    line.join('patient', 30);
    pool.deallocate(40);
    expect(served).toEqual([]);
    pool.abandon(impatient);
    expect([served, pool.availableMemory, pool.queued]).toEqual([['patient'], 10, 0]);
  });

  it('can abandon a waiter that is not the first', () => {
    const { pool, served, ...line } = lineOf(100);
    line.join('first', 60);
    pool.abandon(line.join('second', 10));
    pool.deallocate(100);
    expect([served, pool.queued, pool.availableMemory]).toEqual([['first'], 0, 40]);
  });

  it('signals all waiters when the producer is closed, although there is no memory for them', () => {
    const { pool, signals, ...line } = lineOf(100);
    line.join('first', 10);
    line.join('second', 10);
    pool.signalAll();
    expect(signals).toEqual(['first', 'second']);
    expect(pool.queued).toBe(2);
  });
});

/** A pool of which `taken` bytes are allocated. */
function lineOf(taken: number): Pick<Line, 'pool' | 'served' | 'signals' | 'join'> {
  const line = new Line();
  line.pool.tryAllocate(taken);
  const { pool, served, signals } = line;
  return { pool, served, signals, join: (name, size) => line.join(name, size) };
}
