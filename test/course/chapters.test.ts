/**
 * Covers: docs/course/, src/course/chapters.ts, chapter-text.ts and program-output.ts. Each chapter shows its program and what it
 * prints; the exercise accepts a right solution and says what is wrong with the others (test/course/solutions/).
 *
 * `npx vitest run test/course -u` writes programs and outputs that have changed into the chapters.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { runScenario, type Scenario } from 'kafka-trial/scenario';
import { describe, expect, it } from 'vitest';
import { BROKER_KEYS } from '../../src/broker/versions/v3_6_1-broker-keys.ts';
import { judgementText } from '../../src/cli/learn/judgement-text.ts';
import { V3_6_1 } from '../../src/client/versions/v3_6_1.ts';
import { readChapterText, withProgram } from '../../src/course/chapter-text.ts';
import { CHAPTERS, type Chapter, playgroundLink, programName } from '../../src/course/chapters.ts';
import type { Solution } from '../../src/course/exercises/exercise.ts';
import { judgeSolution } from '../../src/course/judge.ts';
import { programOutput } from '../../src/course/program-output.ts';

const course = new URL('../../docs/course/', import.meta.url);
const solutions = new URL('solutions/', import.meta.url);

const textOf = (path: string): string => readFileSync(new URL(path, course), 'utf8');
const markdownOf = ({ folder }: Chapter): string => textOf(`${folder}/README.md`);

async function exportOf<T>(url: URL): Promise<T> {
  return ((await import(url.href)) as { default: T }).default;
}

function numbersIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w.])\d[\d_]*(?![\w-])/g)].map(([number]) => number.replaceAll('_', ''));
}

const SETTINGS: Readonly<Record<string, unknown>> = { ...BROKER_KEYS, ...V3_6_1.keys.producer };

function defaultsNamedIn(paragraph: string): readonly string[] {
  return [...paragraph.matchAll(/`([a-z.]+)/g)].map(([, key]) => {
    const setting = SETTINGS[key as string] as { readonly default?: unknown } | undefined;
    return String(setting?.default);
  });
}

describe('The course', () => {
  it('lists every chapter folder, in order, in its README', () => {
    const folders = readdirSync(course).filter((name) => /^\d\d-/.test(name));
    expect(CHAPTERS.map(({ folder }) => folder)).toEqual(folders.toSorted());
    const listed = [...textOf('README.md').matchAll(/^\| (\d+) \| \[(.*?)\]\(([\w-]+)\/README\.md\)/gm)];
    expect(listed.map(([, number, title, folder]) => ({ number: Number(number), title, folder }))).toEqual(
      CHAPTERS.map((chapter) => ({
        number: chapter.number,
        title: readChapterText(markdownOf(chapter)).title,
        folder: chapter.folder,
      })),
    );
  });
});

describe('The page for teachers', () => {
  const teaching = textOf('teaching.md');

  it.each([
    ['50 ms', '01-three-ways'],
    ['10 ms', '01-three-ways'],
    ['400 ms', '02-get-and-forget'],
    ['20 ms', '02-get-and-forget'],
    ['0 errors caught', '02-get-and-forget'],
  ])('says %s as chapter %s prints it', (stated, folder) => {
    const { output } = readChapterText(textOf(`${folder}/README.md`));
    expect(teaching).toContain(stated);
    const [number, unit] = stated.split(' ');
    expect(output).toMatch(unit === 'ms' ? new RegExp(`\\b${stated}\\b`) : new RegExp(`caught: ${number}\\n`));
  });

  it.each([
    ['it takes 1070 ms', 'exercise', '1070 ms'],
    ['it throws the error of one order', 'wrong-promise-all', 'it throws InvalidRecordException'],
    ['the list is empty', 'wrong-try-around-send', 'got       []'],
  ])('says "%s" of the solution %s', (stated, file, told) => {
    const judgement = new URL(`judgements/02-get-and-forget/${file}.txt`, import.meta.url);
    expect(teaching).toContain(stated);
    expect(readFileSync(judgement, 'utf8')).toContain(told);
  });
});

describe.each(CHAPTERS)('Chapter $folder', (chapter) => {
  const { number, folder, seed, exercise } = chapter;
  const program = new URL(`${folder}/program.ts`, course);

  it('shows its program and what it prints', async () => {
    const output = await programOutput(await exportOf<Scenario>(program), seed);
    const current = withProgram(markdownOf(chapter), readFileSync(program, 'utf8'), output, playgroundLink(chapter));
    expect(current).toContain(`](${playgroundLink(chapter)})`);
    await expect(current).toMatchFileSnapshot(`../../docs/course/${folder}/README.md`);
  });

  it('has a program that does the same with other seeds, as far as it is checked', async () => {
    for (const other of [2, 7]) await programOutput(await exportOf<Scenario>(program), other);
  });

  it('states no number that its program does not print, unless it is the default of a setting in the same paragraph', () => {
    const { goal, surprises, output, program: code } = readChapterText(markdownOf(chapter));
    const shown = numbersIn(`${output}\n${code}`);
    const unproved = `${goal}\n\n${surprises}`
      .replaceAll(/```[\s\S]*?```|chapters? \d+(, \d+)*( (to|and) \d+)?|\(\d+(, \d+)*\)|^\d+\. /gim, '')
      .split('\n\n')
      .flatMap((paragraph) => {
        const proved = new Set([...shown, ...defaultsNamedIn(paragraph)]);
        return numbersIn(paragraph).filter((stated) => !proved.has(stated));
      });
    expect(unproved).toEqual([]);
  });

  it('asks a question with several answers, and gives the right one', () => {
    const { answers, rightAnswer } = readChapterText(markdownOf(chapter));
    expect(answers.length).toBeGreaterThanOrEqual(2);
    expect(answers).toContain(rightAnswer);
  });

  it('opens in the playground within the run of its program', async () => {
    const { scenario, endMs } = await runScenario(await exportOf<Scenario>(program), seed);
    expect(scenario.name).toBe(programName(folder));
    expect(chapter.atMs).toBeLessThan(endMs);
  });

  const files = existsSync(new URL(`${folder}/`, solutions)) ? readdirSync(new URL(`${folder}/`, solutions)) : [];

  it('has a right solution and at least two wrong ones', () => {
    expect(files.filter((file) => file === 'right.ts').length).toBe(1);
    expect(files.filter((file) => file.startsWith('wrong-')).length).toBeGreaterThanOrEqual(2);
  });

  it.each(files)('judges the solution %s', async (file) => {
    const solution = await exportOf<Solution>(new URL(`${folder}/${file}`, solutions));
    const judgement = await judgeSolution(exercise, solution, seed);
    expect(judgement.isRight, JSON.stringify(judgement)).toBe(file === 'right.ts');
    const { title } = readChapterText(markdownOf(chapter));
    const text = judgementText(judgement, { number, title, file: 'my.ts', hasColour: false });
    await expect(text).toMatchFileSnapshot(`judgements/${folder}/${file.replace('.ts', '.txt')}`);
  });

  it('does not accept the file to begin with', async () => {
    const begin = await exportOf<Solution>(new URL(`${folder}/exercise.ts`, course));
    const judgement = await judgeSolution(exercise, begin, seed);
    const { title } = readChapterText(markdownOf(chapter));
    expect(judgement.isRight).toBe(false);
    const text = judgementText(judgement, { number, title, file: 'my.ts', hasColour: false });
    await expect(text).toMatchFileSnapshot(`judgements/${folder}/exercise.txt`);
  });
});
