/**
 * The trace of a run: the recorder of its events, and its text with one event per line, as in the golden files.
 */
import type { Kernel } from '../../../src/sim/index.ts';

/** An event: its time in ms since the start, its kind, and further fields that depend on the kind. */
export interface TraceEvent {
  readonly t: number;
  readonly ev: string;
  readonly [field: string]: unknown;
}

export interface TraceFuture {
  readonly id: string;
  readonly state: 'ok' | 'failed' | 'threw' | 'pending' | 'blockedInSend';
  readonly [field: string]: unknown;
}

export type TraceMetrics = Readonly<Record<string, number | null>>;

export interface Trace {
  readonly scenario: string;
  readonly kafkaVersion: string;
  readonly startMs: number;
  /**
   * `quiescent`: all steps and sends are done. `until`: the time limit is reached. `deadlock-or-idle`: no event is scheduled.
   * `constructFailed`: there is no producer, since its constructor has thrown.
   */
  readonly finish: string;
  readonly finishT: number;
  readonly events: readonly TraceEvent[];
  readonly futures: readonly TraceFuture[];
  /** Absent if there is no producer. */
  readonly metrics?: TraceMetrics;
}

export class TraceRecorder {
  readonly events: TraceEvent[] = [];
  readonly kernel: Kernel;
  readonly startMs: number;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.startMs = kernel.now();
  }

  /** Virtual time since the start. */
  get t(): number {
    return this.kernel.now() - this.startMs;
  }

  record(ev: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.events.push({ t: this.t, ev, ...fields });
  }
}

export function traceText(trace: Trace): string {
  const { events, futures, metrics, ...head } = trace;
  const headLines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  return [
    '{',
    ...headLines,
    '  "events": [',
    ...lines(events),
    '  ],',
    '  "futures": [',
    ...lines(futures),
    metrics === undefined ? '  ]' : '  ],',
    ...(metrics === undefined ? [] : [`  "metrics": ${JSON.stringify(metrics)}`]),
    '}',
    '',
  ].join('\n');
}

function lines(entries: readonly unknown[]): string[] {
  return entries.map((entry, index) => `    ${JSON.stringify(entry)}${index + 1 < entries.length ? ',' : ''}`);
}
