/**
 * The transactional requests that wait to be sent: one is in flight at a time, and some kinds go before others.
 *
 * A binary heap that moves its elements exactly as java.util.PriorityQueue does, since that decides which of two requests
 * of the same priority goes first.
 */

/** The lowest goes first. */
export const PRIORITIES = {
  findCoordinator: 0,
  initProducerId: 1,
  addPartitionsOrOffsets: 2,
  endTransaction: 3,
  /** InitProducerId for the next epoch, as the last step of a transaction. */
  epochBump: 4,
} as const;

export type Priority = keyof typeof PRIORITIES;

export interface Prioritized {
  readonly priority: Priority;
}

export class PendingRequests<T extends Prioritized> {
  private readonly heap: T[] = [];

  get isEmpty(): boolean {
    return this.heap.length === 0;
  }

  peek(): T | undefined {
    return this.heap[0];
  }

  add(request: T): void {
    const { heap } = this;
    let index = heap.length;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex] as T;
      if (!isBefore(request, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = request;
  }

  poll(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.sinkFromTop(last);
    return first;
  }

  /** In the order in which Java's queue iterates. */
  all(): readonly T[] {
    return this.heap.slice();
  }

  private sinkFromTop(request: T): void {
    const { heap } = this;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= heap.length) break;
      const right = heap[childIndex + 1];
      if (right !== undefined && isBefore(right, heap[childIndex] as T)) childIndex++;
      const child = heap[childIndex] as T;
      if (!isBefore(child, request)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = request;
  }
}

function isBefore(a: Prioritized, b: Prioritized): boolean {
  return PRIORITIES[a.priority] < PRIORITIES[b.priority];
}
