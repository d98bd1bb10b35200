/**
 * `kafka-trial consume`: sends the lines of stdin as records, then prints what `kafka-console-consumer
 * --from-beginning` would print.
 */
import { type Simulation, StringDeserializer } from '../../index.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { readConsoleOptions, readLines } from './console-options.ts';
import { openSession, renderLineResult, sendLines, traceEvents } from './console-session.ts';

interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: string | null;
}

export async function consume(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const options = readConsoleOptions('consume', args, host);
  const lines = await readLines(host.stdin, options.keySeparator);
  const session = openSession(options, host);
  const { topic, seed } = options;
  const { results, records } = await session.sim.run(async (sim) => ({
    results: await sendLines(session, topic, lines),
    records: await readBack(sim, topic),
  }));

  const trace = session.sim.trace.lines;
  const failed = results.filter((result) => 'error' in result);
  const passed = failed.length === 0;
  if (options.json) {
    host.write(
      `${JSON.stringify({ topic, seed, passed, records, failed, ...(options.trace && { trace: traceEvents(session.sim) }) })}\n`,
    );
  } else {
    const between = options.keySeparator ?? '\t';
    const printed = records.map(({ key, value }) => (options.printKey ? `${key}${between}${value}` : `${value}`));
    host.write([...trace, ...printed].map((line) => `${line}\n`).join(''));
  }
  host.writeError(failed.map((result) => `${renderLineResult(result)}\n`).join(''));
  return passed ? 0 : 1;
}

/**
 * Reads until a poll returns no records. With `acks=0` the last records may still be in flight when the producer has
 * closed.
 */
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
