import { Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

describe('sim.sleep() in a loop without end', () => {
  it('fails the run after 100,000 sleeps, and the failure lists the sleep', async () => {
    const sim = new Simulation();
    const run = sim.run(async () => {
      for (;;) await sim.sleep(1_000);
    });
    await expect(run).rejects.toThrow(
      /: nothing left to do\.\nThe program seems to wait for something that can never happen: its own sleeps and timers have ended 100000 times, and nothing else was in progress\. A loop that sleeps, or an interval, must end for the run to end\.\nIt may be waiting for:\n {2}sim\.sleep\(1000\), which ends at 100001000 ms\n/,
    );
  });

  it('fails also beside a producer that has nothing to do', async () => {
    const sim = new Simulation({ trace: false });
    const run = sim.run(async () => {
      await sim.producer(TEXT).send({ topic: 'payments', value: 'one' });
      for (;;) await sim.sleep(1_000);
    });
    await expect(run).rejects.toMatchObject({ kind: 'nothing left to do' });
    expect(sim.nowMs).toBeLessThan(1_000_000_000);
  });

  it('does not fail while a longer sleep goes on', async () => {
    const sim = new Simulation({ trace: false });
    let isOver = false;
    await sim.run(async () => {
      const longSleep = sim.sleep(250_000).then(() => {
        isOver = true;
      });
      while (!isOver) await sim.sleep(1);
      await longSleep;
    });
    expect(sim.nowMs).toBe(250_000);
  });

  it('does not fail while something else is to come', async () => {
    const sim = new Simulation({ trace: false });
    let isOver = false;
    sim.at(150_000).do(() => {
      isOver = true;
    });
    await sim.run(async () => {
      while (!isOver) await sim.sleep(1);
    });
    expect(sim.nowMs).toBe(150_000);
  });
});

describe('sim.sleep()', () => {
  it.each([-1, 0.5, Number.NaN, '5'])('rejects a duration of %s', async (ms) => {
    const sim = new Simulation();
    await expect(sim.run(() => sim.sleep(ms as number))).rejects.toThrow(
      'sim.sleep(ms): expected a whole number of ms',
    );
  });
});
