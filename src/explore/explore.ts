/**
 * Tries many histories of a program, and tells what was tried, seen and found.
 *
 * Owns: how far it goes: when to stop, whose histories are tried here, and that failures are made small.
 * Refuses to know: threads, terminals and files (cli/explore), and which cases there are (histories.ts).
 */
import type { Simulation } from '../index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type Case, readCase } from './case.ts';
import { drawnHistories, SystematicHistories } from './histories.ts';
import type { PlacementOptions } from './placements.ts';
import { isSystematic, type PlanMode } from './plans.ts';
import { calmCase, type Program, type ProgramFunction, programOf } from './program.ts';
import { type FoundFailure, groupFailures, type Report } from './report.ts';
import { requestsOf, type SentRequest } from './requests.ts';
import { belongsTo, type Shard, WHOLE } from './shard.ts';
import { shrinkFailure } from './shrink.ts';
import { Tally } from './tally.ts';
import { type Failure, type Tried, type TryOptions, tryCase } from './try-case.ts';
import { type Attempt, inThisThread, type NumberedCase, type Workers } from './workers.ts';

export interface Progress {
  readonly tried: number;
  /** `null` as long as it is not known, or if there is no end. */
  readonly histories: number | null;
  readonly pairs: number;
  readonly failed: number;
}

export interface ExploreOptions extends Pick<TryOptions, 'throws' | 'maxEvents'> {
  /** Default 'swarm'. */
  readonly plan?: PlanMode;
  /** So many histories, all shards together. Default: 1,000; all there are, if systematic; no end, if `isTimeUp` is given. */
  readonly runs?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default: all histories. */
  readonly shard?: Shard;
  /** Go on after a failure. Default false: stop at the first. */
  readonly all?: boolean;
  /** Asked between histories. Default: never. */
  readonly isTimeUp?: () => boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** Default: this thread. */
  readonly workers?: Workers;
  /** What a failure tells its reader to type. Default: a sentence that names the seed. */
  readonly replayCommand?: (failure: Failure) => string;
  /** What the report calls the program. Default: its name. */
  readonly name?: string;
}

const RUNS = 1_000;
/** Enough that handing it over costs nothing, few enough that time is looked at now and then. */
const BATCH_SIZE = 20;
/** Past a timeout, or a session: far enough that it is noticed. */
const PAST_MS = 3_000;

/**
 * Explores a program, a scenario or a bare function. Never throws for what it finds: that is in the report.
 *
 * @throws CaseError, ConfigException, ... if the world that the program describes cannot be made
 */
export async function explore(
  what: Program | Scenario | ProgramFunction,
  options: ExploreOptions = {},
): Promise<Report> {
  return new Exploration(programOf(what), options).run();
}

class Exploration {
  private readonly program: Program;
  private readonly options: ExploreOptions;
  private readonly workers: Workers;
  private readonly tally = new Tally();
  private readonly shard: Shard;
  private readonly plan: PlanMode;
  private readonly calm: Case;
  private readonly runs: number;
  private histories: number | null;
  /** What a worker could not do. */
  private broken: { readonly error: unknown } | undefined;

  constructor(program: Program, options: ExploreOptions) {
    const { plan = 'swarm', isTimeUp } = options;
    const endless = isSystematic(plan) || isTimeUp !== undefined;
    this.program = program;
    this.options = options;
    this.plan = plan;
    this.workers = options.workers ?? inThisThread(program);
    this.shard = options.shard ?? WHOLE;
    this.calm = readCase(calmCase(program, options.seed ?? 1), '');
    this.runs = options.runs ?? (endless ? Number.POSITIVE_INFINITY : RUNS);
    this.histories = Number.isFinite(this.runs) && !isSystematic(plan) ? this.runs : null;
  }

  async run(): Promise<Report> {
    const { sim, failure } = await tryCase(this.program, this.calm, this.tryOptions());
    // A program that fails in peace fails anyhow: its histories say nothing.
    if (failure !== undefined) this.tally.failed.push({ number: 0, given: this.calm, failure });
    else if (isSystematic(this.plan)) await this.trySystematic(this.plan, requestsOf(sim));
    else await this.tryDrawn(sim);
    return {
      explored: this.options.name ?? this.program.name,
      plan: this.plan,
      seed: this.calm.seed,
      shard: this.shard,
      histories: this.histories,
      tried: this.tally.tried,
      fingerprint: this.tally.fingerprint,
      pairs: [...this.tally.pairs].sort(),
      failures: await this.smallFailures(),
    };
  }

  // --- Which histories -----------------------------------------------------------------------------------------------------

  private tryDrawn(calm: Simulation): Promise<void> {
    const brokers = calm.bootstrapServers.split(',').map((address) => Number(/\d+/.exec(address)?.[0]));
    const clients = [...new Set(requestsOf(calm).map(({ client }) => client))];
    const terrain = { brokers, clients: clients.length > 0 ? clients : ['producer-1'], endMs: calm.nowMs };
    const mode = this.plan as Exclude<PlanMode, 'one-fault' | 'two-faults'>;
    return this.tryAll(ours(drawnHistories(mode, this.calm, terrain), this.shard));
  }

  private async trySystematic(plan: 'one-fault' | 'two-faults', requests: readonly SentRequest[]): Promise<void> {
    const histories = new SystematicHistories(this.calm, requests, this.placementOptions());
    if (plan === 'one-fault') {
      this.histories = histories.singleCount;
      return this.tryAll(ours(histories.singles(), this.shard));
    }
    // Where a second fault can be is known from the runs with one: every shard needs all of these, and counts its own.
    const requestsByNumber = new Map<number, readonly SentRequest[]>();
    await this.tryAll(histories.singles(), (attempt) => requestsByNumber.set(attempt.number, attempt.requests ?? []));
    if (requestsByNumber.size < histories.singleCount) return;
    const requestsWith = (index: number): readonly SentRequest[] => requestsByNumber.get(index + 1) ?? [];
    this.histories = histories.singleCount + histories.pairCount(requestsWith);
    await this.tryAll(ours(histories.pairs(requestsWith), this.shard));
  }

  private placementOptions(): PlacementOptions {
    const requestTimeoutMs = Number(this.calm.producer['request.timeout.ms'] ?? 30_000);
    const sessionTimeoutMs = Number(this.calm.cluster.config?.['broker.session.timeout.ms'] ?? 9_000);
    return { lateMs: requestTimeoutMs + PAST_MS, downMs: sessionTimeoutMs + PAST_MS };
  }

  // --- Trying them ---------------------------------------------------------------------------------------------------------

  /** `look` is told of every attempt, and wants to see its requests. */
  private async tryAll(cases: Iterator<NumberedCase>, look?: (attempt: Attempt) => void): Promise<void> {
    const running = new Set<Promise<void>>();
    while (!this.isOver()) {
      const batch = this.nextBatch(cases);
      if (batch.length === 0) break;
      const job: Promise<void> = this.tryBatch(batch, look).finally(() => running.delete(job));
      running.add(job);
      if (running.size >= this.workers.count) await Promise.race(running);
    }
    await Promise.all(running);
    if (this.broken !== undefined) throw this.broken.error;
  }

  private async tryBatch(
    cases: readonly NumberedCase[],
    look: ((attempt: Attempt) => void) | undefined,
  ): Promise<void> {
    try {
      const wantsRequests = look !== undefined;
      // Who looks at all needs all: others' failures stop nobody.
      const stopsAtFailure = this.options.all !== true && !wantsRequests;
      const options = this.tryOptions();
      for (const attempt of await this.workers.run({ cases, options, stopsAtFailure, wantsRequests })) {
        look?.(attempt);
        const tried = cases.find(({ number }) => number === attempt.number);
        if (tried !== undefined && belongsTo(this.shard, attempt.number)) this.tally.add(attempt, tried.given);
      }
      this.tellProgress();
    } catch (error) {
      this.broken ??= { error };
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
    if (this.broken !== undefined || this.options.isTimeUp?.() === true) return true;
    return this.options.all !== true && this.tally.failed.length > 0;
  }

  private tellProgress(): void {
    const { tried, pairs, failed } = this.tally;
    this.options.onProgress?.({ tried, histories: this.histories, pairs: pairs.size, failed: failed.length });
  }

  private tryOptions(): TryOptions {
    const { throws, maxEvents } = this.options;
    return { ...(throws === true && { throws }), ...(maxEvents !== undefined && { maxEvents }) };
  }

  // --- What was found ------------------------------------------------------------------------------------------------------

  /** Of those that failed alike, the first, made small. */
  private async smallFailures(): Promise<readonly FoundFailure[]> {
    const inOrder = [...this.tally.failed].sort((one, other) => one.number - other.number);
    // Others were under way when the first was found: how many depends on the workers.
    const found = this.options.all === true ? inOrder : inOrder.slice(0, 1);
    const groups = groupFailures(
      found.map(({ number, given, failure }) => ({ ...failure, history: number, count: 1, case: given })),
    );
    const small: FoundFailure[] = [];
    for (const group of groups) small.push(await this.small(group));
    return small;
  }

  private async small(found: FoundFailure): Promise<FoundFailure> {
    const replayCommand = this.options.replayCommand?.(found);
    const options = { ...this.tryOptions(), ...(replayCommand !== undefined && { replayCommand }) };
    // A case that failed for what its program throws without any fault has none to leave out.
    const throws = found.case.plan.length === 0 || this.options.throws === true;
    const tryOne = (given: Case): Promise<Tried> => tryCase(this.program, given, { ...options, throws });
    const told = (await tryOne(found.case)).failure ?? found;
    const small = await shrinkFailure(found.case, told, tryOne);
    return { ...found, ...small.failure, case: small.case };
  }
}

/** Those of one shard. */
function* ours(histories: Iterable<NumberedCase>, shard: Shard): Generator<NumberedCase> {
  for (const history of histories) if (belongsTo(shard, history.number)) yield history;
}
