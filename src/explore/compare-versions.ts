/**
 * Compares what a program does with two versions of the Java clients: where the runs diverge, which outcomes differ, and
 * which change of Kafka is the reason. To find the reason, the program also runs with the newer version without that change.
 */
import { checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { COUNT, INTEGER, LIST, oneOf, TEXT } from '../checks/value-type.ts';
import type { BrokerVersionName, ClientVersionName, FaultPlan } from '../index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type ClientVersion, changesBetween, clientVersionNamed } from '../simulation/client-versions.ts';
import { type Case, readCase } from './case.ts';
import { SystematicHistories } from './histories.ts';
import { placementOptionsOf } from './placements.ts';
import { baselineCase, type Program, type ProgramFunction, programOf } from './program.ts';
import { requestsOf } from './requests.ts';
import { shrinkCase } from './shrink.ts';
import { type VersionComparison, VersionComparisonResult } from './version-comparison.ts';
import { distance, drift, runWithVersion, sharedLines, type VersionRun } from './version-run.ts';

/** Options of `compareVersions`. */
export interface CompareVersionsOptions {
  /** Default '3.6.1'. */
  readonly from?: ClientVersionName;
  /** Default '4.3'. */
  readonly to?: ClientVersionName;
  /** The version of the brokers of both runs. Default: that of the program's simulation. */
  readonly brokerVersion?: BrokerVersionName;
  /** Default 1. */
  readonly seed?: number;
  /** Faults of both runs. Default: none. */
  readonly faults?: FaultPlan;
  /** `one-fault`: also compares the runs with every single fault, and reports on the first whose outcomes differ. Default: no. */
  readonly explore?: 'one-fault';
  /** A run fails after this number of events. Default 1,000,000. */
  readonly maxEvents?: number;
}

const OPTIONS: OptionTypes<CompareVersionsOptions> = {
  from: TEXT,
  to: TEXT,
  brokerVersion: TEXT,
  seed: INTEGER,
  faults: LIST,
  explore: oneOf(['one-fault']),
  maxEvents: COUNT,
};

/**
 * Runs a program, a scenario or a function with two versions of the Java clients. It is up to the caller whether a difference is an
 * error.
 *
 * @throws IllegalArgumentException (rejects) for an invalid program or option, and for a version that does not exist
 * @throws CaseError, FaultError, ConfigException or IllegalArgumentException (rejects) if the cluster that the program describes cannot be
 *   created
 *
 * @example
 * import { StringSerializer } from 'kafka-trial';
 * import { compareVersions } from 'kafka-trial/explore';
 *
 * const program = async (sim) => {
 *   sim.createTopic('orders', { partitions: 1 });
 *   const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 *   producer.send({ topic: 'orders', value: 'one' });
 *   await producer.close();
 * };
 * const { differs, reasons } = await compareVersions(program, { from: '3.6.1', to: '4.3' });
 * console.log(differs, reasons);
 * // prints: false [ 'KIP-1030 (4.0): linger.ms is 5 by default, was 0' ]
 */
export async function compareVersions(
  target: Program | Scenario | ProgramFunction,
  options: CompareVersionsOptions = {},
): Promise<VersionComparison> {
  const CALL = 'compareVersions()';
  checkOptions(CALL, options, OPTIONS);
  const { from = '3.6.1', to = '4.3', brokerVersion, seed = 1, faults = [], explore, maxEvents } = options;
  const older = clientVersionNamed(from, `${CALL}, option 'from'`);
  const newer = clientVersionNamed(to, `${CALL}, option 'to'`);
  const program = programOf(target);
  const versions = brokerVersion === undefined ? {} : { brokerVersion };
  const baseline = readCase({ ...baselineCase(program, seed, versions), plan: faults }, '');
  const comparison = new Comparison(program, { from: older, to: newer }, maxEvents);
  return explore === undefined ? comparison.compare(baseline) : comparison.exploreOneFault(baseline);
}

interface TwoVersions {
  readonly from: ClientVersion;
  readonly to: ClientVersion;
}

interface TwoRuns {
  readonly from: VersionRun;
  readonly to: VersionRun;
}

/** How many histories were compared, and in how many of them an outcome differs. */
interface Tried {
  readonly histories: number;
  readonly differing: number;
}

class Comparison {
  private readonly program: Program;
  private readonly versions: TwoVersions;
  private readonly maxEvents: number | undefined;

  constructor(program: Program, versions: TwoVersions, maxEvents: number | undefined) {
    this.program = program;
    this.versions = versions;
    this.maxEvents = maxEvents;
  }

  async compare(testCase: Case): Promise<VersionComparison> {
    const runs = await this.runBoth(testCase);
    return this.report(testCase, runs, { histories: 1, differing: distance(runs.from, runs.to) === 0 ? 0 : 1 });
  }

  /** The report is on the first history that differs, shrunk, else on the one without faults. */
  async exploreOneFault(baseline: Case): Promise<VersionComparison> {
    const { from } = await this.runBoth(baseline);
    const histories = new SystematicHistories(baseline, requestsOf(from.sim), placementOptionsOf(baseline));
    let first: Case | undefined;
    let differing = 0;
    for (const { testCase } of histories.singles()) {
      const isBaseline = testCase.plan === baseline.plan;
      const withFault = isBaseline ? testCase : { ...testCase, plan: [...baseline.plan, ...testCase.plan] };
      if (!(await this.differ(withFault))) continue;
      first ??= withFault;
      differing++;
    }
    const shown = first === undefined ? baseline : await shrinkCase(first, (smaller) => this.differ(smaller));
    return this.report(shown, await this.runBoth(shown), { histories: histories.singleCount, differing });
  }

  private async differ(testCase: Case): Promise<boolean> {
    // A smaller number can make a case invalid, for example a duration of 0.
    const runs = await this.runBoth(testCase).catch(() => undefined);
    return runs !== undefined && distance(runs.from, runs.to) > 0;
  }

  private async runBoth(testCase: Case): Promise<TwoRuns> {
    const { from, to } = this.versions;
    return { from: await this.run(testCase, from), to: await this.run(testCase, to) };
  }

  private run(testCase: Case, version: ClientVersion): Promise<VersionRun> {
    return runWithVersion(this.program, testCase, version, this.maxEvents);
  }

  private async report(testCase: Case, runs: TwoRuns, tried: Tried): Promise<VersionComparison> {
    const { from, to } = this.versions;
    const reasons = await this.reasonsFor(testCase, runs);
    const names = { from: from.name, to: to.name };
    return new VersionComparisonResult({ program: this.program.name, case: testCase, names, runs, reasons, ...tried });
  }

  /**
   * The changes without which the outcomes of the newer version are closer to those of the older one. If no outcome differs, or no
   * change alone is the reason, those without which the runs diverge later, or drift less far apart.
   */
  private async reasonsFor(testCase: Case, { from, to }: TwoRuns): Promise<readonly string[]> {
    const shared = sharedLines(from, to);
    if (shared === from.lines.length && shared === to.lines.length && distance(from, to) === 0) return [];
    const forOutcomes: string[] = [];
    const forOthers: string[] = [];
    for (const { reason, without } of changesBetween(this.versions.from, this.versions.to)) {
      const run = await this.run(testCase, without).catch(() => undefined);
      if (run === undefined) continue;
      const change = distance(from, run) - distance(from, to);
      if (change < 0) forOutcomes.push(reason);
      // A run that fails early also does less.
      if (change !== 0) continue;
      if (sharedLines(from, run) > shared || drift(from, run) < drift(from, to)) forOthers.push(reason);
    }
    return forOutcomes.length > 0 ? forOutcomes : forOthers;
  }
}
