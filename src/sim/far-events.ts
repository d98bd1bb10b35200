/** A binary heap of events, ordered by (time, sequence). An event knows its place in the heap, so that it can be removed quickly. */
import { isBefore, NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

export class FarEvents {
  /** Invariant: heap[i].slot === i, and heap[i] is due before heap[2i+1] and heap[2i+2]. */
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

  /** Removes an event: the last one takes its place, and is sifted up or down from there. */
  remove(event: QueuedEvent): void {
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
