/**
 * Plays the case of one seed and checks it. A run that throws is a failed outcome. Some seeds are played again, to check that the same
 * seed gives the same trace.
 */
import { caseOf } from './case.ts';
import { judge, type Outcome } from './judge.ts';
import { play } from './play.ts';

/** Every seed that is a multiple of this is played twice more, with its trace. */
const REPEAT_EVERY = 50;

export async function runCase(seed: number): Promise<Outcome> {
  const drawn = caseOf(seed);
  try {
    const outcome = judge(drawn, await play(drawn));
    return seed % REPEAT_EVERY === 0
      ? { ...outcome, problems: [...outcome.problems, ...(await differences(seed))] }
      : outcome;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return {
      seed,
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

async function differences(seed: number): Promise<string[]> {
  const [one, other] = [await fingerprintOf(seed), await fingerprintOf(seed)];
  return one === other ? [] : [`SameSeedSameHistory: the fingerprints are ${one} and ${other}.`];
}

async function fingerprintOf(seed: number): Promise<string> {
  const { sim } = await play(caseOf(seed), { trace: true });
  return sim.trace.fingerprint();
}
