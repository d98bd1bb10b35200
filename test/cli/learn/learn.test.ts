/** Covers: src/cli/learn/learn.ts, teach.ts and terminal-text.ts, run in this process. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { indented, terminalText, wrapped } from '../../../src/cli/learn/terminal-text.ts';
import { CHAPTERS } from '../../../src/course/chapters.ts';
import { runInProcess } from '../run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

const learn = (...args: string[]) => runInProcess(['learn', ...args]);

/** A terminal at which these lines are typed; then the input ends. */
function terminal(...typed: string[]): {
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    ask: async (question) => {
      asked.push(question.trim());
      return typed.shift();
    },
  };
}

describe('kafka-trial learn', () => {
  it('lists the chapters', async () => {
    const { code, out, err } = await learn();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ {2}1 {2}Three ways to send$/m);
    expect(out.match(/^ +\d+ {2}/gm)?.length).toBe(CHAPTERS.length);
  });

  it.each(CHAPTERS)('prints chapter $number without a terminal', async ({ number }) => {
    const { code, out, err } = await learn(String(number));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const headings = [...out.matchAll(/^(.+)\n-+$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      expect.stringMatching(`^${number}\\. `),
      'Predict',
      'The program',
      'What it prints',
      'What surprises',
      'Exercise',
    ]);
    expect(out).toContain('\n    Verdict: ');
    expect(out).toContain(`kafka-trial learn ${number} --check my.ts`);
    const prose = out.split('\n').filter((line) => !line.startsWith('    '));
    expect(prose.join('\n')).not.toMatch(/\*\*|\]\(/);
  });

  it('waits for Enter after each step, and repeats the prediction', async () => {
    const { ask, asked } = terminal('', ' B ', '', '', '');
    const { code, out } = await runInProcess(['learn', '1'], { ask });
    expect(code).toBe(0);
    expect(asked).toEqual([
      'Enter: the question',
      'Your prediction (a, b, c), or Enter to go on',
      'Enter: run it',
      'Enter: what surprises',
      'Enter: the exercise',
    ]);
    expect(out).toContain('You predicted b.\n\nAnswer: b.');
  });

  it('ends without the rest when the input ends', async () => {
    const { code, out } = await runInProcess(['learn', '1'], { ask: terminal('').ask });
    expect(code).toBe(0);
    expect(out).toContain('Predict');
    expect(out).not.toContain('The program\n');
  });

  it('writes the file to begin an exercise with, once', async () => {
    const file = join(folder, 'my.ts');
    const first = await learn('1', '--start', file);
    expect(first).toEqual({
      code: 0,
      out: `${file} has the beginning of exercise 1. Check it with: npx kafka-trial learn 1 --check ${file}\n`,
      err: '',
    });
    expect(readFileSync(file, 'utf8')).toContain('export default async function exercise(');
    expect(await learn('1', '--start', file)).toEqual({
      code: 2,
      out: '',
      err: `kafka-trial: The file '${file}' exists already.\n`,
    });
  });

  it('says why a file cannot be written', async () => {
    const file = join(folder, 'nowhere/my.ts');
    const { code, err } = await learn('1', '--start', file);
    expect(code).toBe(2);
    expect(err).toMatch(/^kafka-trial: Cannot write the file '.*': Error: ENOENT/);
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    [['99'], `The chapters are 1 to ${CHAPTERS.length}, got '99'. npx kafka-trial learn lists them.`],
    [['one'], `The chapters are 1 to ${CHAPTERS.length}, got 'one'. npx kafka-trial learn lists them.`],
    [['1', '2'], "learn takes one chapter, got also '2'."],
    [['--check', 'my.ts'], '--check needs a chapter: npx kafka-trial learn 1 --check FILE.'],
    [['--start', 'my.ts'], '--start needs a chapter: npx kafka-trial learn 1 --start FILE.'],
    [['1', '--start', 'my.mjs'], "--start writes TypeScript: the file must end in .ts or .mts, got 'my.mjs'."],
    [['1', '--start', 'a.ts', '--check', 'a.ts'], '--start and --check exclude each other.'],
    [['1', '--chekc', 'a.ts'], "Unknown option '--chekc'. Did you mean '--check'?"],
  ])('reports %j in one line, with exit code 2', async (args, line) => {
    expect(await learn(...args)).toEqual({ code: 2, out: '', err: `kafka-trial: ${line}\n` });
  });
});

describe('Text on a terminal', () => {
  it('is wrapped, without the addresses of links', () => {
    expect(wrapped('one two [three](x.md) four', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrapped('**one** `two` three', 7)).toEqual(['**one** `two`', 'three']);
  });

  it('keeps code and the columns of tables', () => {
    const markdown =
      'Text\ngoes on.\n\n```js\na();\n\n  b();\n```\n\n| A | B |\n| --- | --- |\n| `x` | long **y** |\n\n- one\n- two';
    expect(terminalText(markdown, false)).toBe(
      'Text goes on.\n\n    a();\n\n      b();\n\n  A     B\n  `x`   long y\n\n  - one\n  - two',
    );
  });

  it('has styles instead of marks if there is colour', () => {
    expect(terminalText('a **b** `c`', true)).not.toMatch(/[*`]/);
    expect(indented(['a', ''])).toBe('    a\n');
  });
});
