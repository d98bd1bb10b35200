/**
 * `kafka-trial merge`: joins the reports of all shards into one.
 */
import { isReport, MergeError, mergeReports, type Report } from '../../explore/report.ts';
import { readCommand } from '../command-line/arguments.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { MERGE } from '../usage/explore.ts';
import { readJson, writeJson } from './failure-file.ts';
import { summaryText } from './report-text.ts';

export async function merge(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, MERGE);
  if (positionals.length === 0)
    throw new UsageError('merge needs the reports that kafka-trial explore --report wrote.');
  const merged = joined(await Promise.all(positionals.map(readReport)));
  if (values.report !== undefined) writeJson(values.report, merged);
  host.write(values.json === true ? `${JSON.stringify(merged)}\n` : summaryText(merged));
  return merged.failures.length === 0 ? 0 : 1;
}

function joined(reports: readonly Report[]): Report {
  try {
    return mergeReports(reports);
  } catch (error) {
    throw error instanceof MergeError ? new UsageError(error.message) : error;
  }
}

async function readReport(path: string): Promise<Report> {
  const data = await readJson(path);
  if (isReport(data)) return data;
  throw new UsageError(`${path} is not a report written by kafka-trial explore.`);
}
