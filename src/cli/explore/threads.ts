/**
 * A pool of threads that run histories.
 */
import { Tinypool } from 'tinypool';
import type { Batch, CaseResult, Workers } from '../../explore/workers.ts';
import type { CommandHost } from '../command-line/command-host.ts';
import type { WorkerTask } from './worker.ts';

export interface Threads extends Workers {
  close(): Promise<void>;
}

/** Twice Node's default: half as many collections, each of which copies as much, the history that runs. */
const YOUNG_GENERATION_MB = 96;
/** Batches that are handed out per thread, so that a thread does not wait for its next one. */
const BATCHES_PER_THREAD = 2;

export function openThreads(
  count: number,
  nameOrFile: string,
  { scenarioFolder, workerFile }: Pick<CommandHost, 'scenarioFolder' | 'workerFile'>,
): Threads {
  const pool = new Tinypool({
    filename: workerFile.href,
    minThreads: count,
    maxThreads: count,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  return {
    count: count * BATCHES_PER_THREAD,
    run: (batch: Batch) => {
      const task: WorkerTask = { nameOrFile, scenarioFolder: scenarioFolder.href, batch };
      return pool.run(task) as Promise<readonly CaseResult[]>;
    },
    close: () => pool.destroy(),
  };
}
