/** Covers: src/simulation/program-runs.ts, src/simulation/simulation.ts. sim.close() during a run: nothing of the program runs afterwards. */
import { Simulation, StringSerializer } from 'kafka-trial';
import { afterEach, describe, expect, it } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;
const CLOSED = /Seed 1, at \d+ ms: closed during the run\.\nsim\.close\(\) was called before the program had ended/;
const realSetTimeout = setTimeout;

/** Real time, in which a run that was not stopped would go on. */
const realMs = (ms: number): Promise<void> => new Promise((resolve) => realSetTimeout(resolve, ms));

let open: Simulation | undefined;
afterEach(() => open?.close());

interface Stopped {
  readonly sim: Simulation;
  /** What was counted after close(). */
  readonly later: number;
  readonly clockMovedMs: number;
  readonly run: Promise<unknown>;
}

/** Runs a program that counts without end, and closes its simulation from outside. */
async function stopped(program: (sim: Simulation, count: () => void) => Promise<unknown>): Promise<Stopped> {
  const sim = new Simulation();
  open = sim;
  let counted = 0;
  const run = sim.run(() => program(sim, () => counted++));
  run.catch(() => {});
  await realMs(20);
  expect(counted).toBeGreaterThan(0);
  sim.close();
  const [before, beforeMs] = [counted, sim.nowMs];
  await realMs(50);
  return { sim, run, later: counted - before, clockMovedMs: sim.nowMs - beforeMs };
}

describe('sim.close() during a run', () => {
  it('stops a program that sleeps: the clock stands still, and the run rejects', async () => {
    const { run, later, clockMovedMs } = await stopped(async (sim, count) => {
      for (;;) {
        count();
        await sim.sleep(1_000);
        await sim.producer(TEXT).close();
      }
    });
    expect({ later, clockMovedMs }).toEqual({ later: 0, clockMovedMs: 0 });
    await expect(run).rejects.toThrow(CLOSED);
    await expect(run).rejects.toMatchObject({ name: 'SimulationError', kind: 'closed during the run' });
  });

  it('stops a program that catches everything and starts again, with sends and virtual timers', async () => {
    const { run, later } = await stopped(async (sim, count) => {
      sim.timers.install();
      const producer = sim.producer(TEXT);
      setInterval(count, 10);
      for (;;) {
        try {
          await producer.send({ topic: 'payments', value: 'one' }, count);
          await new Promise((resolve) => setTimeout(resolve, 100));
          await sim.sleep(10);
        } catch {
          count();
        } finally {
          count();
        }
      }
    });
    expect(later).toBe(0);
    await expect(run).rejects.toThrow(CLOSED);
    expect(setTimeout).toBe(realSetTimeout);
  });

  it.each(['the program', 'an event', 'a callback'])('can be called by %s itself', async (place) => {
    const sim = new Simulation();
    open = sim;
    const producer = sim.producer(TEXT);
    let wentOn = false;
    const run = sim.run(async () => {
      if (place === 'an event') sim.at(1).do(() => sim.close());
      if (place === 'a callback') producer.send({ topic: 'payments', value: 'one' }, () => sim.close());
      if (place === 'the program') sim.close();
      await sim.sleep(60_000);
      wentOn = true;
    });
    await expect(run).rejects.toThrow(CLOSED);
    await realMs(5);
    expect(wentOn).toBe(false);
    expect(sim.nowMs).toBeLessThan(60_000);
  });

  it('leaves what a program waits for pending, and also what it begins to wait for afterwards', async () => {
    const { sim } = await stopped(async (simulation, count) => {
      for (;;) {
        count();
        await simulation.sleep(10);
        await simulation.producer(TEXT).close();
      }
    });
    expect(await Promise.race([sim.sleep(1).then(() => 'woke'), realMs(5).then(() => 'pending')])).toBe('pending');
  });
});

describe('sim.close() outside of a run', () => {
  it('lets no event run afterwards, and sleep() rejects', async () => {
    const sim = new Simulation();
    await sim.run(() => sim.sleep(5));
    sim.close();
    await expect(sim.sleep(1)).rejects.toThrow('sim.sleep() is not possible: this simulation is closed.');
    await expect(sim.run(() => {})).rejects.toThrow('sim.run() is not possible: this simulation is closed.');
    expect(() => sim.advance(1)).toThrow('sim.advance() is not possible: this simulation is closed.');
  });

  it('ends advance() when an event closes the simulation', () => {
    const sim = new Simulation();
    sim.at(10).do(() => sim.close());
    sim.at(20).do(() => expect.unreachable('an event after close()'));
    expect(sim.advance(100)).toMatchObject({ kind: 'stopped', atMs: sim.startMs + 10 });
    expect(sim.nowMs).toBe(10);
  });
});
