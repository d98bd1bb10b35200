/**
 * Expected: every guarantee that the simulation is held to is kept, and those it is meant to break are broken.
 *
 * Owns: whose stories show it. Refuses to know: what is guaranteed (invariants).
 */
import type { SimulationProblem } from '../../sim/index.ts';
import { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { simulation } from './faults-fired.ts';
import { recordStory } from './record-story.ts';

const MOST_STORIES = 2;

/**
 * @throws TypeError for a subject that is no simulation
 * @throws SimulationError of kind 'misuse' if it is held to none
 */
export function guaranteesKept(sim: Simulation): ExpectationResult {
  const { trial } = simulation(sim, 'toKeepItsGuarantees');
  if (!trial.isOn) {
    throw trial.failures.misuse("This simulation is held to no guarantee: make it with { guarantees: 'all' }.");
  }
  const found = trial.findProblem();
  return {
    isMet: found === undefined,
    trial,
    problem: () => (found === undefined ? `Every guarantee is kept.\n${sim.verdict()}` : problemOf(found, sim)),
  };
}

function problemOf({ guarantee, kind, problem }: SimulationProblem, sim: Simulation): string {
  if (kind === 'an expected violation did not occur')
    return `Expected a violation of ${guarantee}, but none occurred.\n${sim.verdict()}`;
  const { lost, duplicated, reordered, phantom } = sim.verdict();
  const records = new Set([...lost, ...duplicated, ...reordered, ...phantom].map(({ record }) => record));
  const notes = [...records].filter((record) => record instanceof RecordEntry);
  return [`${guarantee} was violated.`, problem, ...notes.slice(0, MOST_STORIES).map(recordStory)].join('\n');
}
