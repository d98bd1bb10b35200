/**
 * Covers: src/report/mermaid/, src/report/html/. Diagrams are rendered by Mermaid, and pages are opened in Chromium. (@mermaid-js/tiny is Mermaid with its usual
 * diagrams in one file.)
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Simulation } from 'kafka-trial';
import { htmlReport, mermaidDiagram } from 'kafka-trial/report';
import { runScenario, type Scenario } from 'kafka-trial/scenario';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, openBrowser } from '../browser.ts';
import { lostAnswer, lostRequest, STRINGS, severalClients } from './runs.ts';

const scenarios = new URL('../../scenarios/', import.meta.url);
const files = readdirSync(scenarios).filter((file) => /^\d\d-.*\.ts$/.test(file));

async function runOf(file: string): Promise<Simulation> {
  const { default: scenario } = (await import(new URL(file, scenarios).href)) as { default: Scenario };
  return (await runScenario(scenario, 1, { trace: 'replication' })).sim;
}

describe.skipIf(chromium === undefined)('In a browser', () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-reports-'));

  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page; what it throws, logs or tries to load is added to `problems`. */
  async function open(html: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<[Page, string[]]> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (line) => problems.push(line.text()));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) problems.push(request.url());
    });
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    await page.goto(pathToFileURL(file).href);
    return [page, problems];
  }

  describe('Mermaid', () => {
    let page: Page;

    beforeAll(async () => {
      page = await browser.newPage();
      await page.addScriptTag({ path: fileURLToPath(import.meta.resolve('@mermaid-js/tiny')) });
    });

    /** The texts of the diagram that Mermaid draws. */
    async function render(diagram: string): Promise<readonly string[]> {
      return page.evaluate(async (source) => {
        const { mermaid, document } = globalThis as unknown as {
          mermaid: { render(id: string, source: string): Promise<{ svg: string }> };
          document: {
            body: { innerHTML: string; querySelectorAll(selector: string): Iterable<{ textContent: string }> };
          };
        };
        document.body.innerHTML = (await mermaid.render('drawn', source)).svg;
        return Array.from(document.body.querySelectorAll('text'), ({ textContent }) => textContent);
      }, diagram);
    }

    it.each([
      ['lost answer', lostAnswer],
      ['lost request', lostRequest],
      ['several clients', severalClients],
    ] as const)('draws every step of the %s', async (_, run) => {
      const diagram = mermaidDiagram(await run());
      const texts = await render(diagram);
      const labels = diagram.split('\n').flatMap((line) => /^ {2}(?:L\d|Note)[^:]*: (.*)$/.exec(line)?.[1] ?? []);
      expect(labels.length).toBeGreaterThan(10);
      // Long labels are broken into several lines.
      const drawn = texts.join('').replace(/\s+/g, '');
      for (const label of labels) {
        const text = label.replace(/#(\d+);/g, (_match, code: string) => String.fromCharCode(Number(code)));
        expect(drawn).toContain(text.replace(/\s+/g, ''));
      }
    });

    it.each(files)('draws the scenario %s', async (file) => {
      const sim = await runOf(file);
      expect((await render(mermaidDiagram(sim, { maxSteps: 60 }))).length).toBeGreaterThan(5);
    });

    it('draws titles, names and texts with any character', async () => {
      const sim = new Simulation();
      sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
      const producer = sim.producer({ ...STRINGS, 'client.id': 'end; %% "a" <b> #1 {x}' });
      const other = sim.producer({ ...STRINGS, 'client.id': 'note over: participant' });
      await sim.run(async () => {
        await producer.send({ topic: 'payments', value: 'x' }).get();
        await other.send({ topic: 'payments', value: 'x' }).get();
      });
      const texts = await render(mermaidDiagram(sim, { title: 'A: "b" # c --- end' }));
      expect(texts).toContain('A: "b" # c --- end');
      expect(texts.join('\n')).toContain('end; %% "a" <b> #1 {x} sender');
    });
  });

  describe('The page', () => {
    const chosen = '#caption b';

    it('shows the timeline, and goes through its steps with the keyboard', async () => {
      const [page, problems] = await open(htmlReport(await lostAnswer()));
      expect(await page.locator('#timeline .step').count()).toBeGreaterThan(10);
      await page.focus('#view');
      await page.keyboard.press('ArrowRight');
      expect(await page.textContent(chosen)).toBe('topic payments: 1 × 3 replicas');
      await page.keyboard.press('End');
      expect(await page.textContent(chosen)).toBe('callbacks of records [1]');
      await page.keyboard.press('ArrowLeft');
      expect(await page.textContent('#caption')).toContain('payments-0#1 stored at offset 1');
      const before = await page.evaluate(trackWidth);
      await page.keyboard.press('+');
      expect(await page.evaluate(trackWidth)).toBeGreaterThan(before * 1.5);
      await page.keyboard.press('0');
      await page.getByLabel('True to time').check();
      await page.getByLabel('Connections and log').check();
      expect(await page.textContent('#event-count')).toMatch(/^\d+ of \d+$/);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('shows only what is about a record', async () => {
      const [page, problems] = await open(htmlReport(await severalClients()));
      const all = await page.locator('#events tr').count();
      await page.getByRole('button', { name: 'Follow record careful 1' }).click();
      expect(await page.textContent(chosen)).toBe('send() record 1 → payments');
      const events = await page.locator('#events tr').allTextContents();
      expect(events.length).toBeLessThan(all);
      expect(events.filter((text) => text.includes('careless'))).toEqual([]);
      expect(events.some((text) => text.includes('Produce acks=all'))).toBe(true);
      expect(await page.locator('#timeline .step.dim').count()).toBeGreaterThan(0);
      expect(await page.textContent('#life h3')).toBe('Record 1 of careful, "one" for payments-0');
      expect(await page.textContent('#life')).toContain('because linger.ms is over');
      expect(await page.textContent('#life p')).toContain('It is stored at payments-0@0.');
      await page.getByRole('button', { name: 'Show everything again' }).click();
      expect(await page.locator('#events tr').count()).toBe(all);
      expect(await page.isVisible('#life')).toBe(false);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('filters records by text and by outcome, and events by text', async () => {
      const [page] = await open(htmlReport(await severalClients()));
      await page.selectOption('#fate', 'unknown');
      expect(await page.textContent('#record-count')).toBe('1 of 2');
      await page.fill('#record-filter', 'nothing like it');
      expect(await page.textContent('#record-count')).toBe('0 of 2');
      await page.fill('#event-filter', 'InitProducerId');
      expect(await page.locator('#events tr').count()).toBe(2);
      await page.close();
    });

    it.each([
      { width: 1280, colorScheme: 'light' },
      { width: 1280, colorScheme: 'dark' },
      { width: 360, colorScheme: 'light' },
    ] as const)('fits $width pixels in $colorScheme, with text that can be read', async ({ width, colorScheme }) => {
      const options = { viewport: { width, height: 800 }, colorScheme, reducedMotion: 'reduce' } as const;
      const [page] = await open(htmlReport(await lostAnswer(), { failure: new Error('x'.repeat(300)) }), options);
      expect(await page.evaluate(overflow)).toBe(0);
      const ratios = await page.evaluate(contrasts);
      expect(ratios.length).toBeGreaterThan(8);
      expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5);
      expect(await page.evaluate(transitions)).toEqual(['0s']);
      await page.close();
    });

    it.each(['light', 'dark'] as const)('has nothing that axe finds inaccessible, in %s', async (colorScheme) => {
      const options = { colorScheme, viewport: { width: 1280, height: 900 } } as const;
      const [page] = await open(htmlReport(await severalClients(), { failure: 'It has failed.' }), options);
      await page.getByRole('button', { name: 'Follow record careful 1' }).click();
      await page.addScriptTag({ path: fileURLToPath(import.meta.resolve('axe-core/axe.min.js')) });
      const found = await page.evaluate(async () => {
        const { axe, document } = globalThis as unknown as PageGlobals & {
          axe: { run(context: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        return (await axe.run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      expect(found).toEqual([]);
      await page.close();
    });

    it('draws only what is visible of a long run', async () => {
      const sim = new Simulation({ guarantees: 'all' });
      sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
      const producer = sim.producer(STRINGS);
      await sim.run(async () => {
        for (let i = 0; i < 2_000; i++) await producer.send({ topic: 'payments', value: `${i}` }).get();
      });
      const [page, problems] = await open(htmlReport(sim));
      expect(await page.textContent('#record-count')).toBe('2000 of 2000');
      expect(await page.locator('#timeline .step').count()).toBeLessThan(400);
      await page.focus('#view');
      await page.keyboard.press('End');
      expect(await page.textContent(chosen)).toBe('payments-0#2000 stored at offset 1999');
      expect(problems).toEqual([]);
      await page.close();
    });
  });
});

// --- Functions that run in the page; they know the browser's globals, and the compiler does not ----------------------------------

interface PageElement {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly style: { width: string };
  readonly textContent: string;
  readonly parentElement: PageElement | null;
}
interface PageGlobals {
  readonly document: {
    readonly documentElement: PageElement;
    getElementById(id: string): PageElement;
    querySelectorAll(selector: string): Iterable<PageElement>;
  };
  readonly getComputedStyle: (element: PageElement) => {
    readonly color: string;
    readonly backgroundColor: string;
    readonly transitionDuration: string;
  };
}

function trackWidth(): number {
  return Number.parseFloat((globalThis as unknown as PageGlobals).document.getElementById('track').style.width);
}

/** By how many pixels the page is wider than the window. */
function overflow(): number {
  const { scrollWidth, clientWidth } = (globalThis as unknown as PageGlobals).document.documentElement;
  return scrollWidth - clientWidth;
}

function transitions(): string[] {
  const { document, getComputedStyle } = globalThis as unknown as PageGlobals;
  return [
    ...new Set(Array.from(document.querySelectorAll('svg .step'), (one) => getComputedStyle(one).transitionDuration)),
  ];
}

/** The contrast of each kind of text with what is behind it (WCAG 2). */
function contrasts(): number[] {
  const { document, getComputedStyle } = globalThis as unknown as PageGlobals;
  const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: PageElement): string => {
    const { backgroundColor } = getComputedStyle(element);
    const isClear = channels(backgroundColor)[3] === 0;
    return isClear && element.parentElement !== null ? behind(element.parentElement) : backgroundColor;
  };
  return Array.from(
    document.querySelectorAll('h1, .about, .counts b, .counts li, td, th, label, button, .key li, #caption'),
    (one) => {
      const [light = 0, dark = 0] = [luminance(getComputedStyle(one).color), luminance(behind(one))].toSorted(
        (a, b) => b - a,
      );
      return (light + 0.05) / (dark + 0.05);
    },
  );
}
