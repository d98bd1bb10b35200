/**
 * Runs programs in a worker, one after the other. A program that keeps the worker from reporting is in an endless loop: the worker is ended,
 * and another one is started for the next run.
 */
import type { Step } from '../history/step.ts';
import type { Problem, RunReport, RunRequest } from '../simulation/messages.ts';
import type { RunOutcome } from '../simulation/record-run.ts';

export interface RunListener {
  steps(steps: readonly Step[]): void;
  done(outcome: RunOutcome): void;
  /** The text of a report; only if one was asked for. */
  reported?(text: string): void;
  failed(problem: Problem): void;
}

/** A worker that reports nothing for so long does not run the simulation. */
const SILENCE_MS = 6_000;
const CHECK_MS = 500;

const ENDLESS: Problem = {
  message:
    'The program was stopped: for six seconds it has not let the simulation go on. It is probably in a loop that never ends and never awaits anything.',
  line: null,
};

/** What determines a run, and what is wanted of it. */
export type Job = Omit<RunRequest, 'id'>;

export class Runner {
  private worker: Worker | null = null;
  private readonly waiting: { readonly job: Job; readonly listener: RunListener }[] = [];
  private current: { readonly id: number; readonly listener: RunListener } | null = null;
  private lastId = 0;
  private heardAtMs = 0;

  constructor() {
    setInterval(() => this.check(), CHECK_MS);
  }

  run(job: Job, listener: RunListener): void {
    this.waiting.push({ job, listener });
    this.next();
  }

  /** Forgets all runs, those in progress included. */
  cancel(): void {
    this.waiting.length = 0;
    if (this.current === null) return;
    this.current = null;
    this.end();
  }

  private next(): void {
    if (this.current !== null) return;
    const entry = this.waiting.shift();
    if (entry === undefined) return;
    const id = ++this.lastId;
    this.current = { id, listener: entry.listener };
    this.heardAtMs = performance.now();
    this.worker ??= this.start();
    this.worker.postMessage({ id, ...entry.job } satisfies RunRequest);
  }

  private start(): Worker {
    const worker = new Worker(new URL('../simulation/worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<RunReport>) => this.received(data);
    worker.onerror = ({ message }) =>
      this.fail({ message: message || 'The simulation could not be loaded.', line: null });
    return worker;
  }

  private received(report: RunReport): void {
    const { current } = this;
    if (report.id !== current?.id) return;
    this.heardAtMs = performance.now();
    if (report.kind === 'steps') current.listener.steps(report.steps);
    else if (report.kind === 'report') this.settle(() => current.listener.reported?.(report.text));
    else if (report.kind === 'refused') this.settle(() => current.listener.failed(report.problem));
    else if (report.kind === 'done') this.settle(() => current.listener.done(report.outcome));
  }

  private settle(tell: () => void): void {
    this.current = null;
    tell();
    this.next();
  }

  private check(): void {
    if (this.current !== null && performance.now() - this.heardAtMs > SILENCE_MS) this.fail(ENDLESS);
  }

  private fail(problem: Problem): void {
    this.end();
    const { current } = this;
    if (current !== null) this.settle(() => current.listener.failed(problem));
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = null;
  }
}
