/**
 * The expectation that every fault has fired, except the optional ones.
 */
import type { Simulation } from '../../simulation/simulation.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { expectSimulation } from './wrong-subject.ts';

/** @throws TypeError if `sim` is not a simulation */
export function everyFaultFired(sim: Simulation): ExpectationResult {
  const idle = expectSimulation(sim, 'toHaveFiredEveryFault').faults.idleLines();
  return {
    isMet: idle.length === 0,
    run: sim.trial,
    problem: () => {
      const fired = sim.faults.list().map(({ description, fired: times }) => `  ${description} (fired: ${times})`);
      if (idle.length === 0) return ['Every fault has fired:', ...fired].join('\n');
      return [
        idle.length === 1 ? 'This fault never fired:' : 'These faults never fired:',
        ...idle.map((line) => `  ${line}`),
        `Requests of the clients: ${requestCounts(sim)}.`,
        'Adjust their scope, or mark them .optional().',
      ].join('\n');
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
