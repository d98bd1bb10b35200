/**
 * How ratios are measured: the baseline and our code run alternately (A B A B ...), and the result is the median of the ratios of
 * neighbouring runs, so that changes in the machine's speed affect both.
 */

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The median of ours() / baseline(). Both return the time they took. The first `warmUp` rounds are not counted.
 *
 * Garbage is not collected explicitly between rounds: a full collection while no simulation exists discards the hidden classes of its
 * objects, and with them the machine code compiled for these classes, which does not happen in a real program.
 */
export async function medianRatio({ rounds, warmUp, baseline, ours }) {
  const ratios = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    const baselineMs = await baseline();
    const oursMs = await ours();
    if (round >= warmUp) ratios.push(oursMs / baselineMs);
  }
  return median(ratios);
}

/** Used by measures of memory. */
export function collectGarbage() {
  globalThis.gc?.();
}

/** Milliseconds that `work` takes. */
export function timed(work) {
  const before = performance.now();
  work();
  return performance.now() - before;
}
