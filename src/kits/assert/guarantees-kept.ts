/**
 * The expectation that the guarantees of a simulation are kept so far, and that those in its option
 * `breaks` are violated.
 */
import type { SimulationProblem } from '../../sim/index.ts';
import { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { historyOf } from './record-history.ts';
import { expectSimulation } from './wrong-subject.ts';

const MOST_HISTORIES = 2;

/**
 * @throws TypeError if `sim` is not a simulation
 * @throws SimulationError of kind 'misuse' if it was created without guarantees
 */
export function guaranteesKept(sim: Simulation): ExpectationResult {
  const { trial: run } = expectSimulation(sim, 'toKeepItsGuarantees');
  if (!run.isOn) {
    throw run.failures.misuse("This simulation checks no guarantees: create it with { guarantees: 'all' }.");
  }
  const found = run.findProblem();
  return {
    isMet: found === undefined,
    run,
    problem: () => (found === undefined ? `Every guarantee was kept.\n${sim.verdict()}` : problemOf(found, sim)),
  };
}

function problemOf({ guarantee, kind, problem }: SimulationProblem, sim: Simulation): string {
  if (kind === 'an expected violation did not occur')
    return `Expected a violation of ${guarantee}, but none occurred.\n${sim.verdict()}`;
  const { lost, duplicated, reordered, phantom } = sim.verdict();
  const records = new Set([...lost, ...duplicated, ...reordered, ...phantom].map(({ record }) => record));
  const entries = [...records].filter((record) => record instanceof RecordEntry);
  return [`${guarantee} was violated.`, problem, ...entries.slice(0, MOST_HISTORIES).map(historyOf)].join('\n');
}
