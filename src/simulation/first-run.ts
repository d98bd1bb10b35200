/**
 * Tells when the first run of the process has ended: by then, most of what runs need has been compiled, and can be kept for later
 * processes (src/start).
 */

let isOver = false;
let listener = (): void => {};

/** Calls `then` when the first run has ended; never if it has ended before. */
export function onFirstRun(then: () => void): void {
  if (!isOver) listener = then;
}

export function runHasEnded(): void {
  if (isOver) return;
  isOver = true;
  listener();
}
