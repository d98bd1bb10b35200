/**
 * How a run ended: the four endings a reader must be able to tell apart.
 */

export interface Ending {
  readonly kind: 'condition met' | 'time reached' | 'nothing left to do' | 'gave up';
  /** Virtual time at the end, in ms since the epoch. */
  readonly atMs: number;
  /** Events this run has run. */
  readonly events: number;
}

/** The ending as a sentence. With `startMs`, its time is told from there. */
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
    case 'gave up':
      return `Gave up ${place}: raise maxEvents if the run is meant to be this long.`;
  }
}
