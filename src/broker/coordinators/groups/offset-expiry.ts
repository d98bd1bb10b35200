/**
 * When a broker looks for offsets that have expired, and for groups that are left without any: every
 * offsets.retention.check.interval.ms. No check is planned while the broker has no groups.
 */
import type { BrokerConfig } from '../../config/broker-config.ts';
import type { VolatileState } from '../../state/broker.ts';
import type { Timer, Timers } from '../../state/timers.ts';

export class OffsetExpiry implements VolatileState {
  private readonly timers: Timers;
  private readonly intervalMs: number;
  private readonly check: () => boolean;
  /** The time from which the intervals are counted. In Kafka the start of the broker, here that of its first coordinator. */
  private beganMs: number | undefined;
  private planned: Timer | undefined;

  /** @param check returns whether there are groups left */
  constructor(timers: Timers, { offsetsRetentionCheckIntervalMs }: BrokerConfig, check: () => boolean) {
    this.timers = timers;
    this.intervalMs = offsetsRetentionCheckIntervalMs;
    this.check = check;
  }

  begin(nowMs: number): void {
    this.beganMs ??= nowMs;
  }

  /** Plans the next check, unless it is planned already. */
  planCheck(nowMs: number): void {
    if (this.planned !== undefined) return;
    const sinceLastMs = (nowMs - (this.beganMs ?? nowMs)) % this.intervalMs;
    this.planned = this.timers.start(this.intervalMs - sinceLastMs, () => {
      this.planned = undefined;
      if (this.check()) this.planCheck(nowMs - sinceLastMs + this.intervalMs);
    });
  }

  /** The broker's process has ended. */
  reset(): void {
    this.beganMs = undefined;
    this.planned = undefined;
  }
}
