/**
 * A first-in, first-out queue that is nearly always short: a ring that is allocated once. An array with push and shift would be
 * allocated again each time it becomes empty.
 */

/** Copied for each queue: a copy is much cheaper than an array that is built. */
const EMPTY_RING: readonly undefined[] = Array.from({ length: 8 }, () => undefined);

export class Fifo<T> {
  /** Invariant: its length is a power of two. */
  private ring: (T | undefined)[] = EMPTY_RING.slice();
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(item: T): void {
    if (this.count === this.ring.length) this.grow();
    this.ring[(this.head + this.count) & (this.ring.length - 1)] = item;
    this.count++;
  }

  /** Removes and returns the oldest item. */
  shift(): T | undefined {
    if (this.count === 0) return undefined;
    const item = this.ring[this.head];
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.count--;
    return item;
  }

  /** Removes and returns the newest item. */
  pop(): T | undefined {
    if (this.count === 0) return undefined;
    this.count--;
    const index = (this.head + this.count) & (this.ring.length - 1);
    const item = this.ring[index];
    this.ring[index] = undefined;
    return item;
  }

  /** The item at `index`, counted from the oldest, which is 0. */
  at(index: number): T | undefined {
    return index < 0 || index >= this.count ? undefined : this.ring[(this.head + index) & (this.ring.length - 1)];
  }

  /** Removes and returns all items, oldest first. */
  takeAll(): T[] {
    const taken: T[] = [];
    for (let item = this.shift(); item !== undefined; item = this.shift()) taken.push(item);
    return taken;
  }

  private grow(): void {
    const { ring, head } = this;
    this.ring = [...ring.slice(head), ...ring.slice(0, head), ...ring.map(() => undefined)];
    this.head = 0;
  }
}
