/**
 * The way from one host to another: how long a message takes on it.
 *
 * Owns: latency. Refuses to know: connections, and the order of messages on them.
 */
import type { RandomStream } from './random.ts';

/** One way, per message, in ms; each whole number from min to max is as likely. */
export interface LatencyRange {
  readonly minMs: number;
  readonly maxMs: number;
}

export class Link {
  private latency: LatencyRange;
  private readonly random: RandomStream;

  constructor(latency: LatencyRange, random: RandomStream) {
    this.latency = checked(latency);
    this.random = random;
  }

  setLatency(latency: LatencyRange): void {
    this.latency = checked(latency);
  }

  /** How long the next message takes, in ms. A fixed latency draws nothing. */
  drawLatencyMs(): number {
    const { minMs, maxMs } = this.latency;
    return minMs === maxMs ? minMs : this.random.between(minMs, maxMs);
  }
}

function checked(latency: LatencyRange): LatencyRange {
  const { minMs, maxMs } = latency;
  if (Number.isInteger(minMs) && Number.isInteger(maxMs) && minMs >= 0 && maxMs >= minMs) return latency;
  throw new RangeError(
    `A latency cannot be from ${minMs} to ${maxMs} ms: give whole numbers, 0 or more, the lower first`,
  );
}
