/**
 * Leads through a chapter: one step after the other, with a pause after each if there is a terminal.
 */
import { styleText } from 'node:util';
import type { ChapterText } from '../../course/chapter-text.ts';
import { CHAPTERS, type Chapter, playgroundLink } from '../../course/chapters.ts';
import { programOutput } from '../../course/program-output.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { colour } from '../scenarios/colour.ts';
import { importScenario } from '../scenarios/load-scenario.ts';
import { indented, terminalText } from './terminal-text.ts';

export async function teach(chapter: Chapter, text: ChapterText, host: CommandHost): Promise<ExitCode> {
  const { hasColour } = host;
  const show = (heading: string, ...blocks: readonly string[]): void => {
    const shown = blocks.filter((block) => block !== '').join('\n\n');
    host.write(`${bold(heading, hasColour)}\n\n${shown}\n\n`);
  };
  const prose = (markdown: string): string => terminalText(markdown, hasColour);

  show(`${chapter.number}. ${text.title}`, prose(text.goal));
  if (!(await pause('Enter: the question', host))) return 0;

  show('Predict', prose(text.prediction));
  const prediction = await ask(`Your prediction (${text.answers.join(', ')}), or Enter to go on`, host);
  if (prediction === undefined) return 0;

  show('The program', prose(text.run), indented(text.program.trimEnd().split('\n')));
  if (!(await pause('Enter: run it', host))) return 0;
  show('What it prints', indented(await run(chapter, host)));
  if (!(await pause('Enter: what surprises', host))) return 0;

  const own = text.answers.includes(prediction) ? `You predicted ${prediction}.` : '';
  show('What surprises', own, prose(text.surprises));
  if (!(await pause('Enter: the exercise', host))) return 0;

  show('Exercise', prose(text.exercise), commands(chapter));
  return 0;
}

/** Runs the program. Its lines have colours on a terminal. */
async function run({ folder, seed }: Chapter, host: CommandHost): Promise<string[]> {
  const [url, name] = programOf(folder, host.course.programs);
  const output = await programOutput(await importScenario(url, name), seed, host.hasColour ? colour : undefined);
  return output.trimEnd().split('\n');
}

function programOf(folder: string, programs: CommandHost['course']['programs']): [URL, string] {
  const name = `${folder}/program.${programs.ending}`;
  return [new URL(name, programs.folder), name];
}

function commands(chapter: Chapter): string {
  const { number } = chapter;
  const next = number < CHAPTERS.length ? [['The next chapter', `npx kafka-trial learn ${number + 1}`]] : [];
  const rows = [
    ['Begin', `npx kafka-trial learn ${number} --start my.ts`],
    ['Check your solution', `npx kafka-trial learn ${number} --check my.ts`],
    ['See the program run', 'kafka-trial play'],
    ['  and open', playgroundLink(chapter)],
    ...next,
  ];
  return rows.map(([what, command]) => `  ${`${what}:`.padEnd(21)}  ${command}`).join('\n');
}

/** Returns whether to go on. */
async function pause(prompt: string, host: CommandHost): Promise<boolean> {
  return (await ask(prompt, host)) !== undefined;
}

/** What the reader types, in lower case; `undefined` if the input has ended. Without a terminal the answer is empty. */
async function ask(prompt: string, host: CommandHost): Promise<string | undefined> {
  if (host.ask === undefined) return '';
  const answer = await host.ask(`${host.hasColour ? styleText('dim', prompt) : prompt} `);
  host.write('\n');
  return answer?.trim().toLowerCase();
}

function bold(text: string, hasColour: boolean): string {
  return hasColour ? styleText('bold', text) : `${text}\n${'-'.repeat(text.length)}`;
}
