/**
 * A clock outside the simulator that sets the pace: while a kernel follows one, its time passes when the outside clock says so,
 * not because `run()` moves it.
 */

/** A clock that a kernel can follow. */
export interface ClockSource {
  /** The time of the outside clock, in whole ms since the epoch. It may run ahead of the kernel's. */
  now(): number;
  /** Called after an event was added to the kernel's queue: it may be due before all others. Not called during `runDue()`. */
  eventAdded(): void;
}
