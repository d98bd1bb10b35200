/**
 * `kafka-trial upgrade`: compares what a program does with two versions of the Java clients.
 */
import { didYouMean } from '../../checks/nearest-name.ts';
import { CaseError } from '../../explore/case-error.ts';
import { compareVersions } from '../../explore/compare-versions.ts';
import type { VersionComparison } from '../../explore/version-comparison.ts';
import {
  type BrokerVersionName,
  type ClientVersionName,
  FaultError,
  type FaultPlan,
  SimulationError,
} from '../../index.ts';
import { readCommand, seedOf } from '../command-line/arguments.ts';
import { withCommandOption } from '../command-line/broker-version.ts';
import { clientVersionOf } from '../command-line/client-version.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import { loadFaultPlan } from '../scenarios/load-fault-plan.ts';
import { UPGRADE } from '../usage/upgrade.ts';
import { loadProgram } from './load-program.ts';
import { guarded, type ProgramGuard } from './program-guard.ts';

const ONE_FAULT = 'one-fault';

export function upgrade(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  return guarded((guard) => upgradeGuarded(args, host, guard));
}

async function upgradeGuarded(args: readonly string[], host: CommandHost, guard: ProgramGuard): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, UPGRADE);
  const [nameOrFile, extra] = positionals;
  if (nameOrFile === undefined) {
    throw new UsageError('upgrade needs a program: the name of a scenario, a file, or default-workload.');
  }
  if (extra !== undefined) throw new UsageError(`upgrade takes one program, got also '${extra}'.`);
  const from = versionOf('from', values.from);
  const to = versionOf('to', values.to);
  const brokerVersion = values['broker-version'] as BrokerVersionName | undefined;
  const isExploring = exploreOf(values.explore);
  const seed = seedOf(values.seed);
  const program = await loadProgram(nameOrFile, host.scenarioFolder);
  const faults: FaultPlan = values.faults === undefined ? [] : await loadFaultPlan(values.faults);
  const stopIgnoring = host.ignoreRejections?.();
  const comparison = await compareVersions(program, {
    seed,
    faults,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(brokerVersion !== undefined && { brokerVersion }),
    ...(isExploring && { explore: ONE_FAULT }),
  })
    .catch((error: unknown) => {
      throw new UsageError(`Cannot run the program in '${nameOrFile}': ${withCommandOption(problemOf(error))}`);
    })
    .finally(stopIgnoring);
  guard.check();
  host.write(values.json === true ? `${JSON.stringify(comparison)}\n` : `${comparison}`);
  return exitCodeOf(comparison);
}

function exitCodeOf({ differs }: VersionComparison): ExitCode {
  return differs ? 1 : 0;
}

/** @throws UsageError if there is no such version */
function versionOf(option: 'from' | 'to', given: string | undefined): ClientVersionName | undefined {
  return given === undefined ? undefined : clientVersionOf(given, {}, `--${option}`);
}

function exploreOf(given: string | undefined): boolean {
  if (given === undefined || given === ONE_FAULT) return given !== undefined;
  throw new UsageError(`--explore must be ${ONE_FAULT}, got '${given}'.${didYouMean(given, [ONE_FAULT])}`);
}

function problemOf(error: unknown): string {
  const isMisuse = error instanceof SimulationError && error.kind === 'misuse';
  if (isMisuse || error instanceof CaseError || error instanceof FaultError) return error.message;
  return firstLine(error);
}
