/**
 * What is still to happen, in order of (time, sequence): two events of one instant run in the order they were added.
 *
 * Owns: the heap, taking events out of it again, and the count of events somebody waits for.
 * Refuses to know: the clock, and what an event does.
 */

/**
 * Something that will happen. Its classes carry what they need as fields, so that an event is one allocation; the queue's own
 * fields are declared by each, since a common base class would cost every `new` more than the event's work.
 */
export interface QueuedEvent {
  /** In ms since the clock's start; set when added. */
  atMs: number;
  /** Order among events of the same instant; set when added. */
  sequence: number;
  /** Where it is in the queue; NOT_QUEUED otherwise. The queue's alone. */
  slot: number;
  /** Housekeeping: nobody waits for it. Must not change while it is queued. */
  readonly isBackground: boolean;
  run(): void;
}

/** The slot of an event that is not, or no longer, to come. */
export const NOT_QUEUED = -1;

export class EventQueue {
  /** Invariant: the event at i has slot i, and is due before those at 2i+1 and 2i+2. */
  private readonly heap: QueuedEvent[] = [];
  private nextSequence = 0;
  /** Events that are not background. */
  private foreground = 0;

  get pendingForeground(): number {
    return this.foreground;
  }

  /** Events to come, background ones included. */
  get size(): number {
    return this.heap.length;
  }

  /** Adds an event that is not in the queue. */
  add(event: QueuedEvent, atMs: number): void {
    event.atMs = atMs;
    event.sequence = this.nextSequence++;
    if (!event.isBackground) this.foreground++;
    this.heap.push(event);
    this.siftUp(event, this.heap.length - 1);
  }

  /** Takes the event out of the future. No effect on one that is not to come. */
  cancel(event: QueuedEvent): void {
    if (event.slot !== NOT_QUEUED) this.takeOut(event);
  }

  /** The next event, left where it is. */
  peek(): QueuedEvent | undefined {
    return this.heap[0];
  }

  /** Takes out the next event. */
  pop(): QueuedEvent | undefined {
    const next = this.heap[0];
    if (next !== undefined) this.takeOut(next);
    return next;
  }

  /** What is due before `atMs` is due then, in the order it had. */
  putOff(atMs: number): void {
    for (let next = this.peek(); next !== undefined && next.atMs < atMs; next = this.peek()) {
      this.takeOut(next);
      this.add(next, atMs);
    }
  }

  /** The last one takes its place, and moves from there to where it belongs. */
  private takeOut(event: QueuedEvent): void {
    const { slot } = event;
    event.slot = NOT_QUEUED;
    if (!event.isBackground) this.foreground--;
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

function isBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}
