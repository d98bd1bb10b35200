/**
 * What a test may have overlooked if an expectation of its own is not met, such as `expect(metadata).toHaveLength(1)`: records are still in flight,
 * or timers of the program are real.
 */
import type { Simulation } from '../../simulation/simulation.ts';

/** A line for each; none if nothing was overlooked. */
export function overlooked({ trial }: Simulation): readonly string[] {
  const { progress } = trial;
  const records = recordsInFlight(trial);
  return [
    ...(records === '' ? [] : [progress.adviceInFlight(records)]),
    ...(progress.hasRealTimers ? [REAL_TIMERS] : []),
  ];
}

const REAL_TIMERS =
  'The program of sim.run() has started a real timer, and almost no real time passes in a run. If the timer is to be virtual, call sim.timers.install() before.';

/** `record 1 of producer-1 to orders and 2 others are`; empty if none is in flight. */
function recordsInFlight({ producers }: Simulation['trial']): string {
  const [first, ...others] = producers.flatMap(({ sends }) => sends.filter(({ endedMs }) => endedMs < 0));
  if (first === undefined) return '';
  const record = `record ${first.number} of ${first.producer} to ${first.topic}`;
  if (others.length === 0) return `${record} is`;
  return `${record} and ${others.length === 1 ? '1 other' : `${others.length} others`} are`;
}
