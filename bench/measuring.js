/**
 * How all measures are taken: ours and the yardstick in turns (A B A B ...), and the median of the ratios of neighbours,
 * so that a machine that slows down slows both.
 */

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Median of ours() / yardstick(), each returning what it took; the first `warmUp` rounds do not count.
 *
 * Garbage is collected when it is time, not between rounds: a full collection while nothing runs throws away the shapes of all
 * objects that are gone, and with them the machine code that was compiled for these shapes. No program works like that.
 */
export async function medianRatio({ rounds, warmUp, yardstick, ours }) {
  const ratios = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    const least = await yardstick();
    const taken = await ours();
    if (round >= warmUp) ratios.push(taken / least);
  }
  return median(ratios);
}

/** For measures of memory. */
export function collectGarbage() {
  globalThis.gc?.();
}

/** Milliseconds that `work` takes. */
export function timed(work) {
  const before = performance.now();
  work();
  return performance.now() - before;
}
