/**
 * The chapters of the course, in their order. What a chapter says and its program are in docs/course/<folder>/.
 */

import { batching } from './exercises/batching.ts';
import { callbacks } from './exercises/callbacks.ts';
import type { Exercise } from './exercises/exercise.ts';
import { getAndForget } from './exercises/get-and-forget.ts';
import { threeWays } from './exercises/three-ways.ts';

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
  { folder: '01-three-ways', atMs: 60, exercise: threeWays },
  { folder: '02-get-and-forget', atMs: 440, exercise: getAndForget },
  { folder: '03-callbacks', atMs: 120, exercise: callbacks },
  { folder: '04-batching', atMs: 150, exercise: batching },
].map((chapter, index) => ({ number: index + 1, seed: 1, ...chapter }));
