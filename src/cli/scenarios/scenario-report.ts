/** The reports that `kafka-trial run --format` prints. */
import { styleText } from 'node:util';
import { didYouMean } from '../../checks/nearest-name.ts';
import type { LogLevel } from '../../client/index.ts';
import type { TextPart } from '../../report/index.ts';
import type { ScenarioRun, TranscriptLine } from '../../scenario/index.ts';
import { UsageError } from '../command-line/usage-error.ts';

export const FORMATS = ['text', 'json', 'mermaid', 'perfetto', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** The value of `--format`; `undefined` if it was not given. @throws UsageError for any other value */
export function formatOf(text: string | undefined): Format | undefined {
  const format = FORMATS.find((one) => one === text);
  if (format !== undefined || text === undefined) return format;
  throw new UsageError(`--format must be one of ${FORMATS.join(', ')}, got '${text}'.${didYouMean(text, FORMATS)}`);
}

export interface ScenarioReportOptions {
  readonly replayCommand: string;
  /** Whether the text is for a terminal that shows colour. */
  readonly hasColour: boolean;
  /** Whether the text has every event, also those of connections. */
  readonly hasEveryEvent: boolean;
  /** The lowest level of the log lines in the text. */
  readonly logLevel: LogLevel | 'OFF';
}

export async function scenarioReport(
  format: Exclude<Format, 'json'>,
  scenarioRun: ScenarioRun,
  { replayCommand, hasColour, hasEveryEvent, logLevel }: ScenarioReportOptions,
): Promise<string> {
  // Most runs print no report.
  const { htmlReport, mermaidDiagram, perfettoTrace, textReport } = await import('../../report/index.ts');
  const { scenario, sim, failure } = scenarioRun;
  const isFailed = 'failure' in scenarioRun;
  const about = {
    title: scenario.title,
    replayCommand,
    ...(isFailed && { failure: failure ?? 'It threw undefined.' }),
  };
  switch (format) {
    case 'html':
      return htmlReport(sim, about);
    case 'mermaid':
      return mermaidDiagram(sim, about);
    case 'perfetto':
      return perfettoTrace(sim, about);
    case 'text':
      return textReport(sim, {
        title: scenario.title,
        logLevel,
        connections: hasEveryEvent,
        notes: notesOf(scenarioRun.lines),
        ...(hasColour && { style: colour }),
      });
  }
}

/** What the scenario says. The lines of trace and log are the entries of the trace. */
function notesOf(lines: readonly TranscriptLine[]): readonly { readonly place: number; readonly text: string }[] {
  let place = 0;
  return lines.flatMap(({ kind, text }) => {
    if (kind === 'text') return [{ place, text }];
    place++;
    return [];
  });
}

const STYLES: Readonly<Record<TextPart, Parameters<typeof styleText>[0] | null>> = {
  plain: null,
  good: 'green',
  bad: 'red',
  wait: 'yellow',
  fault: 'magenta',
  quiet: 'dim',
  heading: 'bold',
  lifeline: 'dim',
  note: null,
};

function colour(text: string, part: TextPart): string {
  const style = STYLES[part];
  return style === null || text === '' ? text : styleText(style, text);
}
