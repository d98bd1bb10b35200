/**
 * A pool of threads that run histories.
 */
import { setFlagsFromString } from 'node:v8';
import { Tinypool } from 'tinypool';
import type { Batch, CaseResult, Workers } from '../../explore/workers.ts';
import type { CommandHost } from '../command-line/command-host.ts';
import type { WorkerTask } from './worker.ts';

export interface Threads extends Workers {
  close(): Promise<void>;
}

/** Batches that are handed out per thread, so that a thread does not wait for its next one. */
const BATCHES_PER_THREAD = 2;

export function openThreads(
  count: number,
  nameOrFile: string,
  { scenarioFolder, workerFile }: Pick<CommandHost, 'scenarioFolder' | 'workerFile'>,
): Threads {
  preventPretenuring();
  const pool = new Tinypool({ filename: workerFile.href, minThreads: count, maxThreads: count });
  return {
    count: count * BATCHES_PER_THREAD,
    run: (batch: Batch) => {
      const task: WorkerTask = { nameOrFile, scenarioFolder: scenarioFolder.href, batch };
      return pool.run(task) as Promise<readonly CaseResult[]>;
    },
    close: () => pool.destroy(),
  };
}

/**
 * Everything in a history becomes garbage when it ends. Some of its arrays survive a young collection or two, so V8
 * would start to allocate such arrays in the old generation, where everything that they refer to stays until a full
 * collection. That would take a third of the time.
 */
function preventPretenuring(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
