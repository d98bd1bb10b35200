/** Covers: playground/src/page/*.tsx, playground/src/editor/*.ts, playground/src/link/link.ts: the built page in a browser, driven as by its reader. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { servePage } from '../../src/cli/play/page-server.ts';
import { chromium, openBrowser } from '../browser.ts';
import { builtLibrary } from '../built-library.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1440, height: 900 };

/** Sends one record, and says at the end what is in the topic. */
const ONE_RECORD = `import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'mine',
  title: 'Mine',
  run: async ({ sim, say }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const value: string = 'order 17';
    await producer.send({ topic: 'payments', value }).get();
    say(sim.topic('payments').values().join(', '));
    await producer.close();
  },
});
`;

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Runs in the page: notes how long its long tasks take, in ms. */
const WATCH_LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });`;

/** Frames that are measured while the page plays. */
const FRAMES = 180;

/** Runs in the page: plays, and returns how many ms each frame has taken, and how many nodes and attributes it has changed. */
const PLAY_AND_MEASURE = `new Promise((resolve) => {
  const durations = [];
  const changes = [];
  let changed = 0;
  new MutationObserver((all) => {
    for (const { addedNodes, removedNodes } of all) changed += Math.max(1, addedNodes.length + removedNodes.length);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  document.querySelector('.button.play').click();
  let last = performance.now();
  const frame = (now) => {
    durations.push(now - last);
    changes.push(changed);
    last = now;
    changed = 0;
    if (durations.length < ${FRAMES}) requestAnimationFrame(frame);
    else resolve({ durations, changes });
  };
  requestAnimationFrame(frame);
})`;

/** Whether the processors had nothing else to do in the last minute than one browser. */
const isIdle = (): boolean => (loadavg()[0] ?? 0) <= availableParallelism();

interface Frames {
  readonly durations: readonly number[];
  readonly changes: readonly number[];
}

describe.skipIf(chromium === undefined)('The playground', () => {
  let browser: Browser;
  let server: Server;
  let url: string;
  let pages: Page[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));

  beforeAll(async () => {
    server = await servePage(pathToFileURL(`${builtLibrary()}dist/playground/`), [0]);
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await openBrowser();
  }, 240_000);
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.context().close()));
    pages = [];
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens the page and waits until its runs have ended. Errors of the page fail the test. */
  async function open(hash = '', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: WIDE, ...options });
    const page = await context.newPage();
    pages.push(page);
    page.on('pageerror', (error) => expect.unreachable(`The page has thrown: ${error.stack}`));
    // The page needs nothing from elsewhere.
    await page.route('**', (route) => (route.request().url().startsWith(url) ? route.continue() : route.abort()));
    await page.goto(url + hash);
    return page;
  }

  const fingerprint = async (page: Page): Promise<string> => {
    const code = page.locator('.fingerprint code');
    await code.waitFor();
    return code.innerText();
  };

  /** A number of the verdict, at the moment that is shown. */
  const count = async (page: Page, name: string): Promise<number> =>
    Number(await page.locator(`[data-count="${name}"]`).innerText());

  const toEnd = (page: Page): Promise<void> => page.getByRole('button', { name: 'To the end' }).click();

  /** What `kafka-trial run` prints as the fingerprint. */
  function commandLine(...args: readonly string[]): string {
    const bin = `${builtLibrary()}dist/cli/bin.js`;
    // It fails if a guarantee is violated.
    const { stdout } = spawnSync(process.execPath, [bin, 'run', ...args, '--json'], { encoding: 'utf8' });
    return (JSON.parse(stdout) as { fingerprint: string }).fingerprint;
  }

  /** Goes on, step by step, until the caption matches. */
  async function stepTo(page: Page, caption: RegExp): Promise<void> {
    const shown = page.locator('.caption span');
    for (let i = 0; i < 300; i++) {
      if (caption.test(await shown.innerText())) return;
      await page.keyboard.press('ArrowRight');
    }
    expect.unreachable(`No step says ${caption}.`);
  }

  async function edit(page: Page, program: string): Promise<void> {
    const editor = page.locator('.cm-content');
    if (!(await editor.isVisible())) await page.getByRole('button', { name: 'Edit program' }).click();
    await editor.waitFor();
    await editor.fill(program);
    await page.getByRole('button', { name: /^Run/ }).click();
  }

  it('runs the three ways side by side, and shows what each of them knows', async () => {
    const page = await open();
    expect(await fingerprint(page)).toBe(commandLine('side-by-side'));
    expect(await page.locator('.lane h2').allInnerTexts()).toEqual(['fire-and-forget', 'synchronous', 'asynchronous']);
    await stepTo(page, /synchronous takes countries-0#1/);
    expect(await page.locator('.lane .thread').allInnerTexts()).toEqual([
      expect.stringContaining('waits in close()'),
      expect.stringContaining('waits in get() of France'),
      expect.stringContaining('waits in close()'),
    ]);
    expect(await page.locator('.batch .count').allInnerTexts()).toEqual([
      '3 records · in flight',
      '1 record · in flight',
      '3 records · fills',
    ]);
    await toEnd(page);
    expect(await page.locator('.lane').nth(0).locator('.record.learned').count()).toBe(0);
    expect(await page.locator('.lane').nth(1).locator('.record.learned').count()).toBe(3);
    expect(await page.locator('.lane').nth(2).locator('.record.learned').count()).toBe(3);
    expect(await count(page, 'acknowledged')).toBe(9);
  });

  it('is small: less than 300 kB, compressed, until the editor or the list of settings is opened', async () => {
    const page = await open();
    await fingerprint(page);
    const names: string[] = await page.evaluate(
      "performance.getEntriesByType('resource').map(({ name }) => name).concat(location.href.replace(/#.*/, ''))",
    );
    // The worker loads the library and the program.
    const loaded = new Set([...names, ...(await inWorker(page))].filter((name) => name.startsWith(url)));
    const sizes = await Promise.all(
      [...loaded].map(async (name) => gzipSync(Buffer.from(await (await fetch(name)).arrayBuffer())).length),
    );
    expect(loaded.size).toBeGreaterThan(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
  });

  it('loads the compressor for a program that compresses', async () => {
    const page = await open('#program=lost-ack&set=compression.type:gzip');
    expect(await fingerprint(page)).toBe(commandLine('lost-ack', '--set', 'compression.type=gzip'));
    expect((await inWorker(page)).filter((name) => name.includes('pako'))).toHaveLength(1);
  });

  /** What the worker has loaded. */
  async function inWorker(page: Page): Promise<readonly string[]> {
    const loaded = await Promise.all(
      page
        .workers()
        .map((worker) => worker.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")),
    );
    return [...(loaded as string[][]).flat(), ...page.workers().map((worker) => worker.url())];
  }

  it('plays, and pauses', async () => {
    const page = await open();
    await fingerprint(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.locator('.caption', { hasText: 'synchronous' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    const [shown, position] = [await page.locator('.caption').innerText(), await page.locator('.position').innerText()];
    await page.waitForTimeout(300);
    expect([await page.locator('.caption').innerText(), await page.locator('.position').innerText()]).toEqual([
      shown,
      position,
    ]);
  });

  it('loses a response by a click, which makes a duplicate; with idempotence there is none', async () => {
    const page = await open('#program=side-by-side&set=enable.idempotence:false');
    await fingerprint(page);
    await stepTo(page, /synchronous sends a Produce request/);
    await page.locator('.message.main', { hasText: 'Produce' }).nth(1).click();
    await page.getByRole('menuitem', { name: /^Lose its response/ }).click();
    const branch = page.getByRole('tab', { selected: true }).filter({ hasText: 'lose the response' });
    await branch.filter({ hasText: '1 duplicated' }).waitFor();
    expect(await page.locator('.branch').count()).toBe(2);
    await toEnd(page);
    expect(await count(page, 'duplicated')).toBe(1);
    expect(await page.locator('.cell.copy').count()).toBeGreaterThan(0);
    const plan = [{ on: 'Produce', client: 'synchronous', nth: 1, do: 'loseResponse' }];
    const file = join(folder, 'plan.json');
    writeFileSync(file, JSON.stringify(plan));
    expect(await fingerprint(page)).toBe(
      commandLine('side-by-side', '--faults', file, '--set', 'enable.idempotence=false'),
    );

    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByLabel('enable.idempotence').selectOption('true');
    await branch.filter({ hasText: '9 of 9 acknowledged' }).waitFor();
    await toEnd(page);
    expect(await count(page, 'duplicated')).toBe(0);
    expect(await fingerprint(page)).toBe(
      commandLine('side-by-side', '--faults', file, '--set', 'enable.idempotence=true'),
    );

    await page.getByRole('tab', { name: /^no faults/ }).click();
    expect(await page.getByRole('tab', { selected: true }).first().innerText()).toContain('no faults');
  });

  it('crashes a broker by a click: another one leads, in another epoch', async () => {
    const page = await open('#program=side-by-side&at=14ms');
    await fingerprint(page);
    await page.getByRole('button', { name: 'Faults of broker-1' }).click();
    await page.getByRole('menuitem', { name: /^Crash broker-1 for 20 s/ }).click();
    await page.locator('.branch[aria-selected="true"] b').filter({ hasNotText: 'running' }).first().waitFor();
    await stepTo(page, /leads countries-0 now, in leader epoch 1/);
    expect(await page.locator('.broker').nth(0).locator('.state').innerText()).toBe('down');
    expect(await page.locator('.role.leading').innerText()).toBe('leader · epoch 1');
  });

  it('shows the earlier state again after scrubbing back', async () => {
    const page = await open('#program=side-by-side&at=120');
    await fingerprint(page);
    const picture = async (): Promise<string> =>
      (await page.locator('.lane, .broker, .verdict').allInnerTexts()).join('\n');
    const before = await picture();
    const slider = page.getByRole('slider');
    const there = await slider.inputValue();
    await toEnd(page);
    expect(await picture()).not.toBe(before);
    const length = Number(await slider.getAttribute('max'));
    await slider.fill(String(Math.round(length * 0.2)));
    expect(await page.locator('.position').innerText()).toMatch(/^step \d{1,2} of/);
    await slider.fill(there);
    expect(await page.locator('.position').innerText()).toMatch(/^step 120 of/);
    expect(await picture()).toBe(before);
  });

  it('replays a link, whose fingerprint is that of the command line', async () => {
    const page = await open('#program=lost-ack&seed=7&at=1000ms');
    expect(await fingerprint(page)).toBe(commandLine('lost-ack', '--seed', '7'));
    await page.waitForFunction("location.hash.includes('at=')");
    const hash = new URL(page.url()).hash;
    const again = await open(hash);
    await fingerprint(again);
    expect(await again.locator('.caption').innerText()).toBe(await page.locator('.caption').innerText());
    expect(await again.locator('.position').innerText()).toBe(await page.locator('.position').innerText());
  });

  it('runs a program with other versions of the clients and the brokers, which its link contains', async () => {
    const page = await open();
    const before = await fingerprint(page);
    await page.getByRole('tab', { name: 'Settings' }).click();
    expect(await page.getByLabel('linger.ms', { exact: true }).getAttribute('placeholder')).toBe('0');
    await page.getByLabel('Clients of Kafka').selectOption('4.3');
    await page.getByLabel('Brokers of Kafka').selectOption('3.9');
    await page.locator('.fingerprint code').filter({ hasNotText: before }).waitFor();
    expect(await fingerprint(page)).toBe(
      commandLine('side-by-side', '--client-version', '4.3', '--broker-version', '3.9'),
    );
    expect(await page.getByLabel('linger.ms', { exact: true }).getAttribute('placeholder')).toBe('5');
    await page.waitForFunction("location.hash.includes('clients=4.3&brokers=3.9')");
    const again = await open(new URL(page.url()).hash);
    expect(await fingerprint(again)).toBe(await fingerprint(page));
  });

  it('runs a program of the learner, which its link contains', async () => {
    const page = await open();
    await fingerprint(page);
    await edit(page, ONE_RECORD);
    await page.locator('.lane h2', { hasText: 'producer-1' }).waitFor();
    const file = join(folder, 'mine.mjs');
    writeFileSync(
      file,
      ONE_RECORD.replace(': string', '')
        .replaceAll("'kafka-trial", `'${pathToFileURL(builtLibrary())}dist/`)
        .replace("dist/'", "dist/index.js'")
        .replace("dist//scenario'", "dist/scenario/index.js'"),
    );
    expect(await fingerprint(page)).toBe(commandLine(file));
    await page.waitForFunction("location.hash.startsWith('#code=')");
    const again = await open(new URL(page.url()).hash);
    expect(await fingerprint(again)).toBe(await fingerprint(page));
  });

  it.each([
    [
      'a syntax error',
      ONE_RECORD.replace("value: string = 'order 17';", "value: string = = 'order 17';"),
      10,
      /Unexpected token/,
    ],
    [
      'an exception',
      ONE_RECORD.replace("const value: string = 'order 17';", 'const value: string = undefined.length;'),
      10,
      /undefined/,
    ],
    [
      'a setting that Kafka refuses',
      ONE_RECORD.replace('StringSerializer });', "StringSerializer, acks: '2' });"),
      9,
      /acks/,
    ],
    ['an import of something else', ONE_RECORD.replace("'kafka-trial/scenario'", "'node:fs'"), 2, /cannot be imported/],
  ])('shows the line of %s', async (_, program, line, message) => {
    const page = await open();
    await fingerprint(page);
    await edit(page, program);
    const problem = page.getByRole('alert', { name: 'Problem' });
    await problem.waitFor();
    expect(await problem.innerText()).toContain(`Line ${line}:`);
    expect(await problem.innerText()).toMatch(message);
    await page.locator('.cm-lintRange-error').first().waitFor();
  });

  it.each([
    ['that awaits nothing', 'for (;;) {}'],
    ['of promises', 'for (;;) await undefined;'],
    ['of sends', "for (;;) await producer.send({ topic: 'payments', value }).get();"],
  ])('stops an endless loop %s', async (_, loop) => {
    const page = await open();
    await fingerprint(page);
    await edit(page, ONE_RECORD.replace('say(sim', `${loop}\n    say(sim`));
    const problem = page.getByRole('alert', { name: 'Problem' });
    await problem.waitFor({ timeout: 110_000 });
    expect(await problem.innerText()).toMatch(/was stopped|gave up|events/);
    // The page still works.
    await edit(page, ONE_RECORD);
    await page.locator('.fingerprint code').waitFor();
  });

  it.each([
    ['the page', ''],
    [
      'the page with a duplicate',
      '#program=side-by-side&set=enable.idempotence:false&faults=[{"on":"Produce","client":"synchronous","nth":1,"do":"loseResponse"}]&at=30200ms',
    ],
    ['a chapter of the course', '#program=course-batching&at=150ms'],
  ])('passes the accessibility checks of axe: %s, light and dark', async (_, hash) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(hash, { colorScheme });
      await fingerprint(page);
      for (const tab of ['Guide', 'Steps', 'Settings', 'Faults']) {
        await page.getByRole('tab', { name: tab, exact: tab !== 'Settings' }).click();
        expect(await violations(page)).toEqual([]);
      }
      await page.getByRole('button', { name: 'Faults of broker-1' }).click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByText('Share').click();
      expect(await violations(page)).toEqual([]);
    }
  });

  it('passes the accessibility checks of axe on a phone, and with the editor', async () => {
    const phone = await open('', { viewport: { width: 390, height: 844 } });
    await fingerprint(phone);
    expect(await violations(phone)).toEqual([]);
    expect(await phone.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    const page = await open();
    await page.getByRole('button', { name: 'Edit program' }).click();
    await page.locator('.cm-content').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(AXE);
    const found: AxeViolation[] = await page.evaluate('axe.run().then(({ violations }) => violations)');
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }

  it('can be used with the keyboard alone', async () => {
    const page = await open('#program=side-by-side&at=116');
    await fingerprint(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('transport');
    expect(await page.locator('.position').innerText()).toMatch(/^step 116 of/);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.keyboard.press('Home');
    expect(await page.locator('.position').innerText()).toMatch(/^step 1 of/);
    await page.keyboard.press('End');
    const [, last = '', total = ''] = /step (\d+) of (\d+)/.exec(await page.locator('.position').innerText()) ?? [];
    expect(last).toBe(total);
    await page.getByRole('button', { name: 'Faults of broker-2' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^Crash broker-2 for 20 s/);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Faults of broker-2');
  });

  it('does not freeze with a hundred thousand records', async () => {
    const page = await open();
    await fingerprint(page);
    await page.evaluate(WATCH_LONG_TASKS);
    await edit(
      page,
      ONE_RECORD.replace(
        'await producer.send',
        "for (let i = 0; i < 100_000; i++) producer.send({ topic: 'payments', value: 'record ' + i });\n    await producer.send",
      ),
    );
    await page.locator('.branch', { hasText: '100001 of 100001 acknowledged' }).waitFor();
    await toEnd(page);
    expect(await count(page, 'acknowledged')).toBe(100_001);
    // A task of the page that takes longer than a second would be felt as a freeze, even on a loaded machine.
    const longest: number = await page.evaluate('Math.max(0, ...longTasks)');
    expect(longest).toBeLessThan(1_000);
  });

  it('draws a thousand events with little work per frame, and without long frames', async () => {
    const page = await open();
    await fingerprint(page);
    const program = ONE_RECORD.replace(
      'await producer.send',
      `for (let i = 0; i < 60; i++) {
      const each = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer, acks: 'all' });
      for (let j = 0; j < 4; j++) each.send({ topic: 'payments', value: \`r\${i}.\${j}\` });
    }
    await producer.send`,
    );
    await edit(page, program);
    await page.locator('.branch b').filter({ hasNotText: 'running' }).first().waitFor();
    const steps = Number(/of (\d+)/.exec(await page.locator('.position').innerText())?.[1]);
    expect(steps).toBeGreaterThan(1_000);
    await page.getByLabel('Speed').selectOption('16');
    const browserCounts = await countsOfBrowser(page);
    const before = await browserCounts();
    const { durations, changes } = await page.evaluate<Frames>(PLAY_AND_MEASURE);
    const after = await browserCounts();
    const perFrame = (name: string): number => (after.get(name)! - before.get(name)!) / FRAMES;
    // What a frame does, which no load of the machine changes: one layout, and changes of what is new, however many actors there are.
    expect(perFrame('LayoutCount')).toBeLessThan(1.5);
    expect(perFrame('RecalcStyleCount')).toBeLessThan(2);
    expect(perFrame('Nodes')).toBeLessThan(10);
    expect(Math.max(...changes)).toBeLessThan(120);
    expect(changes.toSorted((a, b) => a - b)[FRAMES / 2]).toBeGreaterThan(0);
    // The page's own code takes less than half of the 16.7 ms of processor time that a frame has.
    expect(perFrame('ScriptDuration')).toBeLessThan(0.008);
    // The others are layout, style and paint, which take longer if a processor has other work: then frames are late for no fault of the page.
    const long = durations.filter((ms) => ms > 50).length;
    if (isIdle()) expect(long).toBeLessThan(FRAMES / 10);
    else
      console.log(`The machine is busy: ${long} of ${FRAMES} frames have taken more than 50 ms, which is not checked.`);
  });

  /** What Chromium counts in a page; durations are processor time of its main thread, in seconds. */
  async function countsOfBrowser(page: Page): Promise<() => Promise<ReadonlyMap<string, number>>> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return new Map(metrics.map(({ name, value }) => [name, value]));
    };
  }
});
