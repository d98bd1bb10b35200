/**
 * How all measures are taken: ours and the yardstick in turns (A B A B ...), and the median of the ratios of neighbours,
 * so that a machine that slows down slows both.
 */

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median of ours() / yardstick(), each returning what it took; the first `warmUp` rounds do not count. */
export async function medianRatio({ rounds, warmUp, yardstick, ours }) {
  const ratios = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    collectGarbage();
    const least = await yardstick();
    collectGarbage();
    const taken = await ours();
    if (round >= warmUp) ratios.push(taken / least);
  }
  return median(ratios);
}

/** What one leaves behind is not the other's to clean up. */
export function collectGarbage() {
  globalThis.gc?.();
}

/** Milliseconds that `work` takes. */
export function timed(work) {
  const before = performance.now();
  work();
  return performance.now() - before;
}
