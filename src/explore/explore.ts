/**
 * Explores a program: runs many histories of it until one fails, and shrinks the failure. Threads, the terminal and
 * files are in src/cli/explore.
 */
import { checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { BOOLEAN, COUNT, FUNCTION, INTEGER, isObject, OBJECT, oneOf, TEXT, valueType } from '../checks/value-type.ts';
import type { ClientVersionName, Simulation } from '../index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type Case, readCase } from './case.ts';
import { drawnHistories, SystematicHistories } from './histories.ts';
import { placementOptionsOf } from './placements.ts';
import { isSystematic, PLAN_MODES, type PlanMode, type SeededMode, type SystematicMode } from './plans.ts';
import { baselineCase, type Program, type ProgramFunction, programOf } from './program.ts';
import { type FoundFailure, groupFailures, type Report } from './report.ts';
import { requestsOf, type SentRequest } from './requests.ts';
import { type CaseRun, type Failure, type RunCaseOptions, runCase } from './run-case.ts';
import { belongsTo, type Shard, SINGLE_SHARD } from './shard.ts';
import { shrinkFailure } from './shrink.ts';
import { Statistics } from './statistics.ts';
import { type CaseResult, inThisThread, type NumberedCase, type Workers } from './workers.ts';

/** How far an exploration is. */
export interface Progress {
  /** How many histories have been tried. */
  readonly tried: number;
  /** How many there are; `null` if that is not known yet or there is no limit. */
  readonly histories: number | null;
  /** How many different pairs of consecutive events have been seen. */
  readonly pairs: number;
  /** How many histories failed. */
  readonly failed: number;
}

/** Options of `explore`. */
export interface ExploreOptions extends Pick<RunCaseOptions, 'throws' | 'maxEvents'> {
  /** Default 'swarm'. */
  readonly plan?: PlanMode;
  /** The number of histories of all shards. Default 1,000; no limit in systematic modes and if `isTimeUp` is given. */
  readonly runs?: number;
  /** Default 1. */
  readonly seed?: number;
  /** The version of the clients. Default: that of the program's simulation. */
  readonly clientVersion?: ClientVersionName;
  /** Tries only the histories of this shard. Default: all histories. */
  readonly shard?: Shard;
  /** Continues after a failure. Default false. */
  readonly all?: boolean;
  /** Called between histories; the exploration ends when it returns true. Default: never. */
  readonly isTimeUp?: () => boolean;
  /** Like `isTimeUp`, but without it the number of histories is limited as usual: for Ctrl-C. Default: never. */
  readonly isStopped?: () => boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** Default: this thread. */
  readonly workers?: Workers;
  /** The command that the message of a failure names. Default: a sentence with the seed. */
  readonly replayCommand?: (failure: Failure) => string;
  /** The name of the program in the report. Default: its own. */
  readonly name?: string;
}

const RUNS = valueType(
  (value): value is number => COUNT.accepts(value) || value === Number.POSITIVE_INFINITY,
  'a whole number above 0, or Infinity',
);
const SHARD = valueType(
  (value): value is Shard =>
    isObject(value) && COUNT.accepts(value.index) && COUNT.accepts(value.count) && value.index <= value.count,
  '{ index, count } of whole numbers above 0, the first not above the second',
);
const EXPLORE_OPTIONS: OptionTypes<ExploreOptions> = {
  plan: oneOf(PLAN_MODES),
  runs: RUNS,
  seed: INTEGER,
  clientVersion: TEXT,
  shard: SHARD,
  all: BOOLEAN,
  isTimeUp: FUNCTION,
  isStopped: FUNCTION,
  onProgress: FUNCTION,
  workers: OBJECT,
  replayCommand: FUNCTION,
  name: TEXT,
  throws: BOOLEAN,
  maxEvents: COUNT,
};

const DEFAULT_RUNS = 1_000;
/** Large enough that passing a batch to a thread costs little, and small enough that `isTimeUp` is called often enough. */
const BATCH_SIZE = 20;

/**
 * Explores a program, a scenario or a function. Failures do not make it throw; they are in the report.
 *
 * @throws IllegalArgumentException for an invalid program or option
 * @throws CaseError, FaultError, ConfigException or IllegalArgumentException if the cluster that the program describes
 *   cannot be created
 *
 * @example
 * import { StringSerializer } from 'kafka-trial';
 * import { explore } from 'kafka-trial/explore';
 *
 * // A lost answer makes a producer without idempotence store a record twice.
 * const careless = async (sim) => {
 *   const producer = sim.producer({
 *     'enable.idempotence': false,
 *     'key.serializer': StringSerializer,
 *     'value.serializer': StringSerializer,
 *   });
 *   producer.send({ topic: 'orders', value: 'one' });
 *   await producer.close();
 * };
 * const { failures } = await explore(careless, { plan: 'one-fault' });
 * console.log(failures[0].guarantee, JSON.stringify(failures[0].case.plan));
 * // prints: NoDuplicateWithIdempotence [{"on":"Produce","client":"producer-1","nth":1,"do":"breakBeforeResponse"}]
 */
export async function explore(
  target: Program | Scenario | ProgramFunction,
  options: ExploreOptions = {},
): Promise<Report> {
  checkOptions('explore()', options, EXPLORE_OPTIONS);
  return new Exploration(programOf(target), options).run();
}

class Exploration {
  private readonly program: Program;
  private readonly options: ExploreOptions;
  private readonly workers: Workers;
  private readonly statistics = new Statistics();
  private readonly shard: Shard;
  private readonly mode: PlanMode;
  /** The case without faults. */
  private readonly baseline: Case;
  private readonly runs: number;
  private histories: number | null;
  /** The first error that a worker threw. */
  private workerError: { readonly error: unknown } | undefined;

  constructor(program: Program, options: ExploreOptions) {
    const { plan = 'swarm', isTimeUp, clientVersion } = options;
    const isUnlimited = isSystematic(plan) || isTimeUp !== undefined;
    this.program = program;
    this.options = options;
    this.mode = plan;
    this.workers = options.workers ?? inThisThread(program);
    this.shard = options.shard ?? SINGLE_SHARD;
    this.baseline = readCase(baselineCase(program, options.seed ?? 1, clientVersion), '');
    this.runs = options.runs ?? (isUnlimited ? Number.POSITIVE_INFINITY : DEFAULT_RUNS);
    this.histories = Number.isFinite(this.runs) && !isSystematic(plan) ? this.runs : null;
  }

  async run(): Promise<Report> {
    const { sim, failure } = await runCase(this.program, this.baseline, this.runOptions());
    // A program that fails without faults also fails with them, so its other histories would show nothing.
    if (failure !== undefined) this.statistics.failed.push({ number: 0, testCase: this.baseline, failure });
    else if (isSystematic(this.mode)) await this.trySystematic(this.mode, requestsOf(sim));
    else await this.tryDrawn(this.mode, sim);
    return {
      program: this.options.name ?? this.program.name,
      plan: this.mode,
      seed: this.baseline.seed,
      shard: this.shard,
      histories: this.histories,
      tried: this.statistics.tried,
      fingerprint: this.statistics.fingerprint,
      pairs: [...this.statistics.pairs].sort(),
      failures: await this.shrunkFailures(),
    };
  }

  // --- Which histories -----------------------------------------------------------------------------------------------------

  private tryDrawn(mode: SeededMode, sim: Simulation): Promise<void> {
    const brokers = sim.bootstrapServers.split(',').map((address) => Number(/\d+/.exec(address)?.[0]));
    const clients = [...new Set(requestsOf(sim).map(({ client }) => client))];
    const topology = {
      brokers,
      clients: clients.length > 0 ? clients : ['producer-1'],
      endMs: sim.nowMs,
      hasRealClients: sim.parts.realClients !== null,
    };
    return this.tryAll(ofShard(this.shard, drawnHistories(mode, this.baseline, topology)));
  }

  private async trySystematic(mode: SystematicMode, requests: readonly SentRequest[]): Promise<void> {
    const histories = new SystematicHistories(this.baseline, requests, placementOptionsOf(this.baseline));
    if (mode === 'one-fault') {
      this.histories = histories.singleCount;
      return this.tryAll(ofShard(this.shard, histories.singles()));
    }
    // The runs with one fault show where a second one can be placed. Every shard runs all of them, but reports only its
    // own.
    const requestsByNumber = new Map<number, readonly SentRequest[]>();
    await this.tryAll(histories.singles(), (result) => requestsByNumber.set(result.number, result.requests ?? []));
    if (requestsByNumber.size < histories.singleCount) return;
    const requestsWith = (index: number): readonly SentRequest[] => requestsByNumber.get(index + 1) ?? [];
    this.histories = histories.singleCount + histories.pairCount(requestsWith);
    await this.tryAll(ofShard(this.shard, histories.pairs(requestsWith)));
  }

  // --- Running them --------------------------------------------------------------------------------------------------------

  /** `onResult` gets every result with its requests, also those of histories of other shards. */
  private async tryAll(cases: Iterator<NumberedCase>, onResult?: (result: CaseResult) => void): Promise<void> {
    const running = new Set<Promise<void>>();
    while (!this.isOver()) {
      const batch = this.nextBatch(cases);
      if (batch.length === 0) break;
      const job: Promise<void> = this.tryBatch(batch, onResult).finally(() => running.delete(job));
      running.add(job);
      if (running.size >= this.workers.count) await Promise.race(running);
    }
    await Promise.all(running);
    if (this.workerError !== undefined) throw this.workerError.error;
  }

  private async tryBatch(
    cases: readonly NumberedCase[],
    onResult: ((result: CaseResult) => void) | undefined,
  ): Promise<void> {
    try {
      const wantsRequests = onResult !== undefined;
      // `onResult` needs the results of all histories, also behind a failure.
      const stopsAtFailure = this.options.all !== true && !wantsRequests;
      const options = this.runOptions();
      for (const result of await this.workers.run({ cases, options, stopsAtFailure, wantsRequests })) {
        onResult?.(result);
        const found = cases.find(({ number }) => number === result.number);
        if (found !== undefined && belongsTo(this.shard, result.number)) this.statistics.add(result, found.testCase);
      }
      this.reportProgress();
    } catch (error) {
      this.workerError ??= { error };
    }
  }

  private nextBatch(cases: Iterator<NumberedCase>): readonly NumberedCase[] {
    const batch: NumberedCase[] = [];
    while (batch.length < BATCH_SIZE) {
      const next = cases.next();
      if (next.done === true || next.value.number >= this.runs) break;
      batch.push(next.value);
    }
    return batch;
  }

  private isOver(): boolean {
    const { isTimeUp, isStopped, all } = this.options;
    if (this.workerError !== undefined || isTimeUp?.() === true || isStopped?.() === true) return true;
    return all !== true && this.statistics.failed.length > 0;
  }

  private reportProgress(): void {
    const { tried, pairs, failed } = this.statistics;
    this.options.onProgress?.({ tried, histories: this.histories, pairs: pairs.size, failed: failed.length });
  }

  private runOptions(): RunCaseOptions {
    const { throws, maxEvents } = this.options;
    return { ...(throws === true && { throws }), ...(maxEvents !== undefined && { maxEvents }) };
  }

  // --- Failures ------------------------------------------------------------------------------------------------------------

  /** One failure for each signature: that of the first history, shrunk. */
  private async shrunkFailures(): Promise<readonly FoundFailure[]> {
    const inOrder = [...this.statistics.failed].sort((one, other) => one.number - other.number);
    // Histories that ran at the same time as the first failure are left out, since their number depends on the workers.
    const found = this.options.all === true ? inOrder : inOrder.slice(0, 1);
    const groups = groupFailures(
      found.map(({ number, testCase, failure }) => ({ ...failure, history: number, count: 1, case: testCase })),
    );
    const shrunk: FoundFailure[] = [];
    for (const group of groups) shrunk.push(await this.shrink(group));
    return shrunk;
  }

  private async shrink(found: FoundFailure): Promise<FoundFailure> {
    const replayCommand = this.options.replayCommand?.(found);
    // If the program threw without faults, the smaller cases have no faults either and must fail in the same way.
    const throws = found.case.plan.length === 0 || this.options.throws === true;
    const options = { ...this.runOptions(), throws, ...(replayCommand !== undefined && { replayCommand }) };
    const run = (testCase: Case): Promise<CaseRun> => runCase(this.program, testCase, options);
    const failure = (await run(found.case)).failure ?? found;
    const shrunk = await shrinkFailure(found.case, failure, run);
    return { ...found, ...shrunk.failure, case: shrunk.case };
  }
}

function* ofShard(shard: Shard, histories: Iterable<NumberedCase>): Generator<NumberedCase> {
  for (const history of histories) if (belongsTo(shard, history.number)) yield history;
}
