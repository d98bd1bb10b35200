/**
 * The entry of `npm run soak`: many seeds on all cores, with progress, a table, and what to type for each failure.
 *
 * Owns: the flags, the pool of threads, the exit code. Refuses to know: what is played and judged.
 */
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { readArguments, seedOf } from '../../../src/cli/command-line/arguments.ts';
import { UsageError } from '../../../src/cli/command-line/usage-error.ts';
import { countOf, enter } from '../entry.ts';
import { caseOf } from './case.ts';
import { judge, type Outcome } from './judge.ts';
import { play, replayCommandOf } from './play.ts';
import { renderFailures, renderTally, sumOf, type Tally, tallyOf, unseenIn } from './tally.ts';
import type { Share } from './worker.ts';

const USAGE = `Plays clusters, producers and faults at random, one case per seed, and holds each to its guarantees.

npm run soak -- [--runs 10000] [--seed 1] [--workers ${availableParallelism()}]
npm run soak -- --replay seed     plays one seed, with its trace, verdict and fault plan

Exit code 1: a guarantee was broken that nothing explains, or, in 10,000 runs or more, a negative control was never seen.`;

/** Seeds that a thread takes at once. */
const SHARE = 100;
/** So many runs must show every negative control. */
const ENOUGH_FOR_CONTROLS = 10_000;

await enter(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), {
    runs: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    replay: { type: 'string' },
    help: { type: 'boolean' },
  });
  if (positionals.length > 0) throw new UsageError(`soak takes options only; there is '${positionals[0]}'.`);
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  if (values.replay !== undefined) return replay(seedOf(values.replay));
  const workers = countOf('workers', values.workers, availableParallelism());
  return soak(countOf('runs', values.runs, 10_000), seedOf(values.seed), workers);
});

async function soak(runs: number, firstSeed: number, workers: number): Promise<number> {
  console.log(`Seeds ${firstSeed} to ${firstSeed + runs - 1}, ${workers} threads`);
  const tally = await tallied(runs, firstSeed, workers);
  console.log(renderTally(tally));
  const unseen = runs >= ENOUGH_FOR_CONTROLS ? unseenIn(tally) : [];
  for (const control of unseen) console.log(`Never seen, though it must show: ${control}`);
  if (tally.failed.length > 0) console.log(`\n${renderFailures(tally, tell)}`);
  return tally.failed.length + unseen.length > 0 ? 1 : 0;
}

async function tallied(runs: number, firstSeed: number, workers: number): Promise<Tally> {
  const pool = new Tinypool({
    filename: new URL('./worker.ts', import.meta.url).href,
    runtime: 'child_process',
    minThreads: workers,
    maxThreads: workers,
    execArgv: ['--import', 'tsx'],
  });
  let tally = tallyOf([]);
  const shares: Share[] = [];
  for (let done = 0; done < runs; done += SHARE)
    shares.push({ firstSeed: firstSeed + done, runs: Math.min(SHARE, runs - done) });
  const startMs = performance.now();
  await Promise.all(
    shares.map(async (share) => {
      const one = (await pool.run(share)) as Tally;
      tally = sumOf(tally, one);
      showProgress(tally, runs, performance.now() - startMs);
    }),
  );
  process.stderr.write('\n');
  await pool.destroy();
  return tally;
}

function showProgress({ runs, failed }: Tally, all: number, takenMs: number): void {
  const leftSeconds = Math.round(((takenMs / runs) * (all - runs)) / 1_000);
  process.stderr.write(`\r${runs} of ${all} runs, ${failed.length} failed, ${leftSeconds} s to go   `);
}

/** A failure as it has to be told: seed first and last. */
function tell({ seed, problems }: Outcome): string {
  return [
    `Seed ${seed}:`,
    ...problems,
    `The faults: ${JSON.stringify(caseOf(seed).plan)}`,
    `Replay it (seed ${seed}): ${replayCommandOf(seed)}`,
  ].join('\n');
}

async function replay(seed: number): Promise<number> {
  const drawn = caseOf(seed);
  const played = await play(drawn, { trace: true });
  console.log(played.sim.trace.lines.join('\n'));
  console.log(`\nThe case: ${JSON.stringify(drawn, null, 1)}`);
  console.log(`\n${played.sim.verdict()}`);
  const outcome = judge(drawn, played);
  for (const cause of outcome.allowed) console.log(`Broken, and explained: ${cause}`);
  console.log(outcome.problems.length === 0 ? `\nSeed ${seed}: every guarantee kept` : `\n${tell(outcome)}`);
  return outcome.problems.length === 0 ? 0 : 1;
}
