import { describe, expect, it } from 'vitest';
import { REFRESH_BACKOFFS, type RefreshBackoff } from '../../../src/client/metadata/refresh-backoff.ts';

function growing(jitter = 1): RefreshBackoff {
  const settings = { refreshBackoffMs: 100, refreshBackoffMaxMs: 1000, backoffJitter: () => jitter };
  return REFRESH_BACKOFFS.growing(settings) as RefreshBackoff;
}

/** The waits after each call. */
function waits(backoff: RefreshBackoff, call: 'failed' | 'responded', count: number): number[] {
  return Array.from({ length: count }, () => {
    backoff[call]();
    return backoff.timeLeftMs(0);
  });
}

describe('The wait between two metadata requests', () => {
  it('grows with every update that fails', () => {
    expect(waits(growing(), 'failed', 6)).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('grows with every response that brings nothing new', () => {
    expect(waits(growing(), 'responded', 6)).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('begins again when something new has come, and when an update has failed', () => {
    const backoff = growing();
    waits(backoff, 'responded', 3);
    backoff.progressed();
    expect(waits(backoff, 'responded', 2)).toEqual([100, 200]);
    expect(waits(backoff, 'failed', 2)).toEqual([100, 200]);
  });

  it('has a random factor, which does not lift it above the maximum', () => {
    expect(waits(growing(1.2), 'failed', 5)).toEqual([120, 240, 480, 960, 1000]);
    expect(waits(growing(0.8), 'failed', 5)).toEqual([80, 160, 320, 640, 800]);
  });

  it('is over after the longest wait there is, without a draw', () => {
    const settings = {
      refreshBackoffMs: 100,
      refreshBackoffMaxMs: 1000,
      backoffJitter: () => expect.unreachable('no draw is needed'),
    };
    expect(REFRESH_BACKOFFS.growing(settings)?.timeLeftMs(1200)).toBe(0);
  });

  it('is constant before 3.7, without an object of its own', () => {
    const settings = { refreshBackoffMs: 100, refreshBackoffMaxMs: undefined, backoffJitter: () => 1 };
    expect(REFRESH_BACKOFFS.constant(settings)).toBeNull();
  });
});
