/**
 * The entry of `npm run soak`: many seeds on all cores, with progress, a table, and what to type for each failure.
 *
 * Owns: the flags, the pool of threads, the exit code. Refuses to know: what is played and judged.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Tinypool } from 'tinypool';
import { caseOf } from './case.ts';
import { judge, type Outcome } from './judge.ts';
import { play, replayCommandOf } from './play.ts';
import { renderFailures, renderTally, sumOf, type Tally, tallyOf, unseenIn } from './tally.ts';
import type { Share } from './worker.ts';

const USAGE = `Plays clusters, producers and faults at random, one case per seed, and holds each to its promises.

npm run soak -- [--runs 10000] [--seed 1] [--workers ${availableParallelism()}]
npm run soak -- --replay seed     plays one seed, with its trace, verdict and fault plan

Exit code 1: a promise was broken that nothing explains, or, in 10,000 runs or more, a negative control was never seen.`;

/** Seeds that a thread takes at once. */
const SHARE = 100;
/** So many runs must show every negative control. */
const ENOUGH_FOR_CONTROLS = 10_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else process.exitCode = values.replay === undefined ? await soak() : await replay(Number(values.replay));

async function soak(): Promise<number> {
  const [runs, firstSeed, workers] = [Number(values.runs), Number(values.seed), Number(values.workers)];
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
  console.log(outcome.problems.length === 0 ? `\nSeed ${seed}: every promise kept` : `\n${tell(outcome)}`);
  return outcome.problems.length === 0 ? 0 : 1;
}
