/**
 * `kafka-trial replay`: runs a failure that `explore` wrote once more, and reports whether it still fails.
 */
import { asTest } from '../../explore/as-test.ts';
import { type CaseRun, runCase } from '../../explore/run-case.ts';
import { readCommand } from '../command-line/arguments.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import { isFile } from '../scenarios/scenario-catalogue.ts';
import { REPLAY } from '../usage/explore.ts';
import { type FailureFile, readFailure } from './failure-file.ts';
import { loadProgram } from './load-program.ts';
import { guarded, type ProgramGuard } from './program-guard.ts';
import { countOf } from './report-text.ts';

export function replay(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  return guarded((guard) => replayGuarded(args, host, guard));
}

async function replayGuarded(args: readonly string[], host: CommandHost, guard: ProgramGuard): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, REPLAY);
  const [path, extra] = positionals;
  if (path === undefined) throw new UsageError('replay needs a file that kafka-trial explore wrote.');
  if (extra !== undefined) throw new UsageError(`replay takes one file, got also '${extra}'.`);
  const file = await readFailure(path);
  const program = await loadProgram(file.program, host.scenarioFolder);
  if (values.test === true) {
    const from = isFile(file.program) ? { file: file.program } : {};
    host.write(asTest({ program, failure: file, case: file.case, ...from }));
    return 0;
  }
  const options = {
    throws: file.throws || file.case.plan.length === 0,
    replayCommand: `npx kafka-trial replay ${path}`,
  };
  const stopIgnoring = host.ignoreRejections?.();
  const tried = await runCase(program, file.case, options)
    .catch((error: unknown) => {
      throw new UsageError(`${path}: ${firstLine(error)}`);
    })
    .finally(stopIgnoring);
  guard.check();
  host.write(resultText(file, tried, values.trace === true));
  if (tried.failure === undefined) return 0;
  host.writeError(`${tried.failure.message}\n`);
  return 1;
}

function resultText(file: FailureFile, { sim, failure }: CaseRun, trace: boolean): string {
  const failed = file.guarantee === null ? file.kind : `${file.guarantee} was violated`;
  return [
    `# ${file.program}, seed ${file.case.seed}; failure: ${failed}`,
    ...sim.faults.list().map(({ description, fired }) => `Fault: ${description} (fired ${countOf(fired, 'time')})`),
    ...(trace ? sim.trace.lines : []),
    `${sim.verdict()}`,
    failure === undefined ? 'It no longer fails.' : 'It still fails.',
    '',
  ].join('\n');
}
