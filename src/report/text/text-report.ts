/** A run as text with one column per actor: what happens at one actor stands in its column, and what goes from one to another is an arrow. */
import { BOOLEAN, FUNCTION, LIST, oneOf } from '../../checks/value-type.ts';
import type { LogLevel } from '../../client/index.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import {
  checkReportOptions,
  expectTraced,
  REPORT_OPTIONS,
  type ReportOptions,
  type RunReport,
  runReport,
} from '../model/run-report.ts';
import type { Step } from '../model/steps.ts';
import { Columns, type TextPart } from './columns.ts';

/** A text of the reader's own among the steps. */
export interface TextNote {
  /** It stands before the entry of the trace at this place, from 0. */
  readonly place: number;
  readonly text: string;
}

/** Options of `textReport`. */
export interface TextReportOptions extends ReportOptions {
  /** Changes a piece of text before it is printed, for example to colour it. Default: it is printed as it is. */
  readonly style?: (text: string, part: TextPart) => string;
  /** The lowest level of the clients' log lines to include; `'OFF'`: none. Default `'WARN'`. */
  readonly logLevel?: LogLevel | 'OFF';
  /** Whether to include connections and requests for versions, which are seldom of interest. Default false. */
  readonly connections?: boolean;
  /** Texts among the steps, by their place. Default: none. */
  readonly notes?: readonly TextNote[];
}

const LEVELS: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR'];
const OPTIONS = {
  ...REPORT_OPTIONS,
  style: FUNCTION,
  logLevel: oneOf([...LEVELS, 'OFF']),
  connections: BOOLEAN,
  notes: LIST,
};

/** The headings are repeated after so many lines. */
const LINES_PER_HEADING = 40;
/** A pause that is shown, in ms. */
const LONG_PAUSE_MS = 1_000;

/**
 * Returns what has happened in a simulation as text with one column per actor: application, accumulator, sender and each broker.
 *
 * @throws IllegalArgumentException unless `sim` is a simulation, and for an option that does not exist; SimulationError of kind 'misuse'
 *   if the simulation has no trace
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { textReport } from 'kafka-trial/report';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
 * const [heading] = textReport(sim).split('\n').filter((line) => line.includes('accumulator'));
 * console.log(heading?.trim());
 * // prints: ms  application  accumulator  sender       cluster      broker-1     broker-3
 */
export function textReport(sim: Simulation, options: TextReportOptions = {}): string {
  checkReportOptions('textReport', options, OPTIONS);
  const report = runReport(expectTraced(sim, 'textReport'), options);
  return new TextWriter(report, options).text();
}

class TextWriter {
  private readonly report: RunReport;
  private readonly columns: Columns;
  private readonly style: (text: string, part: TextPart) => string;
  private readonly notes: TextNote[];
  private readonly lowest: number;
  private readonly hasConnections: boolean;
  private readonly lines: string[] = [];
  private latestMs = -1;
  private linesSinceHeading = LINES_PER_HEADING;

  constructor(report: RunReport, options: TextReportOptions) {
    const { style = (text) => text, logLevel = 'WARN', connections = false, notes = [] } = options;
    this.report = report;
    this.style = style;
    this.hasConnections = connections;
    this.columns = new Columns(report.lanes, style);
    this.notes = notes.toSorted((one, other) => one.place - other.place);
    this.lowest = logLevel === 'OFF' ? LEVELS.length : LEVELS.indexOf(logLevel);
  }

  text(): string {
    const { title, seed, fingerprint, steps, verdict, failure, replayCommand } = this.report;
    this.lines.push(this.style(`# ${title}`, 'heading'), this.style(`# seed ${seed}`, 'heading'), '');
    for (const step of steps) {
      this.addNotes(step.place);
      if (this.isShown(step)) this.addStep(step);
    }
    this.addNotes(Number.POSITIVE_INFINITY);
    this.lines.push('');
    if (verdict !== null) this.lines.push(`${verdict}`);
    if (failure !== null) this.lines.push(this.style(failure, 'bad'));
    if (replayCommand !== null) this.lines.push(`Replay: ${replayCommand}`);
    this.lines.push(this.style(`# trace fingerprint ${fingerprint}`, 'heading'), '');
    return this.lines.join('\n');
  }

  private isShown({ entry, tone }: Step): boolean {
    if (entry?.event === 'log') return LEVELS.indexOf(entry.facts.level) >= this.lowest;
    return tone !== 'quiet' || this.hasConnections;
  }

  private addNotes(place: number): void {
    while (this.notes.length > 0 && this.notes[0]!.place <= place) {
      const { text } = this.notes.shift()!;
      // A line that begins with a space or a check mark continues the paragraph before.
      if (!/^[ ✓]/.test(text)) this.lines.push('');
      this.lines.push(this.style(text, 'note'));
    }
  }

  private addStep(step: Step): void {
    const atMs = step.atMs - this.report.startMs;
    const pauseMs = this.latestMs === -1 ? 0 : atMs - this.latestMs;
    if (this.linesSinceHeading >= LINES_PER_HEADING) this.addHeading();
    if (pauseMs >= LONG_PAUSE_MS) this.add(this.columns.pause(pauseMs));
    this.add(this.columns.row(step, atMs === this.latestMs ? '' : `${atMs}`));
    this.latestMs = atMs;
  }

  private addHeading(): void {
    if (this.latestMs !== -1) this.lines.push('');
    this.lines.push(this.columns.heading());
    this.linesSinceHeading = 0;
  }

  private add(line: string): void {
    this.lines.push(line);
    this.linesSinceHeading++;
  }
}
