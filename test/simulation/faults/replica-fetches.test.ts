/** Covers: src/simulation/faults/ and src/broker/replication/. The words on requests in words/, on replica fetches: a follower recovers from each of them. */
import { Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';
import type { FaultAction } from '../../../src/simulation/faults/request-methods.ts';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

describe('A follower whose fetch', () => {
  it.each<[string, (on: FaultAction) => unknown]>([
    ['is lost', (on) => on.loseRequest()],
    ['is never answered', (on) => on.neverAnswer()],
    ['loses its response', (on) => on.loseResponse()],
    ['is disconnected', (on) => on.disconnect()],
    ['is delayed', (on) => on.delayRequest(40_000)],
    ['gets a late response', (on) => on.delayResponse(40_000)],
    ['is held', (on) => on.holdRequest(40_000)],
    ['gets an error', (on) => on.respond('UNKNOWN_SERVER_ERROR')],
  ])('%s gets back in sync, and no record is lost', async (_what, does) => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
    does(sim.faults.on('Fetch', { client: 'broker-2-fetcher', broker: 1 }).nth(3));
    const producer = sim.producer(TEXT);
    await sim.run(async () => {
      for (let i = 0; i < 10; i++) {
        await producer.send({ topic: 'payments', partition: 0, value: `${i}` }).get();
        await sim.sleep(5_000);
      }
      await sim.sleep(60_000);
    });
    expect(sim.topic('payments').values()).toHaveLength(10);
    expect(sim.snapshot().topics[0]?.partitions[0]).toMatchObject({ leader: 1, isr: [1, 2, 3] });
    const copies = sim.snapshot().replicas.filter(({ topic, partition }) => topic === 'payments' && partition === 0);
    expect(copies.map(({ logEndOffset, highWatermark }) => [logEndOffset, highWatermark])).toEqual([
      [10, 10],
      [10, 10],
      [10, 10],
    ]);
  });

  it('loses its response while the follower is out of sync gets back in sync, too', async () => {
    const sim = new Simulation();
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const lost = sim.faults.on('Fetch', { client: 'broker-2-fetcher' }).times(3).loseResponse();
    const producer = sim.producer(TEXT);
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'one' }).get();
      await sim.sleep(200_000);
    });
    expect(lost.fired).toBe(3);
    expect(sim.snapshot().topics[0]?.partitions[0]?.isr).toEqual([1, 2, 3]);
  });

  it.each<[string, (on: FaultAction) => unknown]>([
    ['loses its response', (on) => on.loseResponse()],
    ['gets a late response', (on) => on.delayResponse(40_000)],
  ])('%s while the cluster is idle has recovered when the next record is sent', async (_what, does) => {
    const sim = new Simulation({ brokers: 2 });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 2 });
    // The first fetch is answered with the high watermark. The second one has nothing to wait for.
    does(sim.faults.on('Fetch', { client: 'broker-2-fetcher' }).nth(2));
    const producer = sim.producer(TEXT);
    await sim.run(async () => {
      // An empty response is due after replica.fetch.wait.max.ms. The follower waits for it for request.timeout.ms.
      await sim.sleep(60_000);
      const beforeMs = sim.nowMs;
      await producer.send({ topic: 'payments', value: 'one' }).get();
      expect(sim.nowMs - beforeMs).toBeLessThan(100);
    });
  });

  it('loses a response with a new high watermark gets it with a later one, though the cluster is idle', async () => {
    const sim = new Simulation({ brokers: 2 });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 2 });
    // The first fetch gets the record, the second one the high watermark 1.
    sim.faults.on('Fetch', { client: 'broker-2-fetcher' }).nth(2).loseResponse();
    const producer = sim.producer(TEXT);
    const highWatermark = (): number | undefined =>
      sim.snapshot().replicas.find(({ brokerId, topic }) => brokerId === 2 && topic === 'payments')?.highWatermark;
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'one' }).get();
      await sim.sleep(20_000);
      expect(highWatermark()).toBe(0);
      await sim.sleep(20_000);
    });
    expect(highWatermark()).toBe(1);
  });

  it('waits at the leader while the controller has fenced the follower rejoins the in-sync replicas after it registers again', async () => {
    const config = { 'broker.session.timeout.ms': 500, 'replica.lag.time.max.ms': 500 };
    const sim = new Simulation({ brokers: 2, config });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 2 });
    sim.at(1_000).partition('broker-1', 'broker-2', { forMs: 3_000 });
    sim.at(3_000).partition('broker-2', 'controller', { forMs: 5_000 });
    const producer = sim.producer({ ...TEXT, acks: '1' });
    const inSync = (): readonly number[] | undefined => sim.snapshot().topics[0]?.partitions[0]?.isr;
    await sim.run(async () => {
      await sim.sleep(1_500);
      await producer.send({ topic: 'payments', value: 'one' }).get();
      await sim.sleep(6_000);
      expect(inSync()).toEqual([1]);
      await sim.sleep(1_000);
    });
    expect(inSync()).toEqual([1, 2]);
  });

  it('gets an error for one partition gets the others at once', async () => {
    const sim = new Simulation();
    sim.createTopic('payments', { partitions: 4, replicationFactor: 3 });
    sim.faults
      .on('Fetch', { client: 'broker-2-fetcher', topic: 'payments', partition: 0, untilMs: 20_000 })
      .respond('UNKNOWN_SERVER_ERROR');
    const producer = sim.producer({ ...TEXT, acks: '1' });
    await sim.run(async () => {
      // Broker 1 leads both.
      for (const partition of [0, 3]) await producer.send({ topic: 'payments', partition, value: 'x' });
      await sim.sleep(1_000);
    });
    const ends = sim.snapshot().replicas.filter(({ brokerId, partition }) => brokerId === 2 && partition % 3 === 0);
    expect(ends.map(({ logEndOffset }) => logEndOffset)).toEqual([0, 1]);
    sim.advance(30_000);
    const later = sim.snapshot().replicas.filter(({ brokerId, partition }) => brokerId === 2 && partition % 3 === 0);
    expect(later.map(({ logEndOffset }) => logEndOffset)).toEqual([1, 1]);
  });
});
