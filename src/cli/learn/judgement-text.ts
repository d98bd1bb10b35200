/**
 * What a student reads about a solution.
 */
import { styleText } from 'node:util';
import { CHAPTERS } from '../../course/chapters.ts';
import type { Judgement } from '../../course/judge.ts';
import { wrapped } from './terminal-text.ts';

const WIDTH = 78;

interface About {
  readonly number: number;
  readonly title: string;
  /** The file with the solution, as the student has named it. */
  readonly file: string;
  readonly hasColour: boolean;
}

export function judgementText(judgement: Judgement, { number, title, file, hasColour }: About): string {
  const paint = (style: 'green' | 'red', text: string): string => (hasColour ? styleText(style, text) : text);
  const passed = (judgement.isRight ? judgement.situations : judgement.passed).map(
    (when) => `${paint('green', '✓')} ${when}`,
  );
  if (judgement.isRight) {
    const next = number < CHAPTERS.length ? ` Next: npx kafka-trial learn ${number + 1}` : ' That was the last one.';
    return lines(...passed, '', `${paint('green', `Exercise ${number}, ${title}: solved.`)}${next}`);
  }
  const { when, objection } = judgement;
  return lines(
    ...passed,
    `${paint('red', '✗')} ${when}`,
    '',
    ...row('expected', objection.expected),
    ...row('got', objection.got),
    ...row('why', objection.why),
    '',
    `${paint('red', `Exercise ${number}, ${title}: not yet.`)} Try again: npx kafka-trial learn ${number} --check ${file}`,
  );
}

function row(name: string, text: string): string[] {
  return wrapped(text, WIDTH).map((line, index) => `  ${(index === 0 ? name : '').padEnd(8)}  ${line}`);
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
