import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressLine } from '../../../src/cli/explore/progress-line.ts';

describe('The progress of an exploration', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const progress = { tried: 20, histories: 1_000, pairs: 7, failed: 0 };
  const text = '20 of 1,000 histories tried, 7 pairs of events seen';

  function shown(errorIsTerminal: boolean): string {
    let written = '';
    const line = new ProgressLine({ errorIsTerminal, writeError: (more) => (written += more) });
    for (let i = 0; i < 30; i++) {
      line.show(progress);
      vi.advanceTimersByTime(100);
    }
    line.clear();
    return written;
  }

  it('is one line on a terminal, which is removed at the end', () => {
    const written = shown(true);
    expect(written).not.toContain('\n');
    expect(written.split('\r\u001B[K')).toEqual(['', ...Array.from({ length: 29 }, () => text), '']);
  });

  it('is a new line every two seconds elsewhere', () => {
    expect(shown(false)).toBe(`${text}\n`);
  });
});
