import { Simulation } from 'kafka-trial';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetRuns, onFirstRun, runsEnded } from '../../src/simulation/runs-of-process.ts';

beforeEach(forgetRuns);

describe('The runs of a process', () => {
  it('are counted across simulations, whether they succeed or fail', async () => {
    await new Simulation().run(() => {});
    await expect(new Simulation().run(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(runsEnded()).toBe(2);
  });

  it('tell the end of the first one once', async () => {
    const ended = vi.fn<() => void>();
    onFirstRun(ended);
    expect(ended).not.toHaveBeenCalled();
    await new Simulation().run(() => {});
    await new Simulation().run(() => {});
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it('tell it at once if it has been', async () => {
    const ended = vi.fn<() => void>();
    await new Simulation().run(() => {});
    onFirstRun(ended);
    expect(ended).toHaveBeenCalledTimes(1);
  });
});
