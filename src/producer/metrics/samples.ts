/**
 * Averages, maxima and rates over the last windows of time (Java's SampledStat). Recording a value is an addition; everything else
 * is computed when the metrics are read.
 */

/** A window ends with the first value after its time, and counts no longer once it is as old as all windows together. */
export interface Windows {
  /** metrics.num.samples */
  readonly count: number;
  /** metrics.sample.window.ms */
  readonly lengthMs: number;
  /** The policy `sampleAge` of the client's version: whether a window counts as long as it overlaps all windows together. */
  readonly keepsOverlapping?: boolean;
}

interface Sample {
  startMs: number;
  /** Of the last value; without values, `startMs`. */
  lastMs: number;
  count: number;
  sum: number;
  /** Has no meaning while `count` is 0. */
  max: number;
}

const MS_PER_SECOND = 1_000;

export class Samples {
  private readonly windows: Windows;
  /** At most `slots`, which are reused in turn. */
  private readonly samples: Sample[] = [];
  private readonly slots: number;
  private current = 0;
  /** The current window. */
  private sample: Sample;

  constructor(windows: Windows) {
    this.windows = windows;
    this.slots = windows.keepsOverlapping === true ? windows.count + 1 : windows.count;
    this.sample = { startMs: -windows.lengthMs, lastMs: -windows.lengthMs, count: 0, sum: 0, max: 0 };
  }

  record(value: number, nowMs: number, times: number = 1): void {
    if (nowMs - this.sample.startMs >= this.windows.lengthMs) this.startNext(nowMs);
    const { sample } = this;
    if (sample.count === 0 || value > sample.max) sample.max = value;
    sample.lastMs = nowMs;
    sample.count += times;
    sample.sum += value * times;
  }

  /** NaN if there is no value. */
  average(nowMs: number): number {
    this.forgetOld(nowMs);
    let count = 0;
    for (const sample of this.samples) count += sample.count;
    return count === 0 ? Number.NaN : this.sum() / count;
  }

  /** NaN if there is no value. */
  maximum(nowMs: number): number {
    this.forgetOld(nowMs);
    let max = Number.NEGATIVE_INFINITY;
    for (const sample of this.samples) if (sample.count > 0) max = Math.max(max, sample.max);
    return max === Number.NEGATIVE_INFINITY ? Number.NaN : max;
  }

  ratePerSecond(nowMs: number): number {
    this.forgetOld(nowMs);
    return this.sum() / (this.coveredMs(nowMs) / MS_PER_SECOND);
  }

  private sum(): number {
    let sum = 0;
    for (const sample of this.samples) sum += sample.sum;
    return sum;
  }

  /**
   * The time since the oldest window began. Windows that have not begun yet count as if they were over, since the first rates
   * would otherwise be far too high.
   */
  private coveredMs(nowMs: number): number {
    const { count, lengthMs } = this.windows;
    if (this.samples.length === 0) this.startNext(nowMs);
    const elapsedMs = nowMs - Math.min(...this.samples.map(({ startMs }) => startMs));
    const missing = Math.max(0, count - 1 - Math.floor(elapsedMs / lengthMs));
    return Math.max(elapsedMs + missing * lengthMs, 1);
  }

  private forgetOld(nowMs: number): void {
    const { count, lengthMs, keepsOverlapping } = this.windows;
    for (const [index, { startMs, lastMs }] of this.samples.entries()) {
      if (nowMs - (keepsOverlapping === true ? lastMs : startMs) >= count * lengthMs) this.start(index, nowMs);
    }
  }

  private startNext(nowMs: number): void {
    if (this.samples.length > 0) this.current = (this.current + 1) % this.slots;
    this.sample = this.start(this.current, nowMs);
  }

  private start(index: number, startMs: number): Sample {
    const sample = this.samples[index] ?? { startMs, lastMs: startMs, count: 0, sum: 0, max: 0 };
    this.samples[index] = sample;
    sample.startMs = startMs;
    sample.lastMs = startMs;
    sample.count = 0;
    sample.sum = 0;
    sample.max = 0;
    return sample;
  }
}

/** A rate over the last windows, and the total since the beginning. */
export class Meter {
  private readonly samples: Samples;
  total = 0;

  constructor(windows: Windows) {
    this.samples = new Samples(windows);
  }

  record(value: number, nowMs: number): void {
    this.samples.record(value, nowMs);
    this.total += value;
  }

  ratePerSecond(nowMs: number): number {
    return this.samples.ratePerSecond(nowMs);
  }
}
