import { describe, expect, it } from 'vitest';
import { type CommandResult, runInProcess } from '../run-in-process.ts';

/** Runs `serve` with lines on stdin, each sent when the one before was answered. */
function serve(args: readonly string[], ...lines: string[]): Promise<CommandResult> {
  return runInProcess(['serve', ...args], { stdin: lines.map((line) => `${line}\n`) });
}

describe('kafka-trial serve', () => {
  it('prints its addresses, takes lines, and ends with quit', async () => {
    const { code, out, err } = await serve(['--port', '0', '--brokers', '2', '--seed', '7'], 'status', 'quit');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [greeting, control, status] = out.split('\n') as [string, string, string];
    expect(greeting).toMatch(/^Serving 2 brokers\. bootstrap\.servers=127\.0\.0\.1:\d+,127\.0\.0\.1:\d+$/);
    expect(control).toMatch(/^Control: http:\/\/127\.0\.0\.1:\d+, /);
    expect(JSON.parse(status)).toMatchObject({ seed: 7, brokers: [{ id: 1 }, { id: 2 }] });
  });

  it('serves brokers of another version', async () => {
    const { code, out } = await serve(['--port', '0', '--broker-version', '4.3'], 'status', 'quit');
    expect(code).toBe(0);
    expect(JSON.parse(out.split('\n')[2] ?? '')).toMatchObject({ brokerVersion: '4.3.1' });
  });

  it('plays the program of a scenario beside the clients', async () => {
    const { out } = await serve(['--port', '0', '--scenario', 'connect-only'], 'status', 'quit');
    expect(out).toContain('Serving');
  });

  it.each([
    [[], { sent: 0, violations: [] }],
    [['--no-verdict'], { error: expect.stringContaining('start kafka-trial serve without --no-verdict') as string }],
  ])('logs sent records for the verdict unless it is told not to: %j', async (args, verdict) => {
    const { out } = await serve(['--port', '0', ...args], 'verdict', 'quit');
    expect(JSON.parse(out.split('\n')[2] ?? '')).toMatchObject(verdict);
  });

  it.each([
    [['--port', 'x'], "--port must be an integer between 0 and 65535, got 'x'."],
    [['now'], "serve takes only options, got 'now'."],
    [['--profile', 'old'], "--profile must be one of latest, kafka-2.4, got 'old'."],
    [['--scenario', 'nowhere'], "Unknown scenario 'nowhere'. npx kafka-trial list prints all names."],
    [
      ['--broker-version', '4.4'],
      "--broker-version: there is no version '4.4' of Kafka's brokers. Did you mean '4.3'? The versions are 3.6.1, 3.9, 4.3",
    ],
    [['--prot', '0'], "Unknown option '--prot'. Did you mean '--port'?"],
  ])('reports a mistake in one line: %j', async (args, problem) => {
    expect(await serve(args)).toEqual({ code: 2, out: '', err: `kafka-trial: ${problem}\n` });
  });

  it('says which port is in use', async () => {
    const { createServer } = await import('node:net');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    const { port } = other.address() as { port: number };
    const { code, err } = await serve(['--port', String(port)], 'quit');
    other.close();
    expect(code).toBe(2);
    expect(err).toMatch(
      /EADDRINUSE.*\. Give another port with --port or --control-port; 0 stands for any free one\.\n$/,
    );
  });
});
