/**
 * What is still to happen, in order of (time, sequence): two events of one instant run in the order they were added.
 *
 * Owns: the heap, cancelling, and the count of events somebody waits for.
 * Refuses to know: the clock, and what an event does.
 */

const WAITING = 0;
const DONE = 1;
const CANCELLED = 2;

/** Below this size a heap full of cancelled events is not worth cleaning. */
const COMPACT_FROM = 64;

/** Something that will happen. Subclasses carry what they need as fields, so that an event is one allocation. */
export abstract class QueuedEvent {
  /** Virtual time in ms; set when added. */
  atMs = 0;
  /** Order among events of the same instant; set when added. */
  sequence = 0;
  /** WAITING while in the queue; never leaves DONE or CANCELLED. */
  state: number = WAITING;
  /** Housekeeping: nobody waits for it. */
  readonly isBackground: boolean;

  constructor(isBackground: boolean) {
    this.isBackground = isBackground;
  }

  abstract run(): void;
}

export class EventQueue {
  private heap: QueuedEvent[] = [];
  private nextSequence = 0;
  /** Cancelled events still in the heap: 0 <= cancelled <= heap.length. */
  private cancelled = 0;
  /** Waiting events that are not background. */
  private foreground = 0;

  get pendingForeground(): number {
    return this.foreground;
  }

  /** Waiting events, background ones included. */
  get size(): number {
    return this.heap.length - this.cancelled;
  }

  /** Slots held in memory, cancelled events included. */
  get capacityInUse(): number {
    return this.heap.length;
  }

  add(event: QueuedEvent, atMs: number): void {
    event.atMs = atMs;
    event.sequence = this.nextSequence++;
    if (!event.isBackground) this.foreground++;
    this.heap.push(event);
    this.siftUp(this.heap.length - 1);
  }

  /** Takes the event out of the future. No effect on one that has run or was cancelled. */
  cancel(event: QueuedEvent): void {
    if (event.state !== WAITING) return;
    event.state = CANCELLED;
    if (!event.isBackground) this.foreground--;
    this.cancelled++;
    if (this.heap.length >= COMPACT_FROM && this.cancelled * 2 > this.heap.length) this.compact();
  }

  /** The next event, left where it is. */
  peek(): QueuedEvent | undefined {
    while (this.heap.length > 0) {
      const top = this.heap[0] as QueuedEvent;
      if (top.state === WAITING) return top;
      this.removeTop();
      this.cancelled--;
    }
    return undefined;
  }

  /** Takes out the next event. */
  pop(): QueuedEvent | undefined {
    const top = this.peek();
    if (top === undefined) return undefined;
    this.removeTop();
    top.state = DONE;
    if (!top.isBackground) this.foreground--;
    return top;
  }

  private removeTop(): void {
    const last = this.heap.pop() as QueuedEvent;
    if (this.heap.length === 0) return;
    this.heap[0] = last;
    this.siftDown(0);
  }

  private compact(): void {
    this.heap = this.heap.filter((event) => event.state === WAITING);
    this.cancelled = 0;
    for (let i = (this.heap.length >> 1) - 1; i >= 0; i--) this.siftDown(i);
  }

  private siftUp(start: number): void {
    const heap = this.heap;
    const event = heap[start] as QueuedEvent;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex] as QueuedEvent;
      if (!isBefore(event, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = event;
  }

  private siftDown(start: number): void {
    const heap = this.heap;
    const length = heap.length;
    const event = heap[start] as QueuedEvent;
    let index = start;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= length) break;
      let child = heap[childIndex] as QueuedEvent;
      if (childIndex + 1 < length) {
        const right = heap[childIndex + 1] as QueuedEvent;
        if (isBefore(right, child)) {
          child = right;
          childIndex++;
        }
      }
      if (!isBefore(child, event)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = event;
  }
}

function isBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}
