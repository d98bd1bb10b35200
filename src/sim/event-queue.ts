/**
 * The events to come, ordered by (time, sequence): events that are due at the same time run in the order in which they were added.
 */
import { FarEvents } from './far-events.ts';
import { NearEvents } from './near-events.ts';
import { isBefore, NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

export class EventQueue {
  private readonly near = new NearEvents();
  private readonly far = new FarEvents();
  private nextSequence = 0;
  /** Number of queued events that are not background events. */
  private foreground = 0;

  get pendingForeground(): number {
    return this.foreground;
  }

  /** Number of queued events, including background events. */
  get size(): number {
    return this.near.size + this.far.size;
  }

  /** Adds an event, which must not be in the queue already. */
  add(event: QueuedEvent, atMs: number): void {
    event.atMs = atMs;
    event.sequence = this.nextSequence++;
    if (!event.isBackground) this.foreground++;
    if (this.near.covers(atMs)) this.near.add(event);
    else this.far.add(event);
  }

  /** Removes the event; no effect if it is not in the queue. */
  cancel(event: QueuedEvent): void {
    if (event.slot !== NOT_QUEUED) this.remove(event);
  }

  /** Returns the next event without removing it. */
  peek(): QueuedEvent | undefined {
    const near = this.near.first();
    const far = this.far.first();
    if (near === undefined || far === undefined) return near ?? far;
    return near.atMs < far.atMs || isBefore(near, far) ? near : far;
  }

  /** Removes and returns the next event. */
  pop(): QueuedEvent | undefined {
    const far = this.far.first();
    const near = this.near.takeFirst(far);
    const next = near ?? far;
    if (next === undefined) return undefined;
    if (near === undefined) this.far.remove(next);
    if (!next.isBackground) this.foreground--;
    this.near.moveTo(next.atMs);
    return next;
  }

  /** Makes every event that is due before `atMs` due at `atMs`, in the same order. */
  postpone(atMs: number): void {
    for (let next = this.peek(); next !== undefined && next.atMs < atMs; next = this.peek()) {
      this.remove(next);
      this.add(next, atMs);
    }
  }

  private remove(event: QueuedEvent): void {
    if (!event.isBackground) this.foreground--;
    if (this.near.has(event)) this.near.remove(event);
    else this.far.remove(event);
  }
}
