/** `kafka-trial explain`: runs a scenario or a program and prints the life of one of its records in sentences. */
import { styleText } from 'node:util';
import { baselineCase } from '../explore/program.ts';
import { runCase } from '../explore/run-case.ts';
import { FaultError, type Simulation, SimulationError } from '../index.ts';
import { type Explanation, explain as explainRecord } from '../report/index.ts';
import { readCommand, seedOf } from './command-line/arguments.ts';
import type { CommandHost, ExitCode } from './command-line/command-host.ts';
import { firstLine, UsageError } from './command-line/usage-error.ts';
import { loadProgram } from './explore/load-program.ts';
import { loadFaultPlan } from './scenarios/load-fault-plan.ts';
import { EXPLAIN } from './usage/explain.ts';

export async function explain(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, EXPLAIN);
  const [nameOrFile, record, extra] = positionals;
  if (nameOrFile === undefined) {
    throw new UsageError(
      'explain needs a scenario or a file, and a record: kafka-trial explain lost-ack payments-0@0.',
    );
  }
  if (extra !== undefined)
    throw new UsageError(`explain takes one record, got also '${extra}'. Quote a name with spaces.`);
  const seed = seedOf(values.seed);
  const program = await loadProgram(nameOrFile, host.scenarioFolder);
  const plan = values.faults === undefined ? [] : await loadFaultPlan(values.faults);
  // Traces of replication say when a record was stored and replicated.
  const traced = { ...program, simulation: { ...program.simulation, trace: 'replication' as const } };
  const { sim, failure } = await runCase(traced, { ...baselineCase(program, seed), plan }, { throws: true }).catch(
    (error: unknown) => {
      throw error instanceof FaultError ? new UsageError(`${values.faults}: ${error.message}`) : error;
    },
  );
  if (record === undefined) host.write(values.json === true ? recordsAsJson(sim) : recordsText(sim));
  else host.write(explanationText(explained(sim, record), host, values.json === true));
  if (failure === undefined) return 0;
  host.writeError(`The run has failed: ${firstLine(failure.message)}\n`);
  return 1;
}

/** @throws UsageError if there is no such record, or more than one */
function explained(sim: Simulation, record: string): Explanation {
  try {
    return explainRecord(sim, record);
  } catch (error) {
    throw error instanceof SimulationError ? new UsageError(error.message) : error;
  }
}

function explanationText(explanation: Explanation, { hasColour }: CommandHost, isJson: boolean): string {
  const { title, turns, fate, outcome } = explanation;
  if (isJson) return `${JSON.stringify({ title, turns, fate, outcome })}\n`;
  const [heading = '', ...lines] = String(explanation).split('\n');
  return [hasColour ? styleText('bold', heading) : heading, ...lines, ''].join('\n');
}

/** What can be explained: a line for each record. */
function recordsText(sim: Simulation): string {
  const { records } = sim.verdict();
  if (records.length === 0) return 'Nothing was sent.\n';
  const rows = records.map(({ producer, number, topic, partition, fate, offset }) => [
    `${producer} ${number}`,
    partition < 0 ? topic : `${topic}-${partition}${offset < 0 ? '' : `@${offset}`}`,
    fate,
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return `${rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')}\n`;
}

function recordsAsJson(sim: Simulation): string {
  const records = sim.verdict().records.map(({ producer, number, topic, partition, fate, offset }) => ({
    producer,
    number,
    topic,
    partition,
    fate,
    offset,
  }));
  return `${JSON.stringify(records)}\n`;
}
