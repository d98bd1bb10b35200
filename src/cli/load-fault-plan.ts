/**
 * Reads the file of `--faults`.
 *
 * Owns: the one line that says what is wrong with it.
 * Refuses to know: what a plan may say (simulation/faults/read-fault-plan.ts).
 */
import { readFile } from 'node:fs/promises';
import { type FaultPlan, readFaultPlan } from '../index.ts';
import { firstLine, UsageError } from './usage-error.ts';

/** @throws UsageError unless the file is there, is JSON, and is a plan of faults */
export async function loadFaultPlan(file: string): Promise<FaultPlan> {
  try {
    return readFaultPlan(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? firstLine(error.message) : firstLine(error)}`);
  }
}
