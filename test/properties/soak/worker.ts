/**
 * A worker process of the soak: plays a range of seeds.
 */
import { type PlayedOutcome, runCase } from './run-case.ts';
import { type Tally, tallyOf } from './tally.ts';
import type { Versions } from './versions.ts';

export interface Share {
  readonly firstSeed: number;
  readonly runs: number;
  /** Instead of the versions that are drawn from the seeds. */
  readonly versions: Partial<Versions>;
}

export default async function playShare({ firstSeed, runs, versions }: Share): Promise<Tally> {
  const outcomes: PlayedOutcome[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) outcomes.push(await runCase(seed, versions));
  return tallyOf(outcomes);
}
