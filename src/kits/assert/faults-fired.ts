/**
 * The expectation that every fault has fired, except the optional ones.
 */
import type { Simulation } from '../../simulation/simulation.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { expectSimulation } from './wrong-subject.ts';

/**
 * @throws TypeError if `sim` is not a simulation
 * @throws SimulationError of kind 'misuse' if a fault names a topic or client that there has never been, so that it could not fire
 */
export function everyFaultFired(sim: Simulation): ExpectationResult {
  const { faults, trial } = expectSimulation(sim, 'toHaveFiredEveryFault');
  const idle = faults.idleReport();
  if (faults.hasUnknownName) throw trial.failures.misuse(idle.join('\n'));
  return {
    isMet: idle.length === 0,
    run: trial,
    problem: () => {
      const fired = faults.list().map(({ description, fired: times }) => `  ${description} (fired: ${times})`);
      if (idle.length === 0) return ['Every fault has fired:', ...fired].join('\n');
      return idle.join('\n');
    },
  };
}
