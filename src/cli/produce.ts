/**
 * `kafka-trial produce`: each line of stdin becomes a record; prints what was acknowledged, and where.
 */

import type { CommandHost, ExitCode } from './command-host.ts';
import { readConsoleOptions, readLines } from './console-options.ts';
import { openSession, sendLines } from './console-session.ts';
import { renderOutcome } from './outcome-text.ts';

export async function produce(args: readonly string[], surroundings: CommandHost): Promise<ExitCode> {
  const options = readConsoleOptions('produce', args, surroundings);
  const lines = await readLines(surroundings.stdin, options.keySeparator);
  const session = openSession(options, surroundings);
  const outcomes = await session.sim.run(() => sendLines(session, options.topic, lines));

  const trace = session.sim.trace.lines;
  const passed = outcomes.every((outcome) => !('error' in outcome));
  if (options.json) {
    const { topic, seed } = options;
    surroundings.write(
      `${JSON.stringify({ topic, seed, passed, records: outcomes, ...(options.trace && { trace }) })}\n`,
    );
  } else {
    surroundings.write([...trace, ...outcomes.map(renderOutcome)].map((line) => `${line}\n`).join(''));
  }
  return passed ? 0 : 1;
}
