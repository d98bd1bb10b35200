/**
 * Workers that are threads, one per core.
 *
 * Owns: the pool. Refuses to know: what is worked on.
 */
import { setFlagsFromString } from 'node:v8';
import { Tinypool } from 'tinypool';
import type { Attempt, Batch, Workers } from '../../explore/workers.ts';
import type { CommandHost } from '../command-host.ts';
import type { WorkerTask } from './worker.ts';

export interface Threads extends Workers {
  close(): Promise<void>;
}

/** So many batches per thread are under way: nobody waits for the next one. */
const BATCHES_PER_THREAD = 2;

export function openThreads(
  count: number,
  nameOrFile: string,
  { scenarioFolder, workerFile }: Pick<CommandHost, 'scenarioFolder' | 'workerFile'>,
): Threads {
  forgetHistoriesYoung();
  const pool = new Tinypool({ filename: workerFile.href, minThreads: count, maxThreads: count });
  return {
    count: count * BATCHES_PER_THREAD,
    run: (batch: Batch) => {
      const task: WorkerTask = { nameOrFile, scenarioFolder: scenarioFolder.href, batch };
      return pool.run(task) as Promise<readonly Attempt[]>;
    },
    close: () => pool.destroy(),
  };
}

/**
 * A history is garbage the moment it ends. V8 takes some of its arrays for long-lived, since they outlive a collection or two, and
 * makes the next ones old from birth; what they refer to is then kept until a full collection. That costs a third of the time.
 */
function forgetHistoriesYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
