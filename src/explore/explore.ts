/**
 * Explores a program: runs many histories of it until one fails, and shrinks the failure. Threads, the terminal and
 * files are in src/cli/explore.
 */
import { checkOptions } from '../checks/arguments.ts';
import type { Simulation } from '../index.ts';
import type { Scenario } from '../scenario/index.ts';
import { releasesOf } from '../simulation/releases.ts';
import { type Case, readCase } from './case.ts';
import { digestOf } from './coverage.ts';
import { EXPLORE_OPTIONS, type ExploreOptions } from './explore-options.ts';
import { drawnHistories, SystematicHistories } from './histories.ts';
import { placementOptionsOf } from './placements.ts';
import { isSystematic, type PlanMode, type SeededMode, type SystematicMode } from './plans.ts';
import { baselineCase, type Program, type ProgramFunction, programOf, simulationOptionsOf } from './program.ts';
import { type ExplorationEnd, type FoundFailure, groupFailures, type Report } from './report.ts';
import { requestsOf, type SentRequest } from './requests.ts';
import { type CaseRun, type RunCaseOptions, runCase } from './run-case.ts';
import { belongsTo, type Shard, SINGLE_SHARD } from './shard.ts';
import { shrinkFailure } from './shrink.ts';
import { Statistics } from './statistics.ts';
import { type CaseResult, inThisThread, type NumberedCase, type Workers } from './workers.ts';

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
  /** A hash of the run without faults. */
  private baselineDigest = '';
  /** What ended the exploration before all histories were tried. */
  private earlyEnd: Exclude<ExplorationEnd, 'finished' | 'running'> | undefined;
  /** The error that a worker threw for the batch with the lowest numbers, which `from` is the first of. */
  private workerError: { readonly from: number; readonly error: unknown } | undefined;

  constructor(program: Program, options: ExploreOptions) {
    const { plan = 'swarm', isTimeUp, clientVersion, brokerVersion } = options;
    const isUnlimited = isSystematic(plan) || isTimeUp !== undefined;
    this.program = program;
    this.options = options;
    this.mode = plan;
    this.workers = options.workers ?? inThisThread(program);
    this.shard = options.shard ?? SINGLE_SHARD;
    const versions = {
      ...(clientVersion !== undefined && { clientVersion }),
      ...(brokerVersion !== undefined && { brokerVersion }),
    };
    this.baseline = readCase(baselineCase(program, options.seed ?? 1, versions), '');
    this.runs = options.runs ?? (isUnlimited ? Number.POSITIVE_INFINITY : DEFAULT_RUNS);
    this.histories = Number.isFinite(this.runs) && !isSystematic(plan) ? this.runs : null;
  }

  async run(): Promise<Report> {
    const { sim, failure } = await runCase(this.program, this.baseline, this.runOptions());
    this.baselineDigest = digestOf(sim.trace);
    this.offerReport('running');
    // A program that fails without faults also fails with them, so its other histories would show nothing.
    if (failure !== undefined) this.statistics.failed.push({ number: 0, testCase: this.baseline, failure });
    else if (isSystematic(this.mode)) await this.trySystematic(this.mode, requestsOf(sim));
    else await this.tryDrawn(this.mode, sim);
    const end = this.endOf();
    this.offerReport(end);
    return this.report(end, await this.shrunkFailures());
  }

  private report(end: ExplorationEnd, failures: readonly FoundFailure[]): Report {
    const { origin } = this.options;
    return {
      program: this.options.name ?? this.program.name,
      plan: this.mode,
      seed: this.baseline.seed,
      ...releasesOf(simulationOptionsOf(this.program, this.baseline)),
      ...(origin !== undefined && { origin }),
      baseline: this.baselineDigest,
      shard: this.shard,
      end,
      histories: this.histories,
      tried: this.statistics.tried,
      fingerprint: this.statistics.fingerprint,
      pairs: [...this.statistics.pairs].sort(),
      failures,
    };
  }

  private offerReport(end: ExplorationEnd): void {
    this.options.onReport?.(() => this.report(end, this.foundFailures()));
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
    return this.tryShard(this.runs, drawnHistories(mode, this.baseline, topology));
  }

  private async trySystematic(mode: SystematicMode, requests: readonly SentRequest[]): Promise<void> {
    const histories = new SystematicHistories(this.baseline, requests, placementOptionsOf(this.baseline));
    if (mode === 'one-fault') {
      this.histories = histories.singleCount;
      return this.tryShard(Math.min(this.histories, this.runs), histories.singles());
    }
    // The runs with one fault show where a second one can be placed. Every shard runs all of them, but reports only its
    // own.
    const requestsByNumber = new Map<number, readonly SentRequest[]>();
    await this.tryAll(histories.singleCount, histories.singles(), (result) =>
      requestsByNumber.set(result.number, result.requests ?? []),
    );
    if (requestsByNumber.size < histories.singleCount) return;
    const requestsWith = (index: number): readonly SentRequest[] => requestsByNumber.get(index + 1) ?? [];
    const pairCount = histories.pairCount(requestsWith);
    this.histories = histories.singleCount + pairCount;
    await this.tryShard(Math.min(pairCount, this.runs - histories.singleCount), histories.pairs(requestsWith));
  }

  // --- Running them --------------------------------------------------------------------------------------------------------

  /** Tries those of `count` histories that belong to this shard. */
  private tryShard(count: number, histories: Iterable<NumberedCase>): Promise<void> {
    return this.tryAll(Math.ceil(count / this.shard.count), ofShard(this.shard, histories));
  }

  /** `onResult` gets every result with its requests, also those of histories of other shards. */
  private async tryAll(
    count: number,
    cases: Iterator<NumberedCase>,
    onResult?: (result: CaseResult) => void,
  ): Promise<void> {
    await this.workers.prepare?.(count);
    const running = new Set<Promise<void>>();
    while (true) {
      const batch = this.nextBatch(cases);
      // An exploration that is stopped after its last history has finished.
      if (batch.length === 0 || this.isOver()) break;
      const job: Promise<void> = this.tryBatch(batch, onResult).finally(() => running.delete(job));
      running.add(job);
      if (running.size >= this.workers.count) await Promise.race(running);
    }
    await Promise.all(running);
    if (this.workerError !== undefined && !this.hasFailedBefore(this.workerError.from)) throw this.workerError.error;
  }

  private async tryBatch(
    cases: readonly NumberedCase[],
    onResult: ((result: CaseResult) => void) | undefined,
  ): Promise<void> {
    try {
      const wantsRequests = onResult !== undefined;
      // `onResult` needs the results of all histories, also after a failure.
      const stopsAtFailure = this.options.all !== true && !wantsRequests;
      const options = this.runOptions();
      for (const result of await this.workers.run({ cases, options, stopsAtFailure, wantsRequests })) {
        onResult?.(result);
        const found = cases.find(({ number }) => number === result.number);
        if (found !== undefined && belongsTo(this.shard, result.number)) this.statistics.add(result, found.testCase);
      }
      this.reportProgress();
      this.offerReport('running');
    } catch (error) {
      const from = cases[0]?.number ?? 0;
      if (this.workerError === undefined || from < this.workerError.from) this.workerError = { from, error };
    }
  }

  /** One worker would have ended the exploration at a failed history before `number`. */
  private hasFailedBefore(number: number): boolean {
    return this.options.all !== true && this.statistics.failed.some((failed) => failed.number < number);
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
    if (this.workerError !== undefined) return true;
    if (isStopped?.() === true) this.earlyEnd ??= 'interrupted';
    else if (isTimeUp?.() === true) this.earlyEnd ??= 'time is up';
    else if (all !== true && this.statistics.failed.length > 0) this.earlyEnd ??= 'failed';
    return this.earlyEnd !== undefined;
  }

  private endOf(): ExplorationEnd {
    if (this.earlyEnd !== undefined) return this.earlyEnd;
    return this.statistics.failed.length > 0 && this.options.all !== true ? 'failed' : 'finished';
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

  /** One failure for each signature: that of the first history. */
  private foundFailures(): readonly FoundFailure[] {
    const inOrder = [...this.statistics.failed].sort((one, other) => one.number - other.number);
    // Histories that ran at the same time as the first failure are left out, since their number depends on the workers.
    const found = this.options.all === true ? inOrder : inOrder.slice(0, 1);
    return groupFailures(
      found.map(({ number, testCase, failure }) => ({ ...failure, history: number, count: 1, case: testCase })),
    );
  }

  private async shrunkFailures(): Promise<readonly FoundFailure[]> {
    const shrunk: FoundFailure[] = [];
    for (const group of this.foundFailures()) shrunk.push(await this.shrink(group));
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
