import { describe, expect, it } from 'vitest';
import { Simulation, StringSerializer } from '../../../src/index.ts';

const strings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

async function traced(trace: true | 'replication'): Promise<readonly string[]> {
  const sim = new Simulation({ trace, brokers: 2 });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 2 });
  const producer = sim.producer(strings);
  await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
  return sim.trace.entries.map(({ source, event, facts }) => {
    const place = 'offsets' in facts ? facts.offsets : 'to' in facts ? facts.to : '';
    return `${source}: ${event} ${place}`.trim();
  });
}

describe('The trace of replication', () => {
  it('shows the steps that a record with acks=all waits for, in order', async () => {
    const events = await traced('replication');
    const from = events.lastIndexOf('producer-1: Produce request');
    expect(events.slice(from)).toEqual([
      'producer-1: Produce request',
      'broker-1: appends 0',
      'broker-2: Fetch response',
      'broker-2: appends 0',
      'broker-2: Fetch request',
      'broker-1: high watermark 1',
      'producer-1: Produce response',
      'producer-1: batch acknowledged',
    ]);
  });

  it('adds events and changes no other', async () => {
    const plain = await traced(true);
    const others = (await traced('replication')).filter((line) => !line.startsWith('broker-'));
    expect(others).toEqual(plain);
  });
});
