/**
 * The command line that runs a Vitest test again with a given seed.
 */
import { CLIENT_VERSION_VARIABLE, clientVersionFromEnvironment, SEED_VARIABLE } from '../assert/seed.ts';

/** A test or a `describe` block, with its name and the block around it. */
export interface NamedTask {
  readonly name: string;
  readonly suite?: NamedTask | undefined;
  /** The path of the test file, in the form that Vitest's command line accepts. */
  readonly file: { readonly name: string };
}

/** `orders > survive a lost answer` */
export function fullName(task: NamedTask): string {
  return namesOf(task).join(' > ');
}

/** The command as one line for a shell. */
export function replayCommand(task: NamedTask, seed: number): string {
  const pattern = `^${namesOf(task).map(escaped).join(' ')}$`;
  const clientVersion = clientVersionFromEnvironment();
  const version = clientVersion === undefined ? '' : `${CLIENT_VERSION_VARIABLE}=${clientVersion} `;
  return `${version}${SEED_VARIABLE}=${seed} npx vitest run ${quoted(task.file.name)} -t ${quoted(pattern)}`;
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
