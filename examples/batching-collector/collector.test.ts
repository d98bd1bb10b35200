import { type ProducerConfigInput, type Simulation, StringSerializer } from 'kafka-trial';
import { expect, test } from 'kafka-trial/vitest';
import { Collector } from './collector.ts';

function collectorIn(sim: Simulation, config: ProducerConfigInput = {}): Collector {
  sim.timers.install();
  sim.createTopic('clicks', { partitions: 1, replicationFactor: 3 });
  const strings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
  const producer = sim.producer({ ...strings, ...config });
  return new Collector(producer, { topic: 'clicks', batchSize: 10, lingerMs: 500 });
}

/** Adds a click every 10 ms: `click-1` to `click-25`. */
async function serve(sim: Simulation, collector: Collector): Promise<string[]> {
  const clicks = Array.from({ length: 25 }, (_, index) => `click-${index + 1}`);
  for (const click of clicks) {
    collector.add(click);
    await sim.sleep(10);
  }
  return clicks;
}

function clicksIn(sim: Simulation): string[] {
  return sim
    .topic('clicks')
    .values()
    .flatMap((value): string[] => JSON.parse(value ?? '[]'));
}

test('an event waits for others for at most half a second', async ({ sim }) => {
  const collector = collectorIn(sim);
  await sim.run(async () => {
    collector.add('click-1');
    await sim.sleep(600);
  });
  expect(sim.topic('clicks')).toHaveDelivered([{ value: ['click-1'] }]);
});

test('a program that ends without close() loses the events that still wait', async ({ sim }) => {
  const collector = collectorIn(sim);
  const clicks = await sim.run(() => serve(sim, collector));
  expect(clicksIn(sim)).toEqual(clicks.slice(0, 20));
});

test('close() loses no event, even if the leader crashes at that moment', async ({ sim }) => {
  const collector = collectorIn(sim);
  const { clicks, undelivered } = await sim.run(async () => {
    const clicks = await serve(sim, collector);
    sim.faults.crash('broker-1');
    return { clicks, undelivered: await collector.close(60_000) };
  });
  expect(undelivered).toEqual([]);
  expect(clicksIn(sim)).toEqual(clicks);
  expect(sim.verdict().records).toBeAcknowledged();
});

test('an event that is added after close() is rejected', async ({ sim }) => {
  const collector = collectorIn(sim);
  await sim.run(async () => {
    collector.add('click-1');
    const closing = collector.close(60_000);
    expect(() => collector.add('click-2')).toThrow('did not accept click-2');
    await closing;
  });
  expect(sim.topic('clicks')).toHaveDelivered([{ value: ['click-1'] }]);
});

test('close() returns the events for which the buffer had no memory', async ({ sim }) => {
  const collector = collectorIn(sim, { 'buffer.memory': 400, 'batch.size': 200, 'max.block.ms': 1_000 });
  sim.faults.on('Produce').delayResponse(5_000);
  const { clicks, undelivered } = await sim.run(async () => {
    const clicks = await serve(sim, collector);
    await sim.sleep(2_000);
    return { clicks, undelivered: await collector.close(60_000) };
  });
  expect(clicksIn(sim)).toEqual(clicks.slice(0, 20));
  expect(undelivered).toEqual(clicks.slice(20));
});

test('close() returns the events that were not acknowledged within its timeout', async ({ sim }) => {
  const collector = collectorIn(sim);
  sim.faults.on('Produce').loseRequest();
  const { clicks, undelivered } = await sim.run(async () => {
    const clicks = await serve(sim, collector);
    return { clicks, undelivered: await collector.close(5_000) };
  });
  expect(sim.nowMs).toBeLessThan(6_000);
  expect(undelivered).toEqual(clicks);
});
