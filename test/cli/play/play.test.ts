/** Covers: src/cli/play/play.ts, src/cli/play/page-server.ts */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type CommandResult, runInProcess } from '../run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<title>The page</title>');
writeFileSync(join(folder, 'assets', 'page.js'), 'export {};');
afterAll(() => rmSync(folder, { recursive: true }));

/** Serves the folder until `use` has ended. */
async function playing(args: readonly string[], use: (url: string) => Promise<void>): Promise<void> {
  let interrupt = (): void => {};
  let running: Promise<CommandResult> | undefined;
  const url = await new Promise<string>((resolve) => {
    running = runInProcess(['play', '--port', '0', ...args], {
      playgroundFolder: pathToFileURL(`${folder}/`),
      onWrite: (text) => resolve(/http:\S+/.exec(text)?.[0] ?? text),
      onInterrupt: (listener) => {
        interrupt = () => listener('SIGINT');
        return () => {};
      },
    });
  });
  try {
    await use(url);
  } finally {
    interrupt();
    expect(await running).toMatchObject({ code: 0, err: '' });
  }
}

describe('kafka-trial play', () => {
  it('serves the page and its files on this machine, and nothing else', async () => {
    await playing([], async (url) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      const page = await fetch(url);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await page.text()).toBe('<title>The page</title>');
      const script = await fetch(`${url}assets/page.js`);
      expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect((await fetch(`${url}../package.json`)).status).toBe(404);
      expect((await fetch(`${url}%2e%2e/package.json`)).status).toBe(404);
      expect((await fetch(url, { method: 'POST', body: '' })).status).toBe(405);
    });
  });

  it('prints the address of a scenario with its seed', async () => {
    await playing(['lost-ack', '--seed', '7'], async (url) => {
      expect(url).toMatch(/\/#program=lost-ack&seed=7$/);
    });
  });

  it.each([
    [['nowhere'], "Unknown scenario 'nowhere'. npx kafka-trial list prints all names."],
    [['lost-ack', 'slow-ack'], "play takes one scenario, got also 'slow-ack'."],
    [
      ['./mine.ts'],
      "play takes the name of a scenario, got './mine.ts': paste a file of your own into the page's editor.",
    ],
    [['--port', 'x'], "--port must be an integer between 0 and 65535, got 'x'."],
  ])('reports a mistake in one line: %j', async (args, problem) => {
    expect(await runInProcess(['play', ...args])).toEqual({ code: 2, out: '', err: `kafka-trial: ${problem}\n` });
  });
});
