/**
 * The module of a thread: loads the program once and runs the batches that the thread is given.
 */
import type { Program } from '../../explore/program.ts';
import { type Batch, type CaseResult, runBatch } from '../../explore/workers.ts';
import { loadProgram } from './load-program.ts';

export interface WorkerTask {
  readonly nameOrFile: string;
  readonly scenarioFolder: string;
  readonly batch: Batch;
}

// A program that a fault ends early may leave rejections behind that no code handles. They must not end the thread.
process.on('unhandledRejection', () => {});

const programs = new Map<string, Promise<Program>>();

export default async function work({ nameOrFile, scenarioFolder, batch }: WorkerTask): Promise<readonly CaseResult[]> {
  let program = programs.get(nameOrFile);
  if (program === undefined) {
    program = loadProgram(nameOrFile, new URL(scenarioFolder));
    programs.set(nameOrFile, program);
  }
  return runBatch(await program, batch);
}
