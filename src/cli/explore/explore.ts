/**
 * `kafka-trial explore`: tries many histories of a program on all cores.
 *
 * Owns: the flags, the clock on the wall, and what is printed when.
 * Refuses to know: which histories there are, and how failures are made small (src/explore).
 */
import { availableParallelism } from 'node:os';
import { readCase } from '../../explore/case.ts';
import { CaseError } from '../../explore/case-error.ts';
import { type ExploreOptions, explore as exploreProgram, type Progress } from '../../explore/explore.ts';
import { PLAN_MODES, type PlanMode } from '../../explore/plans.ts';
import { calmCase, type Program } from '../../explore/program.ts';
import type { Report } from '../../explore/report.ts';
import { readShard, type Shard } from '../../explore/shard.ts';
import { prepareCase } from '../../explore/try-case.ts';
import { SimulationError } from '../../index.ts';
import { readArguments, seedOf, wholeNumber } from '../arguments.ts';
import type { CommandHost, ExitCode } from '../command-host.ts';
import { didYouMean } from '../nearest-name.ts';
import { isFile } from '../scenario-catalogue.ts';
import { firstLine, UsageError } from '../usage-error.ts';
import { failurePath, writeFailure, writeJson } from './failure-file.ts';
import { loadProgram } from './load-program.ts';
import { failureText, progressText, summaryText } from './report-text.ts';

const PROGRESS_EVERY_MS = 2_000;
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

interface Flags {
  readonly nameOrFile: string;
  readonly options: ExploreOptions;
  readonly workers: number;
  readonly timeMs: number | undefined;
  readonly folder: string;
  readonly reportFile: string | undefined;
  readonly json: boolean;
}

export async function explore(args: readonly string[], surroundings: CommandHost): Promise<ExitCode> {
  const flags = readFlags(args);
  const program = await loadProgram(flags.nameOrFile, surroundings.scenarioFolder);
  expectPlayable(program, flags);
  const report = await run(flags, program, surroundings);
  if (flags.reportFile !== undefined) writeJson(flags.reportFile, report);
  surroundings.write(flags.json ? `${JSON.stringify(report)}\n` : summaryText(report));
  for (const found of report.failures) {
    const path = failurePath(flags.folder, program.name, found);
    writeFailure(path, flags.nameOrFile, flags.options.throws === true, found);
    if (flags.json) continue;
    const file = isFile(flags.nameOrFile) ? flags.nameOrFile : undefined;
    surroundings.write(`\n${failureText(found, program, file)}\nWritten to ${path}.\n`);
  }
  return report.failures.length === 0 ? 0 : 1;
}

async function run(flags: Flags, program: Program, surroundings: CommandHost): Promise<Report> {
  const { nameOrFile, workers, timeMs, folder } = flags;
  const endMs = timeMs === undefined ? undefined : Date.now() + timeMs;
  // One worker needs no thread. And who has no threads need not wait for the pool to be loaded.
  const threads =
    workers === 1 ? undefined : (await import('./threads.ts')).openThreads(workers, nameOrFile, surroundings);
  try {
    return await exploreProgram(program, {
      ...flags.options,
      name: nameOrFile,
      onProgress: progressTo(surroundings),
      replayCommand: (failure) => `kafka-trial replay ${failurePath(folder, program.name, failure)}`,
      ...(endMs !== undefined && { isTimeUp: () => Date.now() >= endMs }),
      ...(threads !== undefined && { workers: threads }),
    });
  } finally {
    await threads?.close();
  }
}

/** @throws UsageError if the world that the program describes cannot be made */
function expectPlayable(program: Program, { nameOrFile, options }: Flags): void {
  try {
    prepareCase(program, readCase(calmCase(program, options.seed ?? 1), ''));
  } catch (error) {
    throw new UsageError(`The program in '${nameOrFile}' cannot be played: ${problemOf(error)}`);
  }
}

function problemOf(error: unknown): string {
  // Its first line is about the seed.
  const isMisuse = error instanceof SimulationError && error.kind === 'misuse';
  if (isMisuse) return firstLine(error.message.split('\n')[1]);
  return error instanceof CaseError ? error.message : firstLine(error);
}

/** Not before a while is over: what is quick needs no progress. */
function progressTo({ writeError }: CommandHost): (progress: Progress) => void {
  let nextMs = Date.now() + PROGRESS_EVERY_MS;
  return (progress) => {
    if (Date.now() < nextMs) return;
    nextMs = Date.now() + PROGRESS_EVERY_MS;
    writeError(`${progressText(progress)}\n`);
  };
}

// --- Flags -----------------------------------------------------------------------------------------------------------------

function readFlags(args: readonly string[]): Flags {
  const { values, positionals } = readArguments(args, {
    plan: { type: 'string' },
    runs: { type: 'string' },
    time: { type: 'string' },
    workers: { type: 'string' },
    shard: { type: 'string' },
    all: { type: 'boolean' },
    throws: { type: 'boolean' },
    failures: { type: 'string' },
    report: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [nameOrFile, extra] = positionals;
  if (nameOrFile === undefined) {
    throw new UsageError('explore takes a scenario, a file with a program, or default-workload.');
  }
  if (extra !== undefined) throw new UsageError(`explore takes one program; there is also '${extra}'.`);
  const runs = values.runs === undefined ? undefined : wholeNumber('runs', values.runs, 1, [1, 1_000_000_000]);
  return {
    nameOrFile,
    options: {
      plan: planOf(values.plan),
      seed: seedOf(values.seed),
      shard: shardOf(values.shard),
      all: values.all === true,
      throws: values.throws === true,
      ...(runs !== undefined && { runs }),
    },
    workers: wholeNumber('workers', values.workers, availableParallelism(), [1, 1_024]),
    timeMs: values.time === undefined ? undefined : durationOf(values.time),
    folder: values.failures ?? 'failures',
    reportFile: values.report,
    json: values.json === true,
  };
}

function planOf(text: string | undefined): PlanMode {
  const found = text === undefined ? 'swarm' : PLAN_MODES.find((mode) => mode === text);
  if (found !== undefined) return found;
  throw new UsageError(`--plan takes ${PLAN_MODES.join(', ')}, not '${text}'.${didYouMean(text ?? '', PLAN_MODES)}`);
}

function shardOf(text: string | undefined): Shard {
  const shard = readShard(text ?? '1/1');
  if (shard === undefined) throw new UsageError(`--shard takes a part of a whole, such as 1/4, not '${text}'.`);
  return shard;
}

function durationOf(text: string): number {
  const [, number, unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(text) ?? [];
  if (Number(number) > 0) return Number(number) * (UNITS_MS[unit] as number);
  throw new UsageError(`--time takes a duration such as 500ms, 60s, 5m or 2h, not '${text}'.`);
}
