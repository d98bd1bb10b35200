/** Covers: src/simulation/clients.ts, src/simulation/hosts/client-host.ts, src/simulation/hosts/broker-nodes.ts. compression.type from the producer to the log and back. */
import { Simulation } from 'kafka-trial';
import { metricValue } from 'kafka-trial/producer';
import { describe, expect, it } from 'vitest';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

const value = 'x'.repeat(2_000);

/** Sends one record of 2,000 bytes to a topic whose batches may have 200, and returns what became of it. */
async function sendLarge(codec: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd') {
  const sim = new Simulation({ config: { 'message.max.bytes': 200 } });
  const producer = sim.producer({ ...text, 'compression.type': codec });
  const outcome = await sim.run(async () => {
    const future = producer.send({ topic: 'payments', value });
    return future.get().then(
      () => 'acknowledged',
      (error: Error) => error.constructor.name,
    );
  });
  const values =
    outcome === 'acknowledged'
      ? sim
          .topic('payments')
          .records()
          .map((record) => record.value)
      : [];
  return { outcome, values, rate: metricValue(producer.metrics(), 'compression-rate-avg') as number };
}

describe('A record that is larger than message.max.bytes', () => {
  it('is refused without compression', async () => {
    expect(await sendLarge('none')).toEqual({ outcome: 'RecordTooLargeException', values: [], rate: 1 });
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'fits when %s makes it small enough, and is read as it was',
    async (codec) => {
      const { outcome, values, rate } = await sendLarge(codec);
      expect({ outcome, values }).toEqual({ outcome: 'acknowledged', values: [value] });
      expect(rate).toBeGreaterThan(0);
      expect(rate).toBeLessThan(0.08);
    },
  );
});
