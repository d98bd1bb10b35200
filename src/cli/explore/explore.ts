/**
 * `kafka-trial explore`: runs many histories of a program on all cores. The command's options, its progress and its
 * time limit are here; which histories there are, and how failures are shrunk, is in src/explore.
 */
import { availableParallelism } from 'node:os';
import { didYouMean } from '../../checks/nearest-name.ts';
import { readCase } from '../../explore/case.ts';
import { CaseError } from '../../explore/case-error.ts';
import { explore as exploreProgram } from '../../explore/explore.ts';
import type { ExploreOptions } from '../../explore/explore-options.ts';
import { PLAN_MODES, type PlanMode } from '../../explore/plans.ts';
import { baselineCase, type Program } from '../../explore/program.ts';
import type { Origin, Report } from '../../explore/report.ts';
import { prepareCase } from '../../explore/run-case.ts';
import { type BrokerVersionName, SimulationError } from '../../index.ts';
import { integerOption, readCommand, seedOf } from '../command-line/arguments.ts';
import { withCommandOption } from '../command-line/broker-version.ts';
import { clientVersionOf } from '../command-line/client-version.ts';
import type { CommandHost, ExitCode, Interrupt } from '../command-line/command-host.ts';
import { versionOf } from '../command-line/package-version.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import { isFile } from '../scenarios/scenario-catalogue.ts';
import { EXPLORE } from '../usage/explore.ts';
import { failurePath, writeFailure } from './failure-file.ts';
import { tuneHeap } from './heap.ts';
import { loadProgram } from './load-program.ts';
import { guarded, type ProgramGuard } from './program-guard.ts';
import { programHash } from './program-hash.ts';
import { ProgressLine } from './progress-line.ts';
import { ReportFile } from './report-file.ts';
import { failureText, summaryText } from './report-text.ts';
import { shardOf } from './shard-option.ts';
import { Threads } from './threads.ts';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const EXIT_CODES: Readonly<Record<Interrupt, ExitCode>> = { SIGINT: 130, SIGTERM: 143 };

interface Options {
  readonly nameOrFile: string;
  readonly explore: ExploreOptions;
  /** How many threads; `undefined`: as many as are worth it. */
  readonly workers: number | undefined;
  /** What was given with --time. */
  readonly time: string | undefined;
  readonly folder: string;
  readonly reportFile: ReportFile | undefined;
  readonly json: boolean;
}

export function explore(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  return guarded((guard) => exploreGuarded(args, host, guard));
}

async function exploreGuarded(args: readonly string[], host: CommandHost, guard: ProgramGuard): Promise<ExitCode> {
  const options = readOptions(args, host);
  const program = await loadProgram(options.nameOrFile, host.scenarioFolder);
  guard.check(' while it was loaded');
  expectRunnable(program, options);
  const { report, interrupt } = await run(options, program, host, guard);
  options.reportFile?.write(report);
  if (interrupt !== undefined) host.writeError('Interrupted. What was found until then:\n');
  host.write(options.json ? `${JSON.stringify(report)}\n` : summaryText(report));
  for (const found of report.failures) {
    const path = failurePath(options.folder, program.name, found);
    writeFailure(path, options.nameOrFile, options.explore.throws === true, found);
    if (options.json) continue;
    const file = isFile(options.nameOrFile) ? options.nameOrFile : undefined;
    host.write(`\n${failureText(found, program, file)}\nWritten to ${path}.\n`);
  }
  if (report.failures.length > 0) return 1;
  return interrupt === undefined ? 0 : EXIT_CODES[interrupt];
}

interface Result {
  readonly report: Report;
  /** What ended the exploration early; the report then has what was found until then. */
  readonly interrupt: Interrupt | undefined;
}

async function run(options: Options, program: Program, host: CommandHost, guard: ProgramGuard): Promise<Result> {
  const { nameOrFile, workers, time, folder } = options;
  const endMs = time === undefined ? undefined : Date.now() + durationOf(time);
  tuneHeap();
  const threads = new Threads(
    program,
    { threads: workers ?? availableParallelism(), always: workers !== undefined, nameOrFile },
    host,
    guard,
  );
  let interrupt: Interrupt | undefined;
  let isFirstReport = true;
  const stopListening = host.onInterrupt((signal) => {
    interrupt = signal;
  });
  const stopIgnoring = host.ignoreRejections?.();
  const progress = new ProgressLine(host);
  try {
    const report = await exploreProgram(program, {
      ...options.explore,
      name: nameOrFile,
      origin: originOf(options, host),
      onProgress: (reached) => progress.show(reached),
      onReport: (reportSoFar) => {
        // The first report follows the run without faults.
        if (isFirstReport) guard.check(' in the run without faults');
        isFirstReport = false;
        options.reportFile?.offer(reportSoFar, interrupt !== undefined);
      },
      replayCommand: (failure) => `npx kafka-trial replay ${failurePath(folder, program.name, failure)}`,
      isStopped: () => interrupt !== undefined,
      ...(endMs !== undefined && { isTimeUp: () => Date.now() >= endMs }),
      workers: threads,
    });
    return { report, interrupt };
  } finally {
    progress.clear();
    stopListening();
    stopIgnoring?.();
    await threads.close();
  }
}

/** What has to be the same on all machines that share the exploration. */
function originOf(options: Options, host: CommandHost): Origin {
  const { nameOrFile } = options;
  return {
    package: versionOf(host),
    node: process.version,
    code: isFile(nameOrFile) ? programHash(nameOrFile) : null,
    command: commandOf(options),
  };
}

/** The command without its shard, its report, and what has no effect on the report. */
function commandOf({
  nameOrFile,
  time,
  explore: { plan, seed, runs, clientVersion, brokerVersion, all, throws },
}: Options): string {
  return [
    `npx kafka-trial explore ${quoted(nameOrFile)} --plan ${plan} --seed ${seed}`,
    ...(runs === undefined ? [] : [`--runs ${runs}`]),
    ...(time === undefined ? [] : [`--time ${time}`]),
    ...(clientVersion === undefined ? [] : [`--client-version ${clientVersion}`]),
    ...(brokerVersion === undefined ? [] : [`--broker-version ${brokerVersion}`]),
    ...(all === true ? ['--all'] : []),
    ...(throws === true ? ['--throws'] : []),
  ].join(' ');
}

/** As a shell reads it. */
function quoted(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** @throws UsageError if the simulation that the program describes cannot be created */
function expectRunnable(program: Program, { nameOrFile, explore: { seed = 1, brokerVersion } }: Options): void {
  const versions = brokerVersion === undefined ? {} : { brokerVersion };
  try {
    prepareCase(program, readCase(baselineCase(program, seed, versions), ''));
  } catch (error) {
    throw new UsageError(`Cannot run the program in '${nameOrFile}': ${withCommandOption(problemOf(error))}`);
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
  const brokerVersion = values['broker-version'] as BrokerVersionName | undefined;
  if (values.time !== undefined) durationOf(values.time);
  const runs = values.runs === undefined ? undefined : integerOption('runs', values.runs, 1, [1, 1_000_000_000]);
  return {
    nameOrFile,
    explore: {
      plan: planOf(values.plan),
      seed: seedOf(values.seed),
      shard: shardOf(values.shard, host.environment),
      all: values.all === true,
      throws: values.throws === true,
      ...(runs !== undefined && { runs }),
      ...(clientVersion !== undefined && { clientVersion }),
      ...(brokerVersion !== undefined && { brokerVersion }),
    },
    workers: values.workers === undefined ? undefined : integerOption('workers', values.workers, 1, [1, 1_024]),
    time: values.time,
    folder: values.failures ?? 'failures',
    reportFile: values.report === undefined ? undefined : new ReportFile(values.report),
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

function durationOf(text: string): number {
  const [, number, unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(text) ?? [];
  if (Number(number) > 0) return Number(number) * (UNITS_MS[unit] as number);
  throw new UsageError(`--time must be a duration such as 500ms, 60s, 5m or 2h, got '${text}'.`);
}
