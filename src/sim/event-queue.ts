/**
 * What is still to happen, in order of (time, sequence): two events of one instant run in the order they were added.
 *
 * Owns: the sequence, where an event waits, and the count of events somebody waits for.
 * Refuses to know: the clock, and what an event does.
 */
import { FarEvents } from './far-events.ts';
import { NearEvents } from './near-events.ts';
import { isBefore, NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

export class EventQueue {
  private readonly near = new NearEvents();
  private readonly far = new FarEvents();
  private nextSequence = 0;
  /** Events that are not background. */
  private foreground = 0;

  get pendingForeground(): number {
    return this.foreground;
  }

  /** Events to come, background ones included. */
  get size(): number {
    return this.near.size + this.far.size;
  }

  /** Adds an event that is not in the queue. */
  add(event: QueuedEvent, atMs: number): void {
    event.atMs = atMs;
    event.sequence = this.nextSequence++;
    if (!event.isBackground) this.foreground++;
    if (this.near.takes(atMs)) this.near.add(event);
    else this.far.add(event);
  }

  /** Takes the event out of the future. No effect on one that is not to come. */
  cancel(event: QueuedEvent): void {
    if (event.slot !== NOT_QUEUED) this.takeOut(event);
  }

  /** The next event, left where it is. */
  peek(): QueuedEvent | undefined {
    const near = this.near.first();
    const far = this.far.first();
    if (near === undefined || far === undefined) return near ?? far;
    return near.atMs < far.atMs || isBefore(near, far) ? near : far;
  }

  /** Takes out the next event. */
  pop(): QueuedEvent | undefined {
    const next = this.peek();
    if (next === undefined) return undefined;
    this.takeOut(next);
    this.near.moveTo(next.atMs);
    return next;
  }

  /** What is due before `atMs` is due then, in the order it had. */
  putOff(atMs: number): void {
    for (let next = this.peek(); next !== undefined && next.atMs < atMs; next = this.peek()) {
      this.takeOut(next);
      this.add(next, atMs);
    }
  }

  private takeOut(event: QueuedEvent): void {
    if (!event.isBackground) this.foreground--;
    if (this.near.has(event)) this.near.takeOut(event);
    else this.far.takeOut(event);
  }
}
