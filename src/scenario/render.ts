/** The run of a scenario as text. */
import { checkArgument, checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { BOOLEAN, FUNCTION, OBJECT, oneOf } from '../checks/value-type.ts';
import type { LogLevel } from '../client/index.ts';
import type { ScenarioRun, TranscriptLine } from './scenario.ts';

const LEVELS: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/** Which lines of a run to render. */
export interface RenderOptions {
  /** Whether to include the trace. Default false. */
  readonly trace?: boolean;
  /** The lowest level of log lines to include; `'OFF'`: none. Default `'DEBUG'`, all. */
  readonly logLevel?: LogLevel | 'OFF';
  /** Changes a line before it is printed, for example to colour it. Default: it is printed as it is. */
  readonly style?: (text: string, line: TranscriptLine | null) => string;
}

const OPTIONS: OptionTypes<RenderOptions> = {
  trace: BOOLEAN,
  logLevel: oneOf([...LEVELS, 'OFF']),
  style: FUNCTION,
};

/**
 * Renders a run as text: what it has printed, the log, and the verdict.
 *
 * @throws IllegalArgumentException unless `run` is what `runScenario` returns, and for an option that does not exist
 */
export function renderScenarioRun(run: ScenarioRun, options: RenderOptions = {}): string {
  checkArgument('renderScenarioRun(run)', run, OBJECT);
  checkOptions('renderScenarioRun()', options, OPTIONS);
  const { style = (text) => text } = options;
  return [
    style(`# ${run.scenario.title}`, null),
    style(`# scenario ${run.scenario.name}, seed ${run.seed}`, null),
    ...shownLines(run, options).map((line) => style(renderLine(line), line)),
    '',
    style(`${run.verdict}`, null),
    style(`# trace fingerprint ${run.fingerprint}`, null),
    '',
  ].join('\n');
}

/** The lines of a run that the options let through. */
export function shownLines({ lines }: ScenarioRun, options: RenderOptions): readonly TranscriptLine[] {
  const { trace = false, logLevel = 'DEBUG' } = options;
  const lowest = logLevel === 'OFF' ? LEVELS.length : LEVELS.indexOf(logLevel);
  return lines.filter(({ kind, level }) => {
    if (kind === 'log') return level === undefined || LEVELS.indexOf(level) >= lowest;
    return trace || kind !== 'trace';
  });
}

function renderLine({ kind, text }: TranscriptLine): string {
  if (kind !== 'text') return kind === 'log' ? `  ${text}` : text;
  // Text begins a new paragraph, unless it continues the line before.
  return /^[ ✓]/.test(text) ? text : `\n${text}`;
}
