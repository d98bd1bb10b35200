/**
 * `kafka-trial produce`: sends each line of stdin as a record and prints where it was stored.
 */

import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { readConsoleOptions, readLines } from './console-options.ts';
import { openSession, renderLineResult, sendLines, traceEvents } from './console-session.ts';

export async function produce(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const options = readConsoleOptions('produce', args, host);
  const lines = await readLines(host.stdin, options.keySeparator);
  const session = openSession(options, host);
  const results = await session.sim.run(() => sendLines(session, options.topic, lines));

  const trace = session.sim.trace.lines;
  const passed = results.every((result) => !('error' in result));
  if (options.json) {
    const { topic, seed } = options;
    host.write(
      `${JSON.stringify({ topic, seed, passed, records: results, ...(options.trace && { trace: traceEvents(session.sim) }) })}\n`,
    );
  } else {
    host.write([...trace, ...results.map(renderLineResult)].map((line) => `${line}\n`).join(''));
  }
  return passed ? 0 : 1;
}
