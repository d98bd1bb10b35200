/**
 * Notices when clients do nothing but housekeeping: they poll, refresh metadata and send heartbeats without end, so that a program which
 * waits in vain would never run out of events.
 */
import type { Cluster } from '../broker/index.ts';
import type { ApiName, FetchResponse, RequestEnvelope, ResponseEnvelope } from '../protocol/messages.ts';
import type { Kernel } from '../sim/index.ts';
import type { Faults } from '../simulation/faults/faults.ts';
import type { IdleWatch } from '../simulation/run/run-to-end.ts';
import type { TrafficListener } from './connections/bridge.ts';

/** What clients ask again and again. */
const HOUSEKEEPING: ReadonlySet<string> = new Set<ApiName | 'Heartbeat'>([
  'ApiVersions',
  'Fetch',
  'FindCoordinator',
  'Heartbeat',
  'ListOffsets',
  'Metadata',
  'OffsetFetch',
]);

/** The watch looks this many times in maxIdleMs whether anything has happened that it is not notified of. */
const LOOKS = 10;

export interface IdleWatchOptions {
  readonly maxIdleMs: number;
  readonly kernel: Kernel;
  readonly startMs: number;
  readonly cluster: Cluster;
  readonly faults: Faults;
  /** Whether the program awaits a sleep or a timer that was set no later than at that time, in ms since the epoch. */
  readonly sleepsSince: (atMs: number) => boolean;
}

export class HousekeepingWatch implements IdleWatch, TrafficListener {
  readonly maxIdleMs: number;
  private readonly options: IdleWatchOptions;
  private activeAtMs: number;
  private nextLookAtMs = 0;
  /** What stood in all logs at the latest look. */
  private seenRecords = -1;
  /** How often faults had fired at the latest look. */
  private seenFired = 0;

  constructor(options: IdleWatchOptions) {
    this.options = options;
    this.maxIdleMs = options.maxIdleMs;
    this.activeAtMs = options.kernel.now();
  }

  begin(): void {
    this.activeAtMs = this.options.kernel.now();
  }

  requested({ request }: RequestEnvelope): void {
    if (!HOUSEKEEPING.has(request.api)) this.activeAtMs = this.options.kernel.now();
  }

  responded({ response }: ResponseEnvelope): void {
    if (response.api === 'Fetch' && hasRecords(response)) this.activeAtMs = this.options.kernel.now();
  }

  ended(): void {}

  isIdle(): boolean {
    const nowMs = this.options.kernel.now();
    if (nowMs >= this.nextLookAtMs) this.look(nowMs);
    return nowMs - this.activeAtMs >= this.maxIdleMs;
  }

  /** Own clients, brokers and faults act without a notice, and the program may sleep. */
  private look(nowMs: number): void {
    const { cluster, faults, startMs, sleepsSince } = this.options;
    const intervalMs = Math.ceil(this.maxIdleMs / LOOKS);
    this.nextLookAtMs = nowMs + intervalMs;
    // Timers that are set again and again, as clients do, are younger.
    if (sleepsSince(nowMs - intervalMs)) this.activeAtMs = nowMs;
    const scheduledUntilMs = startMs + faults.scheduledUntilMs;
    if (scheduledUntilMs > this.activeAtMs) this.activeAtMs = Math.min(scheduledUntilMs, nowMs);
    let records = 0;
    for (const { log } of cluster.replicas()) records += log.endOffset;
    const fired = faults.list().reduce((sum, fault) => sum + fault.fired, 0);
    if (records !== this.seenRecords || fired !== this.seenFired) this.activeAtMs = nowMs;
    this.seenRecords = records;
    this.seenFired = fired;
  }
}

function hasRecords({ partitions }: FetchResponse): boolean {
  return partitions.some(({ records }) => records.length > 0);
}
