/**
 * The expectation that the trace of a run equals the content of a file, line by line. The file is written the first
 * time and with KAFKA_TRIAL_UPDATE=1, but not in CI unless that variable is set.
 */
import { firstDivergence } from '../../sim/index.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { environment, files } from './environment.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { expectSimulation, wrongSubject } from './wrong-subject.ts';

const UPDATE_VARIABLE = 'KAFKA_TRIAL_UPDATE';

/**
 * @param file a path relative to the working directory, or a URL: `new URL('./golden.txt', import.meta.url)`
 * @throws TypeError if `sim` is not a simulation, or `file` neither a path nor a URL
 * @throws Error if the host has no files, as in a browser
 */
export function traceMatches(sim: Simulation, file: string | URL): ExpectationResult {
  const text = traceText(sim);
  const isFile = (typeof file === 'string' && file !== '') || file instanceof URL;
  if (!isFile) throw wrongSubject('The file of a trace is a path or a URL', file);
  const disk = files();
  if (disk === undefined) throw new Error('assertTrace() needs a file system, and this host has none.');
  const exists = disk.existsSync(file);
  if (isSet(UPDATE_VARIABLE) || (!exists && !isSet('CI'))) {
    disk.writeFileSync(file, text);
    return compareTrace(sim, file, text);
  }
  return compareTrace(sim, file, exists ? disk.readFileSync(file, 'utf8') : undefined);
}

/** `expected` is the content of the file; `undefined` if it does not exist. */
export function compareTrace(sim: Simulation, file: string | URL, expected: string | undefined): ExpectationResult {
  const text = traceText(sim);
  return {
    isMet: expected === text,
    run: sim.trial,
    problem: () => {
      if (expected === text) return `The trace equals ${file}.`;
      if (expected === undefined) return `There is no file ${file} to compare the trace with. ${HOW_TO_UPDATE}`;
      const divergence = firstDivergence(expected.trimEnd().split('\n'), text.trimEnd().split('\n'));
      return [`The trace differs from ${file} (first: the file, second: this run).`, divergence, HOW_TO_UPDATE].join(
        '\n',
      );
    },
  };
}

/**
 * The trace as the content of a file.
 *
 * @throws SimulationError of kind 'misuse' if the simulation was created with `trace: false`
 */
export function traceText(sim: Simulation): string {
  const { trace, trial: run } = expectSimulation(sim, 'toMatchTrace');
  if (!trace.isOn) throw run.failures.misuse('There is no trace: the simulation was created with { trace: false }.');
  return `${trace.lines.join('\n')}\n`;
}

const HOW_TO_UPDATE = `If the new trace is correct, update the file with vitest -u or ${UPDATE_VARIABLE}=1.`;

function isSet(variable: string): boolean {
  return !['', '0', 'false', undefined].includes(environment(variable));
}
