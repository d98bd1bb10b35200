/**
 * Expected: the trace of a run is, line by line, the one a file holds.
 *
 * Owns: writing that file, the first time and on demand (KAFKA_TRIAL_UPDATE=1), never on a build machine unless told to.
 */
import { firstDivergence } from '../../sim/index.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { environment, files } from './environment.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { simulation } from './faults-fired.ts';

const UPDATE_VARIABLE = 'KAFKA_TRIAL_UPDATE';

/**
 * @param file a path from the working directory, or a URL: `new URL('./golden.txt', import.meta.url)`
 * @throws TypeError for a subject that is no simulation
 * @throws Error where there are no files, as in a browser
 */
export function traceMatches(sim: Simulation, file: string | URL): ExpectationResult {
  const text = traceText(sim);
  const disk = files();
  if (disk === undefined) throw new Error('assertTrace() needs files, and this host has none.');
  const exists = disk.existsSync(file);
  if (isAsked(UPDATE_VARIABLE) || (!exists && !isAsked('CI'))) {
    disk.writeFileSync(file, text);
    return traceOutcome(sim, file, text);
  }
  return traceOutcome(sim, file, exists ? disk.readFileSync(file, 'utf8') : undefined);
}

/** `wanted`: what the file holds; undefined if there is none. */
export function traceOutcome(sim: Simulation, file: string | URL, wanted: string | undefined): ExpectationResult {
  const text = traceText(sim);
  return {
    isMet: wanted === text,
    trial: sim.trial,
    problem: () => {
      if (wanted === text) return `The trace is the one in ${file}.`;
      if (wanted === undefined) return `There is no ${file} to hold the trace to. ${HOW_TO_WRITE}`;
      const divergence = firstDivergence(wanted.trimEnd().split('\n'), text.trimEnd().split('\n'));
      return [
        `The trace is not the one in ${file} (first: the file, second: this run).`,
        divergence,
        HOW_TO_WRITE,
      ].join('\n');
    },
  };
}

/**
 * The trace as a file holds it.
 *
 * @throws SimulationError of kind 'misuse' without a trace
 */
export function traceText(sim: Simulation): string {
  const { trace, trial } = simulation(sim, 'toMatchTrace');
  if (!trace.isOn) throw trial.failures.misuse('There is no trace: the simulation was made with { trace: false }.');
  return `${trace.lines.join('\n')}\n`;
}

const HOW_TO_WRITE = `If the new one is right, write it: vitest -u, or ${UPDATE_VARIABLE}=1.`;

function isAsked(variable: string): boolean {
  return !['', '0', 'false', undefined].includes(environment(variable));
}
