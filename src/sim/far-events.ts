/**
 * Events due at any time, in a heap.
 *
 * Owns: their order by (time, sequence), and finding one again to take it out.
 * Refuses to know: the clock.
 */
import { isBefore, NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

export class FarEvents {
  /** Invariant: the event at i has slot i, and is due before those at 2i+1 and 2i+2. */
  private readonly heap: QueuedEvent[] = [];

  get size(): number {
    return this.heap.length;
  }

  add(event: QueuedEvent): void {
    this.heap.push(event);
    this.siftUp(event, this.heap.length - 1);
  }

  first(): QueuedEvent | undefined {
    return this.heap.length === 0 ? undefined : this.heap[0];
  }

  /** The last one takes its place, and moves from there to where it belongs. */
  takeOut(event: QueuedEvent): void {
    const { slot } = event;
    event.slot = NOT_QUEUED;
    const last = this.heap.pop() as QueuedEvent;
    if (last === event) return;
    if (slot > 0 && isBefore(last, this.heap[(slot - 1) >> 1] as QueuedEvent)) this.siftUp(last, slot);
    else this.siftDown(last, slot);
  }

  private siftUp(event: QueuedEvent, start: number): void {
    const heap = this.heap;
    let slot = start;
    while (slot > 0) {
      const parentSlot = (slot - 1) >> 1;
      const parent = heap[parentSlot] as QueuedEvent;
      if (!isBefore(event, parent)) break;
      heap[slot] = parent;
      parent.slot = slot;
      slot = parentSlot;
    }
    heap[slot] = event;
    event.slot = slot;
  }

  private siftDown(event: QueuedEvent, start: number): void {
    const heap = this.heap;
    const length = heap.length;
    let slot = start;
    for (;;) {
      let childSlot = 2 * slot + 1;
      if (childSlot >= length) break;
      let child = heap[childSlot] as QueuedEvent;
      if (childSlot + 1 < length) {
        const right = heap[childSlot + 1] as QueuedEvent;
        if (isBefore(right, child)) {
          child = right;
          childSlot++;
        }
      }
      if (!isBefore(child, event)) break;
      heap[slot] = child;
      child.slot = slot;
      slot = childSlot;
    }
    heap[slot] = event;
    event.slot = slot;
  }
}
