/**
 * A fresh cluster, one topic, and the lines of stdin sent to it.
 *
 * Owns: what became of each line.
 * Refuses to know: how it is printed.
 */
import { type KafkaProducer, type LogLine, renderLogLine, Simulation, StringSerializer } from '../index.ts';
import type { CommandHost } from './command-host.ts';
import type { ConsoleOptions, Line } from './console-options.ts';
import { firstLine, UsageError } from './usage-error.ts';

/** What became of a line: where it lies (the offset is -1 with acks=0), or why it does not. */
export type Outcome = Line &
  (
    | { readonly topic: string; readonly partition: number; readonly offset: number; readonly timestampMs: number }
    | { readonly error: string }
  );

export interface ConsoleSession {
  readonly sim: Simulation;
  readonly producer: KafkaProducer<string, string>;
}

/** @throws UsageError for a setting or a name that Kafka refuses */
export function openSession(options: ConsoleOptions, { writeError }: CommandHost): ConsoleSession {
  try {
    const sim = new Simulation({
      seed: options.seed,
      brokers: options.brokers,
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

/** As the console tools do by default: warnings and worse, on stderr. */
function warn(line: LogLine, writeError: CommandHost['writeError']): void {
  if (line.level === 'WARN' || line.level === 'ERROR') writeError(`${renderLogLine(line)}\n`);
}

/** Sends every line and closes the producer. For use inside sim.run(). */
export async function sendLines(
  { producer }: ConsoleSession,
  topic: string,
  lines: readonly Line[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      const future = producer.send({ topic, key: line.key, value: line.value }, (metadata, error) => {
        outcomes[index] =
          error === null && metadata !== null
            ? { ...line, ...placeOf(metadata) }
            : { ...line, error: firstLine(error) };
      });
      // Java's send() blocks while metadata or memory is missing; so does this loop.
      await future.accepted;
    } catch (error) {
      outcomes[index] ??= { ...line, error: firstLine(error) };
    }
  }
  await producer.close();
  return outcomes;
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
