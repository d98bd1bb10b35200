/** Timeouts of requests. */

/** A client may send a negative one, which a broker treats like 0: it does not wait. */
export function timeout(timeoutMs: number): number {
  return Math.max(0, timeoutMs);
}
