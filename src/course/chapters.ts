/**
 * The chapters of the course, in their order. What a chapter says and its program are in docs/course/<folder>/.
 */
import { acks } from './exercises/acks.ts';
import { batching } from './exercises/batching.ts';
import { callbacks } from './exercises/callbacks.ts';
import { close } from './exercises/close.ts';
import { duplicates } from './exercises/duplicates.ts';
import { everything } from './exercises/everything.ts';
import type { Exercise } from './exercises/exercise.ts';
import { getAndForget } from './exercises/get-and-forget.ts';
import { leaders } from './exercises/leaders.ts';
import { retriable } from './exercises/retriable.ts';
import { threeWays } from './exercises/three-ways.ts';
import { timeouts } from './exercises/timeouts.ts';
import { transactions } from './exercises/transactions.ts';

export interface Chapter {
  readonly number: number;
  /** Below docs/course/. */
  readonly folder: string;
  /** The seed of the program's run, which the text describes. */
  readonly seed: number;
  /** The virtual ms at which the playground opens the run: just before what surprises. */
  readonly atMs: number;
  readonly exercise: Exercise;
}

export const CHAPTERS: readonly Chapter[] = [
  { folder: '01-three-ways', atMs: 55, exercise: threeWays },
  { folder: '02-get-and-forget', atMs: 460, exercise: getAndForget },
  { folder: '03-callbacks', atMs: 120, exercise: callbacks },
  { folder: '04-batching', atMs: 180, exercise: batching },
  { folder: '05-acks', atMs: 2_475, exercise: acks },
  { folder: '06-retriable', atMs: 450, exercise: retriable },
  { folder: '07-timeouts', atMs: 210_354, exercise: timeouts },
  { folder: '08-duplicates', atMs: 60_460, exercise: duplicates },
  { folder: '09-leaders', atMs: 60, exercise: leaders },
  { folder: '10-transactions', atMs: 425, exercise: transactions },
  { folder: '11-close', atMs: 25, exercise: close },
  { folder: '12-everything', atMs: 16_534, exercise: everything },
].map((chapter, index) => ({ number: index + 1, seed: 1, ...chapter }));

/** Where `kafka-trial play` serves the playground, if the port is free. */
const PLAYGROUND = 'http://127.0.0.1:9100/';

/** The playground with the program of a chapter, at its moment: docs/playground.md has the form of such links. */
export function playgroundLink({ folder, seed, atMs }: Chapter): string {
  return `${PLAYGROUND}#program=${programName(folder)}&seed=${seed}&at=${atMs}ms`;
}

/** The name of a chapter's program: `course-batching`. */
export function programName(folder: string): string {
  return folder.replace(/^\d+-/, 'course-');
}
