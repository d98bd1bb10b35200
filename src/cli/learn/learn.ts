/**
 * `kafka-trial learn`: lists the chapters of the course, leads through one of them, and checks solutions of its exercise.
 */
import { constants, copyFileSync, readFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { type ChapterText, readChapterText } from '../../course/chapter-text.ts';
import { CHAPTERS, type Chapter } from '../../course/chapters.ts';
import { readCommand } from '../command-line/arguments.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import { LEARN } from '../usage/learn.ts';
import { checkSolution } from './check-solution.ts';
import { judgementText } from './judgement-text.ts';
import { teach } from './teach.ts';

export async function learn(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, LEARN);
  const [number, extra] = positionals;
  if (extra !== undefined) throw new UsageError(`learn takes one chapter, got also '${extra}'.`);
  if (number === undefined) {
    const option = ['start', 'check'].find((name) => values[name] !== undefined);
    if (option !== undefined)
      throw new UsageError(`--${option} needs a chapter: npx kafka-trial learn 1 --${option} FILE.`);
    return list(host);
  }
  const chapter = chapterOf(number);
  const text = readText(chapter, host);
  if (values.start !== undefined && values.check !== undefined) {
    throw new UsageError('--start and --check exclude each other.');
  }
  if (values.start !== undefined) return start(values.start, chapter, host);
  if (values.check !== undefined) return check(values.check, chapter, text, host);
  return teach(chapter, text, host);
}

function list(host: CommandHost): ExitCode {
  host.write('The course: sending records to Kafka\n\n');
  for (const chapter of CHAPTERS) {
    const { title } = readText(chapter, host);
    const number = String(chapter.number).padStart(3);
    host.write(`${host.hasColour ? styleText('bold', number) : number}  ${title}\n`);
  }
  host.write('\nnpx kafka-trial learn 1 begins with the first chapter.\n');
  return 0;
}

/** @throws UsageError unless it is the number of a chapter */
function chapterOf(text: string): Chapter {
  const chapter = CHAPTERS.find(({ number }) => String(number) === text);
  if (chapter !== undefined) return chapter;
  throw new UsageError(`The chapters are 1 to ${CHAPTERS.length}, got '${text}'. npx kafka-trial learn lists them.`);
}

function readText({ folder }: Chapter, host: CommandHost): ChapterText {
  return readChapterText(readFileSync(new URL(`${folder}/README.md`, host.course.texts), 'utf8'));
}

/** Copies the file to begin the exercise with. @throws UsageError if the file exists, cannot be written or is not to be TypeScript */
function start(file: string, { number, folder }: Chapter, host: CommandHost): ExitCode {
  if (!/\.m?ts$/.test(file)) {
    throw new UsageError(`--start writes TypeScript: the file must end in .ts or .mts, got '${file}'.`);
  }
  try {
    copyFileSync(new URL(`${folder}/exercise.ts`, host.course.texts), file, constants.COPYFILE_EXCL);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new UsageError(
      exists ? `The file '${file}' exists already.` : `Cannot write the file '${file}': ${firstLine(error)}`,
    );
  }
  host.write(
    `${file} has the beginning of exercise ${number}. Check it with: npx kafka-trial learn ${number} --check ${file}\n`,
  );
  return 0;
}

async function check(file: string, chapter: Chapter, { title }: ChapterText, host: CommandHost): Promise<ExitCode> {
  const judgement = await checkSolution(file, chapter, host.course.worker);
  host.write(judgementText(judgement, { number: chapter.number, title, file, hasColour: host.hasColour }));
  return judgement.isRight ? 0 : 1;
}
