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
  /** At most `slots`, which are reused in turn. That of the current window is out of date until `store`. */
  private readonly samples: Sample[] = [];
  private readonly slots: number;
  private current = 0;
  /** The current window; see Sample. */
  private startMs: number;
  private lastMs: number;
  private count = 0;
  private sum = 0;
  private max = 0;

  constructor(windows: Windows) {
    this.windows = windows;
    this.slots = windows.keepsOverlapping === true ? windows.count + 1 : windows.count;
    this.startMs = -windows.lengthMs;
    this.lastMs = -windows.lengthMs;
  }

  record(value: number, nowMs: number, times: number = 1): void {
    if (nowMs - this.startMs >= this.windows.lengthMs) this.startNext(nowMs);
    if (this.count === 0 || value > this.max) this.max = value;
    this.lastMs = nowMs;
    this.count += times;
    this.sum += value * times;
  }

  /** NaN if there is no value. */
  average(nowMs: number): number {
    this.forgetOld(nowMs);
    let count = 0;
    for (const sample of this.samples) count += sample.count;
    return count === 0 ? Number.NaN : this.sumOfAll() / count;
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
    return this.sumOfAll() / (this.coveredMs(nowMs) / MS_PER_SECOND);
  }

  private sumOfAll(): number {
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
    this.store();
    for (const [index, { startMs, lastMs }] of this.samples.entries()) {
      if (nowMs - (keepsOverlapping === true ? lastMs : startMs) >= count * lengthMs) this.start(index, nowMs);
    }
  }

  private startNext(nowMs: number): void {
    this.store();
    if (this.samples.length > 0) this.current = (this.current + 1) % this.slots;
    this.start(this.current, nowMs);
  }

  /** Brings the slot of the current window up to date. */
  private store(): void {
    const slot = this.samples[this.current];
    if (slot === undefined) return;
    slot.startMs = this.startMs;
    slot.lastMs = this.lastMs;
    slot.count = this.count;
    slot.sum = this.sum;
    slot.max = this.max;
  }

  private start(index: number, startMs: number): void {
    this.samples[index] = { startMs, lastMs: startMs, count: 0, sum: 0, max: 0 };
    if (index !== this.current) return;
    this.startMs = startMs;
    this.lastMs = startMs;
    this.count = 0;
    this.sum = 0;
    this.max = 0;
  }
}

/** A rate over the last windows, and the total since the beginning. */
export class Meter extends Samples {
  total = 0;

  override record(value: number, nowMs: number): void {
    super.record(value, nowMs);
    this.total += value;
  }
}
