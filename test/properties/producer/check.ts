/**
 * Plays many random cases and checks the producer's guarantees after each. The error of a failure contains the violated guarantees, the
 * shrunk case, and the command that replays it.
 */
import fc from 'fast-check';
import { type BrokerStability, type Case, randomCase } from './case.ts';
import { judge } from './judge.ts';
import { play } from './play.ts';

export interface CheckOptions {
  readonly brokers: BrokerStability;
  readonly runs: number;
  readonly seed: number;
  /** The path of a failed run, which is replayed. */
  readonly path?: string | undefined;
  /** Called after each run, with the guarantees that a known bug of Kafka has violated in it. */
  readonly onPlayed?: (knownViolations: readonly string[]) => void;
}

export const DEFAULT_SEED = 7;

/** @throws Error with the first case in which a guarantee is violated, shrunk */
export async function checkProducer({ brokers, runs, seed, path, onPlayed }: CheckOptions): Promise<void> {
  const property = fc.asyncProperty(randomCase(brokers), async (drawn) => {
    const knownViolations = await expectKept(drawn);
    onPlayed?.(knownViolations);
  });
  const replay = path === undefined ? {} : { path, endOnFailure: true };
  const found = await fc.check(property, { seed, numRuns: runs, ...replay });
  if (!found.failed) return;
  const command = `npm run fuzz -- --brokers ${brokers} --seed ${found.seed} --path ${found.counterexamplePath}`;
  const reason = found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance);
  throw new Error(
    [
      `Seed ${found.seed}: failed in run ${found.numRuns} (${brokers} brokers), shrunk ${found.numShrinks} times:`,
      reason,
      'The case:',
      JSON.stringify(found.counterexample?.[0], null, 1),
      `Replay it (seed ${found.seed}): ${command}`,
    ].join('\n'),
  );
}

async function expectKept(drawn: Case): Promise<readonly string[]> {
  const { problems, knownViolations } = judge(drawn, await play(drawn));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return knownViolations.map(({ guarantee, cause }) => `${guarantee}: ${cause}`);
}
