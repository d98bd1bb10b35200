/** One direction of the network between two hosts: its latency, and whether messages pass. */
import { Barrier } from './barrier.ts';
import type { RandomStream } from './random.ts';

/** One-way latency of a message, in ms, drawn uniformly from the whole numbers `minMs` to `maxMs`. */
export interface LatencyRange {
  readonly minMs: number;
  readonly maxMs: number;
}

export class Link {
  private latency: LatencyRange;
  private readonly random: RandomStream;
  private extraMs = 0;
  /** Replaced as a whole, never modified; `undefined` while the link is open, which it nearly always is. */
  private barriers: readonly Barrier[] | undefined;

  constructor(latency: LatencyRange, random: RandomStream) {
    this.latency = checked(latency);
    this.random = random;
  }

  setLatency(latency: LatencyRange): void {
    this.latency = checked(latency);
  }

  /** Draws the latency of the next message, in ms. A fixed latency takes no random number. */
  drawLatencyMs(): number {
    const { minMs, maxMs } = this.latency;
    return (minMs === maxMs ? minMs : this.random.between(minMs, maxMs)) + this.extraMs;
  }

  /**
   * Delays every message by `extraMs` more.
   *
   * @returns a function that undoes it
   */
  slow(extraMs: number): () => void {
    this.extraMs += extraMs;
    let isUndone = false;
    return () => {
      if (!isUndone) this.extraMs -= extraMs;
      isUndone = true;
    };
  }

  /** The barrier that messages wait at; `undefined` while the link is open. */
  get barrier(): Barrier | undefined {
    return this.barriers?.[0];
  }

  /**
   * Lets no message pass.
   *
   * @param isAtReceiver the messages that wait have arrived, and are only not read yet
   * @returns a function that undoes it and delivers the waiting messages in order
   */
  close(isAtReceiver = false): () => void {
    const barrier = new Barrier(isAtReceiver);
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
    `A latency range must consist of whole numbers, 0 or more, the lower first, but it is ${minMs} to ${maxMs} ms`,
  );
}
