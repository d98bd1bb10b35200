/** A program of real clients that waits in vain is reported, and one that waits for something is not. */
import { Simulation, StringSerializer } from 'kafka-trial';
import 'kafka-trial/real-clients';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kafkaOf } from './kafkajs-flows.ts';

let sim: Simulation;

beforeEach(() => {
  sim = new Simulation({ seed: 7 });
  sim.createTopic('orders', { partitions: 1 });
});

afterEach(() => sim.close());

/** Runs a program with a connected producer. */
function run(program: () => Promise<unknown>): Promise<unknown> {
  return sim.run(async () => {
    await kafkaOf().producer().connect();
    await program();
  });
}

describe('A program with a connected client', () => {
  it('is reported if it waits for something that does not come', async () => {
    sim.realClients.install();
    const waiting = run(() => new Promise(() => {}));
    await expect(waiting).rejects.toThrow(/for more than 600000 ms .* nothing but housekeeping/);
    expect(sim.nowMs).toBeGreaterThanOrEqual(600_000);
    expect(sim.nowMs).toBeLessThan(700_000);
  });

  it('is reported after the time that is set', async () => {
    sim.realClients.install({ maxIdleMs: 20_000 });
    await expect(run(() => new Promise(() => {}))).rejects.toMatchObject({ kind: 'nothing left to do' });
    expect(sim.nowMs).toBeLessThan(25_000);
  });

  it('may sleep for longer', async () => {
    sim.realClients.install({ maxIdleMs: 20_000 });
    await run(() => sim.sleep(3_600_000));
    await run(() => new Promise((resolve) => setTimeout(resolve, 3_600_000)));
    expect(sim.nowMs).toBeGreaterThan(7_200_000);
  });

  it('is not reported for the time before its run', async () => {
    sim.realClients.install({ maxIdleMs: 20_000 });
    for (let hours = 1; hours <= 3; hours++) {
      await run(() => sim.sleep(1));
      sim.advance(3_600_000);
    }
    expect(sim.nowMs).toBeGreaterThan(3 * 3_600_000);
  });

  it('may wait for what is scheduled later', async () => {
    sim.realClients.install({ maxIdleMs: 20_000 });
    await run(() => new Promise<void>((resolve) => sim.at(100_000).do(resolve)));
    expect(sim.nowMs).toBeGreaterThanOrEqual(100_000);
  });

  it('may wait for records of others', async () => {
    sim.realClients.install({ maxIdleMs: 20_000 });
    const own = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    let sent = 0;
    for (let ms = 15_000; ms <= 150_000; ms += 15_000)
      sim.at(ms).do(() => {
        own.send({ topic: 'orders', value: `${++sent}` });
      });
    await run(() => new Promise<void>((resolve) => sim.at(160_000).do(resolve)));
    expect(sim.topic('orders').values()).toHaveLength(10);
  });
});
