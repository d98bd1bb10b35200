/** An event as the queue sees it. */

/**
 * An event to come.
 *
 * A class that implements it keeps what it needs in fields, so that an event is one allocation. Each class declares the queue's
 * fields itself, because the constructor call of a common base class would take longer than most events.
 */
export interface QueuedEvent {
  /** Due time, in ms since the start of the clock. Set by the queue. */
  atMs: number;
  /** Order among events that are due at the same time. Set by the queue. */
  sequence: number;
  /** Place in the queue, or NOT_QUEUED. Set by the queue. */
  slot: number;
  /** A background event, such as a metadata refresh, does not keep a run alive. Must not change while the event is queued. */
  readonly isBackground: boolean;
  run(): void;
}

/** The slot of an event that is not in the queue. */
export const NOT_QUEUED = -1;

export function isBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}
