/**
 * Events that are due within the next few ms, in a ring buffer with one queue per ms.
 *
 * Nearly all events of a simulation are of this kind. Adding and removing one takes constant time, however many other events are
 * queued; later events are in a heap (far-events.ts).
 */
import { isBefore, NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

/** A power of two. Most latencies and lingers are shorter, and a ring of this size fits into the processor's cache. */
const SPAN_MS = 16;
const SLOTS: readonly undefined[] = Array.from({ length: SPAN_MS }, () => undefined);

/** The events of one ms: `queue[next]` up to, not including, `queue[end]`. Removed events leave `undefined` behind. */
interface Instant {
  readonly queue: (QueuedEvent | undefined)[];
  next: number;
  end: number;
  /** Number of events that have not been removed. */
  count: number;
}

export class NearEvents {
  /** Invariant: fromMs <= event.atMs < fromMs + SPAN_MS for every event here. */
  private fromMs = 0;
  private readonly ring: readonly Instant[];
  private count = 0;

  constructor() {
    this.ring = SLOTS.map(() => ({ queue: [], next: 0, end: 0, count: 0 }));
  }

  get size(): number {
    return this.count;
  }

  /** Whether an event that is due at `atMs` fits into the ring. */
  covers(atMs: number): boolean {
    return atMs >= this.fromMs && atMs < this.fromMs + SPAN_MS && Number.isInteger(atMs);
  }

  /** Whether a queued event is in the ring, and not in the heap. */
  has({ slot }: QueuedEvent): boolean {
    return slot < NOT_QUEUED;
  }

  add(event: QueuedEvent): void {
    const instant = this.instantOf(event.atMs);
    const index = instant.end++;
    instant.queue[index] = event;
    instant.count++;
    this.count++;
    event.slot = slotOf(index);
  }

  first(): QueuedEvent | undefined {
    if (this.count === 0) return undefined;
    let atMs = this.fromMs;
    while (this.instantOf(atMs).count === 0) atMs++;
    const { queue, next } = this.instantOf(atMs);
    let index = next;
    while (queue[index] === undefined) index++;
    return queue[index];
  }

  /** Removes and returns the first event; `undefined` if there is none, or if `other` comes before it. */
  takeFirst(other: QueuedEvent | undefined): QueuedEvent | undefined {
    if (this.count === 0) return undefined;
    let atMs = this.fromMs;
    let instant = this.instantOf(atMs);
    while (instant.count === 0) instant = this.instantOf(++atMs);
    const { queue } = instant;
    let index = instant.next;
    while (queue[index] === undefined) index++;
    const first = queue[index] as QueuedEvent;
    if (other !== undefined && (other.atMs < atMs || isBefore(other, first))) return undefined;
    this.takeFrom(instant, index, first);
    return first;
  }

  remove(event: QueuedEvent): void {
    this.takeFrom(this.instantOf(event.atMs), slotOf(event.slot), event);
  }

  private takeFrom(instant: Instant, index: number, event: QueuedEvent): void {
    instant.queue[index] = undefined;
    event.slot = NOT_QUEUED;
    this.count--;
    if (--instant.count === 0) {
      instant.next = 0;
      instant.end = 0;
    } else if (index === instant.next) instant.next++;
  }

  /** Moves the ring on to `atMs`. No event here may be due before that, and none may be added that is. */
  moveTo(atMs: number): void {
    if (atMs > this.fromMs) this.fromMs = Math.floor(atMs);
  }

  private instantOf(atMs: number): Instant {
    return this.ring[atMs & (SPAN_MS - 1)] as Instant;
  }
}

/** Converts an index to a slot and back. The result is below NOT_QUEUED; the slots of events in the heap are above. */
function slotOf(index: number): number {
  return -2 - index;
}
