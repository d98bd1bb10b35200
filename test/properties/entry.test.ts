/** Covers: test/properties/entry.ts. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../src/cli/command-line/usage-error.ts';
import { countOf, runCommand } from './entry.ts';

describe('runCommand', () => {
  const before = process.exitCode;
  afterEach(() => {
    process.exitCode = before;
    vi.restoreAllMocks();
  });

  it('sets the exit code that the command returns', async () => {
    await runCommand(async () => 1);
    expect(process.exitCode).toBe(1);
  });

  it('prints one line for a usage error, and sets exit code 2', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    await runCommand(async () => countOf('runs', 'many', 10));
    expect([printed.mock.calls, process.exitCode]).toEqual([
      [["--runs must be an integer between 1 and 1000000000, got 'many'."]],
      2,
    ]);
  });

  it('rethrows any other error', async () => {
    await expect(runCommand(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  });
});

describe('countOf', () => {
  it('rejects 0', () => {
    expect(() => countOf('runs', '0', 10)).toThrow(UsageError);
  });
});
