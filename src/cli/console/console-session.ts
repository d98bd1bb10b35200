/**
 * Runs a new cluster with one topic, sends the lines of stdin to it, and reports the result of each line.
 */
import { type KafkaProducer, type LogLine, renderLogLine, Simulation, StringSerializer } from '../../index.ts';
import type { CommandHost } from '../command-line/command-host.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import type { ConsoleOptions, Line } from './console-options.ts';

/** The result of a line: where it is stored (offset -1 with `acks=0`), or the error. */
export type LineResult = Line &
  (
    | { readonly topic: string; readonly partition: number; readonly offset: number; readonly timestampMs: number }
    | { readonly error: string }
  );

export interface ConsoleSession {
  readonly sim: Simulation;
  readonly producer: KafkaProducer<string, string>;
}

/** @throws UsageError for a setting or a topic name that Kafka rejects */
export function openSession(options: ConsoleOptions, { writeError }: CommandHost): ConsoleSession {
  try {
    const sim = new Simulation({
      seed: options.seed,
      brokers: options.brokers,
      clientVersion: options.clientVersion,
      config: { 'default.replication.factor': Math.min(3, options.brokers), ...options.brokerConfig },
      trace: options.trace,
      logger: { log: (line) => warn(line, writeError) },
    });
    sim.createTopic(options.topic, options.partitions === undefined ? {} : { partitions: options.partitions });
    const producer = sim.producer<string, string>(
      new Map<string, unknown>([
        ['client.id', 'console-producer'],
        ['key.serializer', StringSerializer],
        ['value.serializer', StringSerializer],
        ...options.producerConfig,
      ]),
    );
    return { sim, producer };
  } catch (error) {
    throw new UsageError(firstLine(error));
  }
}

/** Writes warnings and errors to stderr, as Kafka's console tools do by default. */
function warn(line: LogLine, writeError: CommandHost['writeError']): void {
  if (line.level === 'WARN' || line.level === 'ERROR') writeError(`${renderLogLine(line)}\n`);
}

/** Sends every line and closes the producer. Must be called inside `sim.run()`. */
export async function sendLines(
  { producer }: ConsoleSession,
  topic: string,
  lines: readonly Line[],
): Promise<readonly LineResult[]> {
  const results: LineResult[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      const future = producer.send({ topic, key: line.key, value: line.value }, (metadata, error) => {
        results[index] =
          error === null && metadata !== null
            ? { ...line, ...placeOf(metadata) }
            : { ...line, error: firstLine(error) };
      });
      // Java's send() blocks while it waits for metadata or memory, and this loop waits in the same way.
      await future.accepted;
    } catch (error) {
      results[index] ??= { ...line, error: firstLine(error) };
    }
  }
  await producer.close();
  return results;
}

function placeOf(metadata: { topic(): string; partition(): number; offset(): number; timestamp(): number }): {
  topic: string;
  partition: number;
  offset: number;
  timestampMs: number;
} {
  return {
    topic: metadata.topic(),
    partition: metadata.partition(),
    offset: metadata.offset(),
    timestampMs: metadata.timestamp(),
  };
}

/** `topic-partition@offset key value`, or the error. The key is omitted if there is none. */
export function renderLineResult(result: LineResult): string {
  const record = result.key === null ? result.value : `${result.key} ${result.value}`;
  if ('error' in result) return `failed ${record}: ${result.error}`;
  return `${result.topic}-${result.partition}@${result.offset} ${record}`;
}

/** The trace for JSON output; times are virtual ms since the start. */
export function traceEvents({ trace, startMs }: Simulation): readonly object[] {
  return trace.entries.map(({ atMs, source, event, facts }) => ({ atMs: atMs - startMs, source, event, facts }));
}
