/**
 * `kafka-trial consume`: produces the lines of stdin, then prints what kafka-console-consumer --from-beginning prints.
 */
import { type Simulation, StringDeserializer } from '../index.ts';
import type { CommandHost, ExitCode } from './command-host.ts';
import { readConsoleOptions, readLines } from './console-options.ts';
import { openSession, sendLines } from './console-session.ts';
import { renderOutcome } from './outcome-text.ts';

interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: string | null;
}

export async function consume(args: readonly string[], surroundings: CommandHost): Promise<ExitCode> {
  const options = readConsoleOptions('consume', args, surroundings);
  const lines = await readLines(surroundings.stdin, options.keySeparator);
  const session = openSession(options, surroundings);
  const { topic, seed } = options;
  const { outcomes, records } = await session.sim.run(async (sim) => ({
    outcomes: await sendLines(session, topic, lines),
    records: await readBack(sim, topic),
  }));

  const trace = session.sim.trace.lines;
  const failed = outcomes.filter((outcome) => 'error' in outcome);
  const passed = failed.length === 0;
  if (options.json) {
    surroundings.write(
      `${JSON.stringify({ topic, seed, passed, records, failed, ...(options.trace && { trace }) })}\n`,
    );
  } else {
    const between = options.keySeparator ?? '\t';
    const printed = records.map(({ key, value }) => (options.printKey ? `${key}${between}${value}` : `${value}`));
    surroundings.write([...trace, ...printed].map((line) => `${line}\n`).join(''));
  }
  surroundings.writeError(failed.map((outcome) => `${renderOutcome(outcome)}\n`).join(''));
  return passed ? 0 : 1;
}

/** Reads all that is committed. With acks=0 the last records may still be on their way, so it waits for a quiet poll. */
async function readBack(sim: Simulation, topic: string): Promise<readonly ReadRecord[]> {
  const consumer = sim.consumer<string, string>({
    'client.id': 'console-consumer',
    'key.deserializer': StringDeserializer,
    'value.deserializer': StringDeserializer,
    'auto.offset.reset': 'earliest',
  });
  consumer.subscribe([topic]);
  const read: ReadRecord[] = [];
  for (;;) {
    const records = await consumer.poll(5_000);
    if (records.isEmpty()) break;
    for (const { topic, partition, offset, timestampMs, key, value } of records) {
      read.push({ topic, partition, offset, timestampMs, key, value });
    }
  }
  consumer.close();
  return read;
}
