/**
 * Expected: every promise that the simulation is held to is kept, and those it is meant to break are broken.
 *
 * Owns: whose stories show it. Refuses to know: what is promised (invariants).
 */
import type { SimulationProblem } from '../sim/index.ts';
import { RecordNote } from '../simulation/sent-notes.ts';
import type { Simulation } from '../simulation.ts';
import { simulation } from './faults-fired.ts';
import type { Outcome } from './outcome.ts';
import { recordStory } from './record-story.ts';

const MOST_STORIES = 2;

/**
 * @throws TypeError for a subject that is no simulation
 * @throws SimulationError of kind 'misuse' if it is held to none
 */
export function promisesKept(sim: Simulation): Outcome {
  const { trial } = simulation(sim, 'toKeepItsPromises');
  if (!trial.isOn) {
    throw trial.failing.misuse("This simulation is held to no promise: make it with { promises: 'all' }.");
  }
  const found = trial.findProblem();
  return {
    isMet: found === undefined,
    trial,
    problem: () => (found === undefined ? `Every promise is kept.\n${sim.verdict()}` : problemOf(found, sim)),
  };
}

function problemOf({ promise, kind, problem }: SimulationProblem, sim: Simulation): string {
  if (kind === 'a promise was kept') return `${promise} was to be broken, and is kept.\n${sim.verdict()}`;
  const { lost, duplicated, reordered, phantom } = sim.verdict();
  const records = new Set([...lost, ...duplicated, ...reordered, ...phantom].map(({ record }) => record));
  const notes = [...records].filter((record) => record instanceof RecordNote);
  return [`${promise} is broken.`, problem, ...notes.slice(0, MOST_STORIES).map(recordStory)].join('\n');
}
