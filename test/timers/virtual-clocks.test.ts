/** `process.hrtime` and `AbortSignal.timeout` of installed timers; timers.test.ts has Date and performance. */
import { hrtime as importedHrtime } from 'node:process';
import { Simulation } from 'kafka-trial';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const real = { hrtime: process.hrtime, timeout: Object.getOwnPropertyDescriptor(AbortSignal, 'timeout') };
let sim: Simulation;

beforeEach(() => {
  sim = new Simulation();
  sim.timers.install();
});

afterEach(() => {
  sim.close();
  expect(process.hrtime).toBe(real.hrtime);
  expect(Object.getOwnPropertyDescriptor(AbortSignal, 'timeout')).toEqual(real.timeout);
});

describe('process.hrtime', () => {
  it('counts virtual time from the start of the simulation, as performance.now() does', async () => {
    await sim.run(async () => {
      await sim.sleep(1_500);
      const first = process.hrtime();
      expect(first).toEqual([1, 500_000_000]);
      expect(importedHrtime()).toEqual(first);
      expect(process.hrtime.bigint()).toBe(1_500_000_000n);
      await sim.sleep(700);
      expect(process.hrtime(first)).toEqual([0, 700_000_000]);
      await sim.sleep(800);
      expect(process.hrtime(first)).toEqual([1, 500_000_000]);
      expect(process.hrtime([1, 600_000_000])).toEqual([1, 400_000_000]);
    });
  });

  it("refuses what the host's refuses", () => {
    const wrong = 5 as unknown as [number, number];
    expect(() => process.hrtime(wrong)).toThrow('must be an instance of Array');
  });
});

describe('AbortSignal.timeout', () => {
  it('aborts after virtual time, with the reason that the host gives', async () => {
    await sim.run(async () => {
      const signal = AbortSignal.timeout(60_000);
      expect(sim.timers.describeWaiting()).toEqual(['setTimeout of 60000 ms, due at 60000 ms']);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      expect(sim.nowMs).toBe(60_000);
      expect(signal.reason).toBeInstanceOf(DOMException);
      expect(signal.reason).toMatchObject({
        name: 'TimeoutError',
        message: 'The operation was aborted due to timeout',
      });
      expect(() => AbortSignal.any([signal]).throwIfAborted()).toThrow('aborted due to timeout');
    });
  });

  it("refuses what the host's refuses", () => {
    expect(() => AbortSignal.timeout(-1)).toThrow('out of range');
    expect(() => AbortSignal.timeout('soon' as unknown as number)).toThrow();
  });
});
