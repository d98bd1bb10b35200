/**
 * How a test of Vitest is run again from a seed, on a command line.
 */
import { SEED_VARIABLE } from '../assert/seed.ts';

/** What a test calls itself, from its outermost `describe` to its own name. */
export interface NamedTask {
  readonly name: string;
  readonly suite?: NamedTask | undefined;
  /** As the command line of Vitest takes it. */
  readonly file: { readonly name: string };
}

/** `orders > survive a lost answer` */
export function fullName(task: NamedTask): string {
  return namesOf(task).join(' > ');
}

/** One line for a shell. */
export function replayCommand(task: NamedTask, seed: number): string {
  const pattern = `^${namesOf(task).map(escaped).join(' ')}$`;
  return `${SEED_VARIABLE}=${seed} npx vitest run ${quoted(task.file.name)} -t ${quoted(pattern)}`;
}

function namesOf({ suite, name }: NamedTask): readonly string[] {
  return suite === undefined ? [name] : [...namesOf(suite), name];
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function quoted(word: string): string {
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
