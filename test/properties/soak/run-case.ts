/**
 * Plays the case of one seed and checks it. A run that throws is a failed outcome. Some seeds are played again, to check that the same
 * seed gives the same trace.
 */
import { caseOf } from './case.ts';
import { judge, type Outcome } from './judge.ts';
import { play } from './play.ts';
import { type Versions, versionsOf } from './versions.ts';

/** Every seed that is a multiple of this is played twice more, with its trace. */
const REPEAT_EVERY = 50;

export interface PlayedOutcome extends Outcome {
  readonly versions: Versions;
}

/** @param given instead of the versions that are drawn from the seed */
export async function runCase(seed: number, given: Partial<Versions> = {}): Promise<PlayedOutcome> {
  const drawn = caseOf(seed);
  const versions = versionsOf(drawn, given);
  try {
    const outcome = judge(drawn, await play(drawn, { versions }));
    return seed % REPEAT_EVERY === 0
      ? { ...outcome, versions, problems: [...outcome.problems, ...(await differences(seed, versions))] }
      : { ...outcome, versions };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return {
      seed,
      versions,
      problems: [problem],
      allowed: [],
      records: 0,
      acknowledged: 0,
      lost: 0,
      duplicated: 0,
      reordered: 0,
    };
  }
}

async function differences(seed: number, versions: Versions): Promise<string[]> {
  const [one, other] = [await fingerprintOf(seed, versions), await fingerprintOf(seed, versions)];
  return one === other ? [] : [`SameSeedSameHistory: the fingerprints are ${one} and ${other}.`];
}

async function fingerprintOf(seed: number, versions: Versions): Promise<string> {
  const { sim } = await play(caseOf(seed), { versions, trace: true });
  return sim.trace.fingerprint();
}
