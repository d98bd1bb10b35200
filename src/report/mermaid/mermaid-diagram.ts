/** A run as a sequence diagram in Mermaid's language, which GitHub, GitLab and many editors render in Markdown. */
import { COUNT } from '../../checks/value-type.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import type { Lane } from '../model/lanes.ts';
import {
  checkReportOptions,
  expectTraced,
  REPORT_OPTIONS,
  type ReportOptions,
  type RunReport,
  runReport,
} from '../model/run-report.ts';
import type { Step } from '../model/steps.ts';

/** Options of `mermaidDiagram`. */
export interface MermaidOptions extends ReportOptions {
  /** Of more steps, those in the middle are left out. Mermaid draws a few hundred at most. Default 150 */
  readonly maxSteps?: number;
}

const DEFAULT_MAX_STEPS = 150;
/** Labels are cut off after so many characters, which fit into a diagram. */
const LONGEST_LABEL = 70;

/**
 * Returns a sequence diagram in Mermaid's language. Connections, requests for versions, and the clients' logs are left out.
 *
 * @throws IllegalArgumentException unless `sim` is a simulation, and for an option that does not exist; SimulationError of kind 'misuse'
 *   if the simulation has no trace
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { mermaidDiagram } from 'kafka-trial/report';
 *
 * const sim = new Simulation();
 * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
 * console.log(mermaidDiagram(sim).split('\n').find((line) => line.includes('Produce acks')));
 * // prints:   L2->>L4: 8 ms: Produce acks=all [payments-0 x1 seq 0]
 */
export function mermaidDiagram(sim: Simulation, options: MermaidOptions = {}): string {
  checkReportOptions('mermaidDiagram', options, { ...REPORT_OPTIONS, maxSteps: COUNT });
  const report = runReport(expectTraced(sim, 'mermaidDiagram'), options);
  const steps = report.steps.filter(({ tone }) => tone !== 'quiet');
  const maxSteps = options.maxSteps ?? DEFAULT_MAX_STEPS;
  const lanes = report.lanes.filter((lane) => steps.some(({ from, to }) => from === lane || to === lane));
  const nameOf = (lane: Lane): string => `L${report.lanes.indexOf(lane)}`;
  const line = (step: Step): string => stepLine(step, report, nameOf);
  const omitted = steps.length - maxSteps;
  const everywhere = [lanes[0], lanes.at(-1)]
    .filter((lane) => lane !== undefined)
    .map(nameOf)
    .join(',');
  const shown =
    omitted <= 0
      ? steps.map(line)
      : [
          ...steps.slice(0, Math.ceil(maxSteps / 2)).map(line),
          `Note over ${everywhere}: ${omitted} more events`,
          ...steps.slice(steps.length - Math.floor(maxSteps / 2)).map(line),
        ];
  return [
    '---',
    `title: ${JSON.stringify(report.title)}`,
    '---',
    'sequenceDiagram',
    ...lanes.map((lane) => `  participant ${nameOf(lane)} as ${escaped(lane.name)}`),
    ...shown.map((text) => `  ${text}`),
    '',
  ].join('\n');
}

function stepLine(step: Step, report: RunReport, nameOf: (lane: Lane) => string): string {
  const { atMs, from, to, label, tone, isLost, exchange, entry } = step;
  const text = `${atMs - report.startMs} ms: ${escaped(shortened(label))}`;
  if (to === null) return `Note over ${nameOf(from)}: ${tone === 'fault' ? '⚡ ' : ''}${text}`;
  const isResponse = exchange !== null && exchange.response === entry;
  const arrow = isLost ? '-x' : isResponse ? '-->>' : '->>';
  return `${nameOf(from)}${arrow}${nameOf(to)}: ${text}`;
}

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

/** What has a meaning in Mermaid's language or in HTML, which labels may contain, becomes an entity. */
function escaped(text: string): string {
  return text.replace(/[#;<>&"\n\r%{}]/g, (character) => `#${character.charCodeAt(0)};`);
}
