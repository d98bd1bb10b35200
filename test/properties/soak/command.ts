/**
 * The command `npm run soak`: plays many seeds in several processes, and prints its progress, a table of the outcomes, and the command
 * that replays each failure.
 */
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { readArguments, seedOf } from '../../../src/cli/command-line/arguments.ts';
import { UsageError } from '../../../src/cli/command-line/usage-error.ts';
import { countOf, runCommand } from '../entry.ts';
import { caseOf } from './case.ts';
import { judge } from './judge.ts';
import { play, replayCommandOf } from './play.ts';
import type { PlayedOutcome } from './run-case.ts';
import { renderFailures, renderTally, sumOf, type Tally, tallyOf, unseenIn } from './tally.ts';
import { BROKER_NAMES, CLIENT_NAMES, FIRST_VERSIONS, type Versions, versionsText } from './versions.ts';
import type { Share } from './worker.ts';

const USAGE = `Plays random clusters, producers and faults, one case per seed, and checks the guarantees of each.

npm run soak -- [--runs 10000] [--seed 1] [--workers ${availableParallelism()}]
npm run soak -- --replay seed     plays one seed, with its trace, verdict and fault plan

--client-version ${CLIENT_NAMES.join('|')}, --broker-version ${BROKER_NAMES.join('|')}: the versions of all seeds. By default a soak draws them from each seed, and
--replay plays ${FIRST_VERSIONS.clients}.

Exit code 1: a guarantee was violated without a known cause, or, in 10,000 runs or more, a negative control did not occur.`;

/** Number of seeds that a process gets at once. */
const SHARE = 100;
/** In this number of runs, every negative control must occur. */
const ENOUGH_FOR_CONTROLS = 10_000;

await runCommand(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), {
    runs: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    replay: { type: 'string' },
    'client-version': { type: 'string' },
    'broker-version': { type: 'string' },
    help: { type: 'boolean' },
  });
  if (positionals.length > 0) throw new UsageError(`soak takes options only, got '${positionals[0]}'.`);
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const versions: Partial<Versions> = {
    ...oneOf('client-version', values['client-version'], CLIENT_NAMES, (clients) => ({ clients })),
    ...oneOf('broker-version', values['broker-version'], BROKER_NAMES, (brokers) => ({ brokers })),
  };
  if (values.replay !== undefined) return replay(seedOf(values.replay), { ...FIRST_VERSIONS, ...versions });
  const workers = countOf('workers', values.workers, availableParallelism());
  return soak(countOf('runs', values.runs, 10_000), seedOf(values.seed), workers, versions);
});

/** @throws UsageError unless there is such a version */
function oneOf<Name extends string>(
  option: string,
  given: string | undefined,
  names: readonly Name[],
  toVersions: (name: Name) => Partial<Versions>,
): Partial<Versions> {
  if (given === undefined) return {};
  const name = names.find((one) => one === given);
  if (name === undefined) throw new UsageError(`--${option} must be one of ${names.join(', ')}, got '${given}'.`);
  return toVersions(name);
}

async function soak(runs: number, firstSeed: number, workers: number, versions: Partial<Versions>): Promise<number> {
  console.log(`Seeds ${firstSeed} to ${firstSeed + runs - 1}, ${workers} processes`);
  const tally = await runAll(runs, firstSeed, workers, versions);
  console.log(renderTally(tally));
  const unseen = runs >= ENOUGH_FOR_CONTROLS ? unseenIn(tally) : [];
  for (const control of unseen) console.log(`This negative control did not occur: ${control}`);
  if (tally.failed.length > 0) console.log(`\n${renderFailures(tally, describeFailure)}`);
  return tally.failed.length + unseen.length > 0 ? 1 : 0;
}

async function runAll(runs: number, firstSeed: number, workers: number, versions: Partial<Versions>): Promise<Tally> {
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
    shares.push({ firstSeed: firstSeed + done, runs: Math.min(SHARE, runs - done), versions });
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

function showProgress({ runs, failed }: Tally, total: number, elapsedMs: number): void {
  const leftSeconds = Math.round(((elapsedMs / runs) * (total - runs)) / 1_000);
  process.stderr.write(`\r${runs} of ${total} runs, ${failed.length} failed, ${leftSeconds} s left   `);
}

/** A failure begins and ends with its seed. */
function describeFailure({ seed, versions, problems }: PlayedOutcome): string {
  return [
    `Seed ${seed}, ${versionsText(versions)}:`,
    ...problems,
    `The faults: ${JSON.stringify(caseOf(seed).plan)}`,
    `Replay it (seed ${seed}): ${replayCommandOf(seed, versions)}`,
  ].join('\n');
}

async function replay(seed: number, versions: Versions): Promise<number> {
  const drawn = caseOf(seed);
  const played = await play(drawn, { versions, trace: true });
  console.log(played.sim.trace.lines.join('\n'));
  console.log(`\nThe case: ${JSON.stringify(drawn, null, 1)}`);
  console.log(`\n${played.sim.verdict()}`);
  const outcome = { ...judge(drawn, played), versions };
  for (const cause of outcome.allowed) console.log(`Violated, and explained: ${cause}`);
  console.log(
    outcome.problems.length === 0 ? `\nSeed ${seed}: no guarantee violated` : `\n${describeFailure(outcome)}`,
  );
  return outcome.problems.length === 0 ? 0 : 1;
}
