/** Covers: src/client/config/unused-keys.ts, src/producer/config/unused-producer-keys.ts, src/consumer/consumer-config.ts */
import { type LogLine, Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

/** Reads its configuration in all ways. */
function readAll(configs: ReadonlyMap<string, unknown>): void {
  configs.get('my.key');
  configs.get('ssl.provider');
  configs.get('transaction.timeout.ms');
  configs.get('absent');
  configs.has('only.looked.for');
  for (const [name, value] of configs) expect([name, value]).toHaveLength(2);
}

class Reading extends StringSerializer {
  override configure(configs: ReadonlyMap<string, unknown>): void {
    expect(configs.get('my.key')).toBe('x');
    readAll(configs);
  }
}

class ReadingToo extends StringDeserializer {
  override configure(configs: ReadonlyMap<string, unknown>): void {
    readAll(configs);
  }
}

const KEYS = ['my.key', 'ssl.provider', 'only.looked.for', 'other.key'];

describe('Keys that a plug-in reads with get() in configure() are not logged as unused, as in Java', () => {
  it.each<[client: string, make: (sim: Simulation, config: object) => unknown]>([
    [
      'producer',
      (sim, config) =>
        sim.producer({
          'key.serializer': Reading,
          'value.serializer': StringSerializer,
          acks: '1',
          'transaction.timeout.ms': 5_000,
          ...config,
        }),
    ],
    [
      'consumer',
      (sim, config) =>
        sim.consumer({ 'key.deserializer': ReadingToo, 'value.deserializer': StringDeserializer, ...config }),
    ],
  ])('of a %s', (_client, make) => {
    const lines: string[] = [];
    const sim = new Simulation({ logger: { log: (line: LogLine) => lines.push(line.message) } });
    make(sim, Object.fromEntries(KEYS.map((key) => [key, 'x'])));
    expect(lines.filter((line) => line.startsWith('These configurations'))).toEqual([
      "These configurations '[only.looked.for, other.key]' were supplied but are not used yet.",
    ]);
  });
});
