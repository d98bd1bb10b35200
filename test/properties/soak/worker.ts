/**
 * A worker process of the soak: plays a range of seeds.
 */
import type { Outcome } from './judge.ts';
import { runCase } from './run-case.ts';
import { type Tally, tallyOf } from './tally.ts';

export interface Share {
  readonly firstSeed: number;
  readonly runs: number;
}

export default async function playShare({ firstSeed, runs }: Share): Promise<Tally> {
  const outcomes: Outcome[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) outcomes.push(await runCase(seed));
  return tallyOf(outcomes);
}
