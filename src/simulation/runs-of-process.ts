/** What is known of the runs of the process, across all simulations. It affects only speed and what stacks show. */

let ended = 0;
let firstRunEnded = (): void => {};

/** Number of runs that have ended. */
export function runsEnded(): number {
  return ended;
}

export function runHasEnded(): void {
  if (ended++ === 0) firstRunEnded();
}

/**
 * Calls `then` when the first run has ended, at once if it has ended already: most of what runs need has been compiled by then, and can
 * be kept for later processes (src/start).
 */
export function onFirstRun(then: () => void): void {
  if (ended > 0) then();
  else firstRunEnded = then;
}

/** Forgets everything, as in a new process. For tests. */
export function forgetRuns(): void {
  ended = 0;
  firstRunEnded = () => {};
}
