/**
 * Runs histories in several threads, or in this one if they are few.
 */
import type { Tinypool } from 'tinypool';
import type { Program } from '../../explore/program.ts';
import { type Batch, type CaseResult, runBatch, type Workers } from '../../explore/workers.ts';
import type { CommandHost } from '../command-line/command-host.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { inHistory, type ProgramGuard } from './program-guard.ts';
import type { WorkerResult, WorkerTask } from './worker.ts';

/** Up to this number of histories, two threads take longer than one, because each of them compiles the program. */
const FEW_HISTORIES = 100;
/** Twice Node's default, for half as many collections. Each copies as much as before: the history that is running. */
const YOUNG_GENERATION_MB = 96;
/** Batches that are handed out per thread, so that a thread does not wait for its next one. */
const BATCHES_PER_THREAD = 2;

export interface ThreadOptions {
  readonly threads: number;
  /** Also for few histories. */
  readonly always: boolean;
  readonly nameOrFile: string;
}

export class Threads implements Workers {
  private readonly program: Program;
  private readonly options: ThreadOptions;
  private readonly host: Pick<CommandHost, 'scenarioFolder' | 'workerFile'>;
  private readonly guard: ProgramGuard;
  private pool: Tinypool | undefined;

  constructor(
    program: Program,
    options: ThreadOptions,
    host: Pick<CommandHost, 'scenarioFolder' | 'workerFile'>,
    guard: ProgramGuard,
  ) {
    this.program = program;
    this.options = options;
    this.host = host;
    this.guard = guard;
  }

  get count(): number {
    return this.pool === undefined ? 1 : this.options.threads * BATCHES_PER_THREAD;
  }

  async prepare(histories: number): Promise<void> {
    const { threads, always } = this.options;
    if (threads === 1 || this.pool !== undefined || (histories <= FEW_HISTORIES && !always)) return;
    const { Tinypool } = await import('tinypool');
    this.pool = new Tinypool({
      filename: this.host.workerFile.href,
      minThreads: threads,
      maxThreads: threads,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
  }

  async run(batch: Batch): Promise<readonly CaseResult[]> {
    if (this.pool === undefined)
      return runBatch(this.program, batch, (history) => this.guard.check(inHistory(history)));
    const { nameOrFile } = this.options;
    const task: WorkerTask = { nameOrFile, scenarioFolder: this.host.scenarioFolder.href, batch };
    const result = (await this.pool.run(task)) as WorkerResult;
    if ('problem' in result) throw new UsageError(result.problem);
    return result.results;
  }

  async close(): Promise<void> {
    await this.pool?.destroy();
  }
}
