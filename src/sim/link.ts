/**
 * The way from one host to another: how long a message takes on it, and whether it is open.
 *
 * Owns: latency, and the barriers across it. Refuses to know: connections, and the order of messages on them.
 */
import { Barrier } from './barrier.ts';
import type { RandomStream } from './random.ts';

/** One way, per message, in ms; each whole number from min to max is as likely. */
export interface LatencyRange {
  readonly minMs: number;
  readonly maxMs: number;
}

export class Link {
  private latency: LatencyRange;
  private readonly random: RandomStream;
  private extraMs = 0;
  /** Replaced, never changed; undefined while the way is open, which is nearly always. */
  private barriers: readonly Barrier[] | undefined;

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
    return (minMs === maxMs ? minMs : this.random.between(minMs, maxMs)) + this.extraMs;
  }

  /** Every message takes `extraMs` longer. Returns the undo. */
  slow(extraMs: number): () => void {
    this.extraMs += extraMs;
    let isUndone = false;
    return () => {
      if (!isUndone) this.extraMs -= extraMs;
      isUndone = true;
    };
  }

  /** The barrier that a message has to wait at, if there is one. */
  get barrier(): Barrier | undefined {
    return this.barriers?.[0];
  }

  /** Lets nothing pass. Returns the undo: what waited goes on, in order. */
  close(): () => void {
    const barrier = new Barrier();
    this.barriers = [...(this.barriers ?? []), barrier];
    return () => {
      const left = this.barriers?.filter((other) => other !== barrier) ?? [];
      this.barriers = left.length === 0 ? undefined : left;
      barrier.open();
    };
  }
}

function checked(latency: LatencyRange): LatencyRange {
  const { minMs, maxMs } = latency;
  if (Number.isInteger(minMs) && Number.isInteger(maxMs) && minMs >= 0 && maxMs >= minMs) return latency;
  throw new RangeError(
    `A latency cannot be from ${minMs} to ${maxMs} ms: give whole numbers, 0 or more, the lower first`,
  );
}
