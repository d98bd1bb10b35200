/**
 * Expected: every fault that was set has fired, but for the optional ones.
 */
import { Simulation } from '../../simulation/simulation.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { wrongSubject } from './wrong-subject.ts';

/** @throws TypeError for a subject that is no simulation */
export function everyFaultFired(sim: Simulation): ExpectationResult {
  const idle = simulation(sim, 'toHaveFiredEveryFault').faults.idleLines();
  return {
    isMet: idle.length === 0,
    trial: sim.trial,
    problem: () => {
      const fired = sim.faults.list().map(({ description, fired: times }) => `  ${description} (fired: ${times})`);
      if (idle.length === 0) return ['Every fault has fired:', ...fired].join('\n');
      return [
        idle.length === 1 ? 'This fault never fired:' : 'These faults never fired:',
        ...idle.map((line) => `  ${line}`),
        `What clients asked: ${requestCounts(sim)}.`,
        'Fix their scope, or mark them .optional().',
      ].join('\n');
    },
  };
}

/** @throws TypeError unless it is one */
export function simulation(sim: Simulation, matcher: string): Simulation {
  if (sim instanceof Simulation) return sim;
  throw wrongSubject(`${matcher} is about a simulation: give the Simulation itself`, sim);
}

/** `2 Metadata, 1 Produce`, in order of the first of each. */
function requestCounts({ trace }: Simulation): string {
  const counts = new Map<string, number>();
  for (const { event } of trace.entries) {
    if (!event.endsWith(' request')) continue;
    const api = event.slice(0, -' request'.length);
    counts.set(api, (counts.get(api) ?? 0) + 1);
  }
  if (counts.size === 0) return trace.isOn ? 'nothing' : 'not known without a trace';
  return Array.from(counts, ([api, count]) => `${count} ${api}`).join(', ');
}
