/** The colours of a scenario's run on a terminal. */
import { styleText } from 'node:util';
import type { TranscriptLine } from '../../scenario/index.ts';

type Style = Parameters<typeof styleText>[0];

/** What the scenario says is plain; the log and the trace stand behind it. @param line `null` for a heading or the verdict */
export function colour(text: string, line: TranscriptLine | null): string {
  const style = line === null ? styleOfFrame(text) : styleOfLine(line);
  return style === null ? text : styleText(style, text);
}

function styleOfFrame(text: string): Style | null {
  return text.startsWith('# ') ? 'bold' : null;
}

function styleOfLine({ kind, text, level }: TranscriptLine): Style | null {
  if (level === 'ERROR') return 'red';
  if (level === 'WARN') return 'yellow';
  if (kind === 'text') return text.startsWith('✓') ? 'green' : null;
  return kind === 'log' ? 'dim' : 'cyan';
}
