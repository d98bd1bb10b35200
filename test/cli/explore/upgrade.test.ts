/** The command upgrade, run in this process. */
import { describe, expect, it } from 'vitest';
import { runInProcess } from '../run-in-process.ts';

describe('kafka-trial upgrade', () => {
  it('exits with 0 if all outcomes are the same', async () => {
    const { code, out, err } = await runInProcess(['upgrade', 'synchronous-get']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('# synchronous-get: 3.6.1 and 4.3.1, seed 1\nThe runs diverge here:\n');
    expect(out).toContain('Why:\n  KIP-1030 (4.0): linger.ms is 5 by default, was 0\n');
  });

  it('exits with 1 if an outcome differs', async () => {
    const { code, out } = await runInProcess(['upgrade', 'never-back-to-bootstrap', '--from', '3.9', '--to', '4.3']);
    expect(code).toBe(1);
    expect(out).toContain('  producer-1 record 2 to payments: unknown, TimeoutException -> acknowledged\n');
  });

  it('takes brokers of another version', async () => {
    const command = ['upgrade', 'transaction-coordinator-crash', '--from', '3.9', '--to', '4.3'];
    const requests = 'Requests: AddPartitionsToTxn 2 -> 0.';
    expect((await runInProcess(command)).out).not.toContain(requests);
    expect((await runInProcess([...command, '--broker-version', '4.3'])).out).toContain(requests);
  });

  it('prints JSON', async () => {
    const { code, out } = await runInProcess(['upgrade', 'connect-only', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ program: 'connect-only', differs: false, histories: 1 });
  });

  it.each([
    [['upgrade'], 'upgrade needs a program'],
    [['upgrade', 'one', 'two'], "upgrade takes one program, got also 'two'."],
    [['upgrade', 'connect-only', '--to', '5'], "--to: there is no version '5' of the Java clients."],
    [
      ['upgrade', 'connect-only', '--broker-version', '5'],
      "Cannot run the program in 'connect-only': --broker-version: there is no version '5' of Kafka's brokers.",
    ],
    [['upgrade', 'connect-only', '--explore', 'one'], "--explore must be one-fault, got 'one'."],
  ])('%j is a usage error', async (args, message) => {
    const { code, err } = await runInProcess(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
