/**
 * `kafka-trial explore`: runs many histories of a program on all cores. The command's options, its progress and its
 * time limit are here; which histories there are, and how failures are shrunk, is in src/explore.
 */
import { availableParallelism } from 'node:os';
import { didYouMean } from '../../checks/nearest-name.ts';
import { readCase } from '../../explore/case.ts';
import { CaseError } from '../../explore/case-error.ts';
import { type ExploreOptions, explore as exploreProgram } from '../../explore/explore.ts';
import { PLAN_MODES, type PlanMode } from '../../explore/plans.ts';
import { baselineCase, type Program } from '../../explore/program.ts';
import type { Report } from '../../explore/report.ts';
import { prepareCase } from '../../explore/run-case.ts';
import { readShard, type Shard } from '../../explore/shard.ts';
import { SimulationError } from '../../index.ts';
import { integerOption, readCommand, seedOf } from '../command-line/arguments.ts';
import { clientVersionOf } from '../command-line/client-version.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import { isFile } from '../scenarios/scenario-catalogue.ts';
import { EXPLORE } from '../usage/explore.ts';
import { failurePath, writeFailure, writeJson } from './failure-file.ts';
import { loadProgram } from './load-program.ts';
import { ProgressLine } from './progress-line.ts';
import { failureText, summaryText } from './report-text.ts';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

interface Options {
  readonly nameOrFile: string;
  readonly explore: ExploreOptions;
  readonly workers: number;
  readonly timeMs: number | undefined;
  readonly folder: string;
  readonly reportFile: string | undefined;
  readonly json: boolean;
}

export async function explore(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const options = readOptions(args, host);
  const program = await loadProgram(options.nameOrFile, host.scenarioFolder);
  expectRunnable(program, options);
  const { report, isInterrupted } = await run(options, program, host);
  if (options.reportFile !== undefined) writeJson(options.reportFile, report);
  if (isInterrupted) host.writeError('Interrupted. What was found until then:\n');
  host.write(options.json ? `${JSON.stringify(report)}\n` : summaryText(report));
  for (const found of report.failures) {
    const path = failurePath(options.folder, program.name, found);
    writeFailure(path, options.nameOrFile, options.explore.throws === true, found);
    if (options.json) continue;
    const file = isFile(options.nameOrFile) ? options.nameOrFile : undefined;
    host.write(`\n${failureText(found, program, file)}\nWritten to ${path}.\n`);
  }
  if (report.failures.length > 0) return 1;
  return isInterrupted ? 130 : 0;
}

interface Result {
  readonly report: Report;
  /** By Ctrl-C; the report then has what was found until then. */
  readonly isInterrupted: boolean;
}

async function run(options: Options, program: Program, host: CommandHost): Promise<Result> {
  const { nameOrFile, workers, timeMs, folder } = options;
  const endMs = timeMs === undefined ? undefined : Date.now() + timeMs;
  // One worker runs in this thread, so the pool of threads does not have to be loaded.
  const threads = workers === 1 ? undefined : (await import('./threads.ts')).openThreads(workers, nameOrFile, host);
  let isInterrupted = false;
  const stopListening = host.onInterrupt(() => {
    isInterrupted = true;
  });
  const stopIgnoring = host.ignoreRejections?.();
  const progress = new ProgressLine(host);
  try {
    const report = await exploreProgram(program, {
      ...options.explore,
      name: nameOrFile,
      onProgress: (reached) => progress.show(reached),
      replayCommand: (failure) => `kafka-trial replay ${failurePath(folder, program.name, failure)}`,
      isStopped: () => isInterrupted,
      ...(endMs !== undefined && { isTimeUp: () => Date.now() >= endMs }),
      ...(threads !== undefined && { workers: threads }),
    });
    return { report, isInterrupted };
  } finally {
    progress.clear();
    stopListening();
    stopIgnoring?.();
    await threads?.close();
  }
}

/** @throws UsageError if the simulation that the program describes cannot be created */
function expectRunnable(program: Program, { nameOrFile, explore: { seed = 1 } }: Options): void {
  try {
    prepareCase(program, readCase(baselineCase(program, seed), ''));
  } catch (error) {
    throw new UsageError(`Cannot run the program in '${nameOrFile}': ${problemOf(error)}`);
  }
}

function problemOf(error: unknown): string {
  const isMisuse = error instanceof SimulationError && error.kind === 'misuse';
  return isMisuse || error instanceof CaseError ? error.message : firstLine(error);
}

// --- Options ---------------------------------------------------------------------------------------------------------------

function readOptions(args: readonly string[], host: CommandHost): Options {
  const { values, positionals } = readCommand(args, EXPLORE);
  const [nameOrFile, extra] = positionals;
  if (nameOrFile === undefined) {
    throw new UsageError('explore needs a program: the name of a scenario, a file, or default-workload.');
  }
  if (extra !== undefined) throw new UsageError(`explore takes one program, got also '${extra}'.`);
  const clientVersion = clientVersionOf(values['client-version'], host);
  const runs = values.runs === undefined ? undefined : integerOption('runs', values.runs, 1, [1, 1_000_000_000]);
  return {
    nameOrFile,
    explore: {
      plan: planOf(values.plan),
      seed: seedOf(values.seed),
      shard: shardOf(values.shard),
      all: values.all === true,
      throws: values.throws === true,
      ...(runs !== undefined && { runs }),
      ...(clientVersion !== undefined && { clientVersion }),
    },
    workers: integerOption('workers', values.workers, availableParallelism(), [1, 1_024]),
    timeMs: values.time === undefined ? undefined : durationOf(values.time),
    folder: values.failures ?? 'failures',
    reportFile: values.report,
    json: values.json === true,
  };
}

function planOf(text: string | undefined): PlanMode {
  const found = text === undefined ? 'swarm' : PLAN_MODES.find((mode) => mode === text);
  if (found !== undefined) return found;
  throw new UsageError(
    `--plan must be one of ${PLAN_MODES.join(', ')}, got '${text}'.${didYouMean(text ?? '', PLAN_MODES)}`,
  );
}

function shardOf(text: string | undefined): Shard {
  const shard = readShard(text ?? '1/1');
  if (shard === undefined) throw new UsageError(`--shard must be a number and a count, such as 1/4, got '${text}'.`);
  return shard;
}

function durationOf(text: string): number {
  const [, number, unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(text) ?? [];
  if (Number(number) > 0) return Number(number) * (UNITS_MS[unit] as number);
  throw new UsageError(`--time must be a duration such as 500ms, 60s, 5m or 2h, got '${text}'.`);
}
