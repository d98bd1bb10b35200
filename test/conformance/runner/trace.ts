/**
 * A trace: what a producer did in a scenario.
 *
 * Owns: its shape, its text (one event a line, as in the golden files), and collecting events.
 * Refuses to know: what events there are.
 */
import type { Kernel } from '../../../src/sim/index.ts';

/** An event: its time in ms since the start, its kind, and what the kind says. */
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
   * `quiescent`: all steps and sends were done. `until`: the time limit was reached. `deadlock-or-idle`: nothing can happen any
   * more.
   */
  readonly finish: string;
  readonly finishT: number;
  readonly events: readonly TraceEvent[];
  readonly futures: readonly TraceFuture[];
  readonly metrics: TraceMetrics;
}

export class TraceRecorder {
  readonly events: TraceEvent[] = [];
  private readonly kernel: Kernel;
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
    '  ],',
    `  "metrics": ${JSON.stringify(metrics)}`,
    '}',
    '',
  ].join('\n');
}

function lines(entries: readonly unknown[]): string[] {
  return entries.map((entry, index) => `    ${JSON.stringify(entry)}${index + 1 < entries.length ? ',' : ''}`);
}
