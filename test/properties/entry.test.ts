/** Covers: test/properties/entry.ts. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../src/cli/command-line/usage-error.ts';
import { countOf, enter } from './entry.ts';

describe('The entries of fuzz and soak', () => {
  const before = process.exitCode;
  afterEach(() => {
    process.exitCode = before;
    vi.restoreAllMocks();
  });

  it('end with what the run says', async () => {
    await enter(async () => 1);
    expect(process.exitCode).toBe(1);
  });

  it('tell a mistake in one line, and end with 2', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    await enter(async () => countOf('runs', 'many', 10));
    expect([told.mock.calls, process.exitCode]).toEqual([
      [["--runs must be an integer between 1 and 1000000000, got 'many'."]],
      2,
    ]);
  });

  it('hide no other failure', async () => {
    await expect(enter(() => Promise.reject(new Error('a mistake of ours')))).rejects.toThrow('a mistake of ours');
    expect(() => countOf('runs', '0', 10)).toThrow(UsageError);
  });
});
