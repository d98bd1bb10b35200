/** Covers: src/client/metadata/. What a producer of 3.6.1 does after a metadata response about new topics, with which it has lost the ids of the others (KAFKA-15627). */
import { Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

describe('a producer that sends to a second topic', () => {
  it('resets the leader epoch of the first topic with the next full response, once', async () => {
    const sim = new Simulation();
    for (const name of ['first', 'second']) sim.createTopic(name, { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ ...text, 'metadata.max.age.ms': 1000 });
    await sim.run(async () => {
      await producer.send({ topic: 'first', value: 'v' });
      await producer.send({ topic: 'second', value: 'v' });
      await sim.sleep(3500);
      await producer.send({ topic: 'first', value: 'v' });
      await producer.close();
    });
    const resets = sim.trace.lines.filter((line) => line.includes('Resetting the last seen epoch'));
    expect(resets).toHaveLength(1);
    expect(resets[0]).toMatch(/partition first-0 to 0 since the associated topicId changed from null to \S+/);
  });

  /** @returns to which brokers the last record was sent */
  async function sendAfterStaleMetadata(sendsToSecond: boolean): Promise<readonly string[]> {
    const sim = new Simulation({ history: true });
    for (const name of ['first', 'second']) sim.createTopic(name, { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ ...text, 'metadata.max.age.ms': 5000 });
    await sim.run(async () => {
      await producer.send({ topic: 'first', value: '1' });
      sim.operator.moveLeader('first', 0, 2);
      await producer.send({ topic: 'first', value: '2' });
      await sim.sleep(1000);
      // The next full response, 5 s after the last one, is from before the leader moved.
      if (sendsToSecond) await producer.send({ topic: 'second', value: 'x' });
      sim.faults.on('Metadata', { client: 'producer-1' }).once().staleMetadata(5105);
      await sim.sleep(6000);
      await producer.send({ topic: 'first', value: '3' });
      await producer.close();
    });
    const requests = sim.trace.lines.filter((line) => /Produce request .*first-0 x1 seq 2/.test(line));
    return requests.map((line) => /broker=(broker-\d)/.exec(line)![1]!);
  }

  it('believes a stale response about the first topic, and sends to its old leader', async () => {
    expect(await sendAfterStaleMetadata(false)).toEqual(['broker-2']);
    expect(await sendAfterStaleMetadata(true)).toEqual(['broker-1', 'broker-2']);
  });
});
