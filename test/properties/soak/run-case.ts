/**
 * One seed from its drawing to its judgement.
 *
 * Owns: that a run which fails on the way has an outcome, too, and that a sample is played twice to the same fingerprint.
 */
import { caseOf } from './case.ts';
import { judge, type Outcome } from './judge.ts';
import { play } from './play.ts';

/** Every so many seeds one is played again, twice, with its trace. */
const SAMPLE = 50;

export async function runCase(seed: number): Promise<Outcome> {
  const drawn = caseOf(seed);
  try {
    const outcome = judge(drawn, await play(drawn));
    return seed % SAMPLE === 0
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
