/**
 * The report of a failed test: an HTML page in the folder that the environment variable KAFKA_TRIAL_REPORT names. Without the variable nothing is
 * written.
 */
import { checkArgument, checkOptions } from '../../checks/arguments.ts';
import { FUNCTION, STRING } from '../../checks/value-type.ts';
import { htmlPage } from '../../report/html/html-report.ts';
import { Trial } from '../../simulation/checking/trial.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { environment, files } from './environment.ts';
import { expectSimulation } from './wrong-subject.ts';

export const REPORT_VARIABLE = 'KAFKA_TRIAL_REPORT';

const REPORT = 'Report: ';

export interface FailedTest {
  /** Its full name; default: none is known, and the file is named by the seed and the fingerprint. */
  readonly name?: string;
  readonly problem: string;
  readonly replayCommand?: string;
}

/**
 * Writes the report of a test that has failed, if the user wants one and the host has files.
 *
 * @returns the line that tells where it is, or why it could not be written; `null` if the user wants none, or if `problem` tells already
 */
export function reportOf(run: unknown, { name, problem, replayCommand }: FailedTest): string | null {
  const folder = wantedFolder();
  const disk = files();
  if (folder === undefined || disk === undefined || !(run instanceof Trial) || problem.includes(`\n${REPORT}`))
    return null;
  const { trace, startMs, nowMs, failures } = run;
  const { seed } = failures.circumstances();
  if (!trace.isOn) return `No report for ${REPORT_VARIABLE}: the simulation was created with { trace: false }.`;
  const title = name ?? `Test with seed ${seed}`;
  const about = { title, failure: problem, ...(replayCommand !== undefined && { replayCommand }) };
  const page = htmlPage({ trace, trial: run, seed, startMs, nowMs: nowMs - startMs }, about);
  const file = `${name === undefined ? `test-${trace.fingerprint()}` : slug(name)}-seed-${seed}.html`;
  const path = `${folder.replace(/[/\\]+$/, '')}/${file}`;
  try {
    disk.mkdirSync(folder, { recursive: true });
    disk.writeFileSync(path, page);
    return REPORT + path;
  } catch (error) {
    return `The report could not be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A host may refuse to tell its environment, as Deno does. */
function wantedFolder(): string | undefined {
  try {
    return environment(REPORT_VARIABLE) || undefined;
  } catch {
    return undefined;
  }
}

/** Letters and digits, joined by `-`. Names in other scripts keep their letters. */
function slug(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['test'];
  return words.join('-').slice(0, 100);
}

/**
 * Runs a test on a simulation. If it throws, and the environment variable KAFKA_TRIAL_REPORT names a folder, it writes a report there as an HTML page, and
 * adds its path to the message of the error. The functions `assert...` and the test function of `kafka-trial/vitest` do the same by themselves.
 *
 * @param test what may fail, such as `() => sim.run(program)`
 * @param options name: the name of the test, for the heading and the file. Default: the file is named by the seed and the fingerprint of the trace
 * @returns what the test returns
 * @throws what the test throws (rejects)
 *
 * @example
 * import { Simulation } from 'kafka-trial';
 * import { withReport } from 'kafka-trial/assert';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * await withReport(sim, () => sim.run(() => sim.sleep(1_000)), { name: 'a second passes' });
 * console.log(sim.nowMs);
 * // prints: 1000
 */
export async function withReport<T>(
  sim: Simulation,
  test: () => T | Promise<T>,
  options: { readonly name?: string } = {},
): Promise<T> {
  const { trial } = expectSimulation(sim, 'withReport()');
  checkArgument('withReport(sim, test)', test, FUNCTION);
  checkOptions('withReport()', options, { name: STRING });
  try {
    return await test();
  } catch (error) {
    if (error instanceof Error) {
      const line = reportOf(trial, { ...options, problem: error.message });
      if (line !== null) addLine(error, line);
    }
    throw error;
  }
}

/** Adds a line to the message of an error, and to its stack, which is what some test runners print. */
export function addLine(error: Error, line: string): void {
  if (!Object.isExtensible(error)) return;
  const { message, stack } = error;
  const longer = `${message}\n${line}`;
  error.message = longer;
  if (stack?.includes(message)) error.stack = stack.replace(message, () => longer);
}
