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
      return [...idle, `Requests of the clients: ${requestCounts(sim)}.`].join('\n');
    },
  };
}

/** `2 Metadata, 1 Produce`, in the order in which each API was first used. */
function requestCounts({ trace }: Simulation): string {
  const counts = new Map<string, number>();
  for (const { event } of trace.entries) {
    if (!event.endsWith(' request')) continue;
    const api = event.slice(0, -' request'.length);
    counts.set(api, (counts.get(api) ?? 0) + 1);
  }
  if (counts.size === 0) return trace.isOn ? 'none' : 'unknown without a trace';
  return Array.from(counts, ([api, count]) => `${count} ${api}`).join(', ');
}
