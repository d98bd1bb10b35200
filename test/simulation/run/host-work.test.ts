/** Covers: src/simulation/run/host-work.ts, src/simulation/run/outside-work.ts. Virtual time stands still while the host works for the program. */
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

/** Sends three records, with `between` before each, and returns when the last one was acknowledged. */
async function sendThree(between: (sim: Simulation) => Promise<unknown>): Promise<number> {
  const sim = new Simulation();
  const producer = sim.producer(text);
  await sim.run(async () => {
    for (const value of ['one', 'two', 'three']) {
      await between(sim);
      await producer.send({ topic: 'payments', value }).get();
    }
  });
  return sim.nowMs;
}

describe('Virtual time', () => {
  it('stands still while files are read', async () => {
    const atMs = await sendThree(async () => {});
    expect(await sendThree(() => readFile('package.json'))).toBe(atMs);
  });

  it('stands still while a name is looked up', async () => {
    const atMs = await sendThree(async () => {});
    expect(await sendThree(() => lookup('localhost'))).toBe(atMs);
  });

  it('stands still in sim.outside()', async () => {
    const atMs = await sendThree(async () => {});
    const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
    expect(await sendThree((sim) => sim.outside(wait))).toBe(atMs);
  });

  it('stands still while work outside has timers of its own, of every kind', async () => {
    const sim = new Simulation();
    const kept = promisify(setTimeout);
    sim.timers.install();
    await sim.run(() =>
      sim.outside(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await new Promise((resolve) => setImmediate(resolve));
        await sleep(5);
        await kept(5);
      }),
    );
    expect(sim.nowMs).toBe(0);
    await sim.run(() => new Promise((resolve) => setTimeout(resolve, 5_000)));
    sim.close();
    expect(sim.nowMs).toBe(5_000);
  });

  it('moves while the program does nothing outside, although other code has a real timer', async () => {
    const sim = new Simulation();
    const timer = setTimeout(() => {}, 60_000);
    await sim.run(() => sim.sleep(1_000));
    clearTimeout(timer);
    expect(sim.nowMs).toBe(1_000);
  });
});

describe('sim.outside()', () => {
  it('returns what the work returns, and throws what it throws', async () => {
    const sim = new Simulation();
    expect(await sim.run(() => sim.outside(() => 5))).toBe(5);
    const failing = sim.run(() => sim.outside(() => Promise.reject(new RangeError('mine'))));
    await expect(failing).rejects.toThrow(RangeError);
    await sim.run(() => sim.sleep(10));
    expect(sim.nowMs).toBe(10);
  });

  it('is what a run without it asks for', async () => {
    const run = new Simulation().run(() => new Promise((resolve) => setTimeout(resolve, 60_000).unref()));
    await expect(run).rejects.toThrow(/sim\.timers\.install|sim\.outside/);
  });
});
