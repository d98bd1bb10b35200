/**
 * Reads the file given with `--faults`.
 */
import { readFile } from 'node:fs/promises';
import type { FaultPlan } from '../../index.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';

/**
 * The plan is not checked here: `sim.faults.apply` does that.
 *
 * @throws UsageError if the file cannot be read or is not JSON
 */
export async function loadFaultPlan(file: string): Promise<FaultPlan> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as FaultPlan;
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? firstLine(error.message) : firstLine(error)}`);
  }
}
