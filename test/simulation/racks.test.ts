/** Covers: src/consumer/fetcher.ts. A consumer that reads from a replica in its own rack (KIP-392). */
import {
  type KafkaConsumer,
  Simulation,
  type SimulationOptions,
  StringDeserializer,
  StringSerializer,
} from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const SELECTOR = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

interface Setting {
  readonly sim: Simulation;
  readonly consumer: KafkaConsumer<string, string>;
  /** Sends a value and reads it. */
  readonly pass: (value: string) => Promise<string[]>;
}

/** Brokers 1, 2, 3 in the racks a, b, c; broker 1 leads `t`, and the consumer is in rack c. */
async function inRacks(
  program: (setting: Setting) => Promise<void>,
  options: SimulationOptions = {},
): Promise<Simulation> {
  const sim = new Simulation({ racks: ['a', 'b', 'c'], config: { 'replica.selector.class': SELECTOR }, ...options });
  sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
  const producer = sim.producer({ ...TEXT, acks: 'all' });
  const consumer = sim.consumer<string, string>({
    'key.deserializer': StringDeserializer,
    'value.deserializer': StringDeserializer,
    'auto.offset.reset': 'earliest',
    'client.rack': 'c',
    'metadata.max.age.ms': 20_000,
  });
  consumer.assign([{ topic: 't', partition: 0 }]);
  const pass = async (value: string): Promise<string[]> => {
    await producer.send({ topic: 't', partition: 0, value });
    const read: string[] = [];
    for (let tries = 0; tries < 40 && !read.includes(value); tries++) {
      for (const record of await consumer.poll(500)) read.push(record.value ?? '');
    }
    return read;
  };
  await sim.run(() => program({ sim, consumer, pass }));
  return sim;
}

/** The brokers that the consumer has fetched from since `fromMs`, each only when it changes. */
function readFrom({ trace }: Simulation, fromMs = 0): readonly string[] {
  return trace
    .entriesOf('Fetch request')
    .filter(({ source, atMs }) => source === 'consumer-null-1' && atMs >= fromMs)
    .map(({ facts }) => String('broker' in facts && facts.broker).replace(':9092', ''))
    .filter((broker, place, all) => broker !== all[place - 1]);
}

describe('A consumer with a rack', () => {
  it('is directed by the leader to the replica in its rack', async () => {
    const sim = await inRacks(async ({ pass }) => {
      for (const value of ['x', 'y', 'z']) expect(await pass(value)).toEqual([value]);
    });
    expect(readFrom(sim)).toEqual(['broker-1', 'broker-3']);
    expect(sim.trace.lines.join('\n')).toContain('t-0+0 read from broker 3');
  });

  it('reads from the leader without a selector', async () => {
    const sim = await inRacks(
      async ({ pass }) => {
        expect(await pass('x')).toEqual(['x']);
      },
      { config: {} },
    );
    expect(readFrom(sim)).toEqual(['broker-1']);
  });

  it('returns to the leader when the replica has crashed', async () => {
    const sim = await inRacks(async ({ sim: running, pass }) => {
      await pass('x');
      running.crash('broker-3');
      expect(await pass('y')).toEqual(['y']);
    });
    expect(readFrom(sim).at(-1)).toBe('broker-1');
  });

  it('asks the new leader when the leader has changed', async () => {
    const sim = await inRacks(async ({ sim: running, pass }) => {
      await pass('x');
      running.operator.moveLeader('t', 0, 'broker-2');
      expect(await pass('y')).toEqual(['y']);
      expect(await pass('z')).toEqual(['z']);
    });
    expect(readFrom(sim).slice(-2)).toEqual(['broker-2', 'broker-3']);
  });

  it('asks the leader again after metadata.max.age.ms', async () => {
    let sinceMs = 0;
    const sim = await inRacks(async ({ sim: running, consumer, pass }) => {
      await pass('x');
      sinceMs = running.nowMs;
      while (running.nowMs < sinceMs + 45_000) await consumer.poll(500);
    });
    expect(readFrom(sim, sim.startMs + sinceMs)).toEqual(['broker-3', 'broker-1', 'broker-3', 'broker-1', 'broker-3']);
  });

  it('asks the leader when the replica does not have its offset', async () => {
    const sim = await inRacks(async ({ sim: running, consumer, pass }) => {
      await pass('x');
      running.faults.on('Fetch', { broker: 3 }).once().respond('OFFSET_OUT_OF_RANGE');
      const position = await consumer.position({ topic: 't', partition: 0 });
      expect(await pass('y')).toEqual(['y']);
      expect(position).toBe(1);
    });
    expect(readFrom(sim)).toEqual(['broker-1', 'broker-3', 'broker-1', 'broker-3']);
  });
});
