/**
 * Something that will happen.
 *
 * Owns: what the queue asks of an event, and the order of two. Refuses to know: what an event does.
 */

/**
 * Its classes carry what they need as fields, so that an event is one allocation; the queue's own fields are declared by each,
 * since a common base class would cost every `new` more than the event's work.
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

export function isBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}
