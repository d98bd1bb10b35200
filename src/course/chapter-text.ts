/**
 * Reads the Markdown of a chapter: docs/course/<folder>/README.md, which has the same sections in every chapter.
 */

const PROGRAM_AND_OUTPUT = /^([\s\S]*?)```ts\n([\s\S]*?)```\n+```text\n([\s\S]*?)```/;

export interface ChapterText {
  readonly title: string;
  readonly goal: string;
  /** The question, with its possible answers: `a)`, `b)`, ... */
  readonly prediction: string;
  /** The letters of the possible answers. */
  readonly answers: readonly string[];
  /** The letter of the right one. */
  readonly rightAnswer: string;
  /** Before the program. Often empty. */
  readonly run: string;
  readonly program: string;
  /** What the program prints. */
  readonly output: string;
  readonly surprises: string;
  readonly exercise: string;
}

/** @throws Error if a section, the program or its output is missing */
export function readChapterText(markdown: string): ChapterText {
  const prediction = section(markdown, 'Predict');
  const surprises = section(markdown, 'What surprises');
  const [before, program, output] = match('Run', PROGRAM_AND_OUTPUT, section(markdown, 'Run')) as [
    string,
    string,
    string,
  ];
  return {
    title: match('title', /^# \d+\. (.*)$/m, markdown)[0] as string,
    goal: section(markdown, 'Goal'),
    prediction,
    answers: [...prediction.matchAll(/^- ([a-z])\) /gm)].map(([, letter]) => letter as string),
    rightAnswer: match('answer', /^\*\*Answer: ([a-z])\.\*\*/m, surprises)[0] as string,
    run: before.trim(),
    program,
    output,
    surprises,
    exercise: section(markdown, 'Exercise'),
  };
}

/** The same Markdown with this program, this output, and this link to the playground. */
export function withProgram(markdown: string, program: string, output: string, link: string): string {
  return markdown
    .replaceAll(/\]\(http:\/\/127\.0\.0\.1[^)]*\)/g, `](${link})`)
    .replace(
      /```ts\n[\s\S]*?```\n+```text\n[\s\S]*?```/,
      () => `\`\`\`ts\n${program}\`\`\`\n\n\`\`\`text\n${output}\`\`\``,
    );
}

function section(markdown: string, name: string): string {
  const pattern = new RegExp(`^## ${name}\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm');
  return (match(name, pattern, markdown)[0] as string).trim();
}

/** The groups of a match. */
function match(what: string, pattern: RegExp, text: string): string[] {
  const found = pattern.exec(text);
  if (found === null) throw new Error(`The chapter has no '${what}' in the expected form: ${pattern}`);
  return found.slice(1);
}
