/** How a simulation and its trace are printed. */
import { fieldsText, printAs } from '../checks/printing.ts';
import { Trace } from '../sim/index.ts';
import type { Trial } from './checking/trial.ts';
import { topicNames } from './missing-topic.ts';

interface Printed {
  readonly seed: number;
  readonly nowMs: number;
  readonly trial: Trial;
}

export function simulationText({ seed, nowMs, trial }: Printed): string {
  return fieldsText('Simulation', { seed, nowMs, topics: topicNames(trial.topics) });
}

printAs(Trace, ({ entries }) => `${fieldsText('Trace', { entries: entries.length })}: its text is trace.lines`);
