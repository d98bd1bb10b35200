/**
 * Events due within the next few ms, in a ring with a place for each: the way of nearly all of them. It costs the same
 * however much else is to come.
 *
 * Owns: a line per instant, in the order in which events were added.
 * Refuses to know: events later than that (far-events.ts), and the order between the two.
 */
import { NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

/** A power of two: most latencies and lingers are shorter, and a ring this small stays in the processor's nearest memory. */
const SPAN_MS = 16;

/** Events of one instant. Those from `next` up to `end` are to come, but for the holes that cancelled ones left. */
interface Instant {
  readonly line: (QueuedEvent | undefined)[];
  next: number;
  end: number;
  /** To come. */
  count: number;
}

export class NearEvents {
  /** Invariant: what is to come is due at or after `fromMs`, and less than SPAN_MS after it. */
  private fromMs = 0;
  private readonly ring: readonly Instant[];
  private count = 0;

  constructor() {
    this.ring = Array.from({ length: SPAN_MS }, () => ({ line: [], next: 0, end: 0, count: 0 }));
  }

  get size(): number {
    return this.count;
  }

  /** Whether there is a place for an event that is due then. */
  takes(atMs: number): boolean {
    return atMs >= this.fromMs && atMs < this.fromMs + SPAN_MS && Number.isInteger(atMs);
  }

  /** Whether the event is here, not among the far ones. */
  has({ slot }: QueuedEvent): boolean {
    return slot < NOT_QUEUED;
  }

  add(event: QueuedEvent): void {
    const instant = this.instantOf(event.atMs);
    const index = instant.end++;
    instant.line[index] = event;
    instant.count++;
    this.count++;
    event.slot = slotOf(index);
  }

  first(): QueuedEvent | undefined {
    if (this.count === 0) return undefined;
    let atMs = this.fromMs;
    while (this.instantOf(atMs).count === 0) atMs++;
    const { line, next } = this.instantOf(atMs);
    let index = next;
    while (line[index] === undefined) index++;
    return line[index];
  }

  takeOut(event: QueuedEvent): void {
    const instant = this.instantOf(event.atMs);
    const index = slotOf(event.slot);
    instant.line[index] = undefined;
    event.slot = NOT_QUEUED;
    this.count--;
    if (--instant.count === 0) {
      instant.next = 0;
      instant.end = 0;
    } else if (index === instant.next) instant.next++;
  }

  /** Nothing will be added that is due before `atMs`, and nothing here is. */
  moveTo(atMs: number): void {
    if (atMs > this.fromMs) this.fromMs = Math.floor(atMs);
  }

  private instantOf(atMs: number): Instant {
    return this.ring[atMs & (SPAN_MS - 1)] as Instant;
  }
}

/** Its own inverse; below NOT_QUEUED for every index, as the slots of far events are above. */
function slotOf(index: number): number {
  return -2 - index;
}
