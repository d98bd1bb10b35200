/**
 * Holds a producer to its guarantees through many random stories.
 *
 * Owns: running the property, and how a failure is told: what broke, the smallest story that shows it, and the one command
 * that plays it again.
 */
import fc from 'fast-check';
import { judge } from './judge.ts';
import { play } from './play.ts';
import { type Story, story, type Weather } from './story.ts';

export interface CheckOptions {
  readonly weather: Weather;
  readonly runs: number;
  readonly seed: number;
  /** Of a failure that is to be seen again. */
  readonly path?: string | undefined;
  /** Called after each story; `excused` names the bugs of Kafka's that it met. */
  readonly onPlayed?: (excused: readonly string[]) => void;
}

export const DEFAULT_SEED = 7;

/** @throws Error that tells the first story in which a guarantee is broken, made as small as possible */
export async function checkProducer({ weather, runs, seed, path, onPlayed }: CheckOptions): Promise<void> {
  const property = fc.asyncProperty(story(weather), async (drawn) => {
    const excused = await expectKept(drawn);
    onPlayed?.(excused);
  });
  const replay = path === undefined ? {} : { path, endOnFailure: true };
  const found = await fc.check(property, { seed, numRuns: runs, ...replay });
  if (!found.failed) return;
  const command = `npm run fuzz -- --weather ${weather} --seed ${found.seed} --path ${found.counterexamplePath}`;
  const reason = found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance);
  throw new Error(
    [
      `Seed ${found.seed}: after ${found.numRuns} stories (weather: ${weather}), made smaller ${found.numShrinks} times:`,
      reason,
      'The story:',
      JSON.stringify(found.counterexample?.[0], null, 1),
      `Replay it (seed ${found.seed}): ${command}`,
    ].join('\n'),
  );
}

async function expectKept(drawn: Story): Promise<readonly string[]> {
  const { problems, excused } = judge(drawn, await play(drawn));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return excused.map(({ guarantee, cause }) => `${guarantee}: ${cause}`);
}
