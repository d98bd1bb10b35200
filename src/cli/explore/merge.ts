/**
 * `kafka-trial merge`: joins the reports of all shards into one.
 */
import { parse } from 'node:path';
import { MergeError, mergeReports } from '../../explore/merge-reports.ts';
import { isReport, type Report } from '../../explore/report.ts';
import { readCommand } from '../command-line/arguments.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { MERGE } from '../usage/explore.ts';
import { failurePath, readJson, writeFailure, writeJson } from './failure-file.ts';
import { summaryText } from './report-text.ts';

export async function merge(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, MERGE);
  if (positionals.length === 0)
    throw new UsageError('merge needs the reports that kafka-trial explore --report wrote.');
  const reports = await Promise.all(positionals.map(readReport));
  const merged = joined(reports, values.partial === true, host);
  if (merged === undefined) return 2;
  if (values.report !== undefined) writeJson(values.report, merged);
  host.write(values.json === true ? `${JSON.stringify(merged)}\n` : summaryText(merged));
  if (values.failures !== undefined) writeFailures(merged, values.failures, values.json === true, host);
  return merged.failures.length === 0 ? 0 : 1;
}

/** Undefined if there are shards that have to run again, each of which is reported in a line of its own. */
function joined(reports: readonly Report[], partial: boolean, host: CommandHost): Report | undefined {
  try {
    return mergeReports(reports, { partial });
  } catch (error) {
    if (!(error instanceof MergeError)) throw error;
    if (!error.message.includes('\n')) throw new UsageError(error.message);
    host.writeError(`kafka-trial: ${error.message}\n--partial merges the reports that there are.\n`);
    return undefined;
  }
}

function writeFailures({ program, failures }: Report, folder: string, isSilent: boolean, host: CommandHost): void {
  for (const found of failures) {
    const path = failurePath(folder, parse(program).name, found);
    // A program that throws under faults fails only with --throws.
    writeFailure(path, program, found.kind === 'the program threw', found);
    if (!isSilent) host.write(`Written to ${path}. Run: npx kafka-trial replay ${path}\n`);
  }
}

async function readReport(path: string): Promise<Report> {
  const data = await readJson(path);
  if (isReport(data)) return data;
  throw new UsageError(`${path} is not a report written by kafka-trial explore.`);
}
