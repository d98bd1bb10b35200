import { Simulation } from 'kafka-trial';
import { afterEach, beforeEach, expect, it } from 'vitest';

let sim: Simulation;

beforeEach(() => {
  sim = new Simulation();
  sim.timers.install();
});

afterEach(() => sim.close());

/** Polls as kafkajs does: as long as it is not throttled, it asks for a delay that is far below zero. */
function poll(log: (text: string) => void): { stop: () => void } {
  let timer = setTimeout(function check() {
    log(`${sim.nowMs}`);
    timer = setTimeout(check, -1 - Date.now());
  }, -1 - Date.now());
  return { stop: () => clearTimeout(timer) };
}

it('run after the first event of each later time, and move no time themselves', async () => {
  const times: string[] = [];
  await sim.run(async () => {
    const interval = setInterval(() => {}, 100);
    poll((text) => times.push(text));
    await sim.sleep(350);
    clearInterval(interval);
  });
  expect(times).toEqual(['1', '100', '200', '300', '350']);
  expect(sim.timers.awaited).toBe(0);
});

it('do not run after events that give user code nothing to do, until they are long overdue', async () => {
  const times: string[] = [];
  await sim.run(async () => {
    poll((text) => times.push(text));
    for (const delayMs of [30, 60, 101, 140, 250]) sim.parts.kernel.schedule(delayMs, () => {});
    await sim.sleep(300);
  });
  expect(times).toEqual(['1', '140', '250', '300']);
});

it('can be stopped', async () => {
  const times: string[] = [];
  await sim.run(async () => {
    const { stop } = poll((text) => times.push(text));
    await sim.sleep(100);
    stop();
    await sim.sleep(100);
  });
  expect(times).toEqual(['1', '100']);
});

it('take an hour of idle time with few events', async () => {
  const { events } = await sim.run(async () => {
    let count = 0;
    poll(() => count++);
    setInterval(() => {}, 60_000);
    await sim.sleep(3_600_000);
    return { events: count };
  });
  expect(events).toBeLessThan(100);
});

it('run by themselves when no other event is left', async () => {
  const times: string[] = [];
  await sim.run(async () => {
    setTimeout(() => {}, 5);
    await new Promise<void>((resolve) => {
      poll((text) => {
        times.push(text);
        if (times.length === 5) resolve();
      });
    });
  });
  expect(times).toEqual(['1', '5', '6', '7', '8']);
});

it('are not the timers of other code with a negative delay: each takes 1 ms', async () => {
  const times: number[] = [];
  await sim.run(async () => {
    setTimeout(() => {}, 1_000);
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve, -5));
      times.push(sim.nowMs);
    }
  });
  expect(times).toEqual([1, 2, 3]);
});
