/** How a run of the kernel has ended. */

/**
 * The end of `advance`, `settle` and `Kernel.run`.
 *
 * - `condition met`: the condition to stop at holds.
 * - `time reached`: the time limit was reached.
 * - `nothing left to do`: no event is left.
 * - `gave up`: the maximum number of events has run.
 * - `stopped`: the simulation was closed.
 */
export interface Ending {
  readonly kind: 'condition met' | 'time reached' | 'nothing left to do' | 'gave up' | 'stopped';
  /** Virtual time at the end, in ms since the epoch. */
  readonly atMs: number;
  /** Number of events that ran. */
  readonly events: number;
}

/**
 * Describes an ending in a sentence.
 *
 * @param startMs the time that ms are counted from, in ms since the epoch. Default 0
 */
export function describeEnding(ending: Ending, startMs = 0): string {
  const count = ending.events === 1 ? '1 event' : `${ending.events} events`;
  const place = `at ${ending.atMs - startMs} ms, after ${count}`;
  switch (ending.kind) {
    case 'condition met':
      return `The condition was met ${place}.`;
    case 'time reached':
      return `The time limit was reached ${place}.`;
    case 'nothing left to do':
      return `Nothing was left to do ${place}.`;
    case 'stopped':
      return `Stopped ${place}, because the simulation was closed.`;
    case 'gave up':
      return `Gave up ${place}: raise maxEvents if the run is meant to be this long.`;
  }
}
