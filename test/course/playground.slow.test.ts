/**
 * Covers: playgroundLink of src/course/chapters.ts, playground/vite.config.ts. Each chapter's link opens its program in the built
 * playground, where it does exactly what it does here, at its moment.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Scenario } from 'kafka-trial/scenario';
import { runScenario } from 'kafka-trial/scenario';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHAPTERS, playgroundLink } from '../../src/course/chapters.ts';
import { chromium, openBrowser } from '../browser.ts';
import { builtLibrary } from '../built-library.ts';

const course = new URL('../../docs/course/', import.meta.url);

describe.skipIf(chromium === undefined)('The playground', () => {
  let served: ChildProcess;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    served = spawn(process.execPath, [`${builtLibrary()}/dist/cli/bin.js`, 'play', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    address = await new Promise((resolve) => {
      served.stdout?.on('data', (text) => {
        const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(String(text));
        if (found !== null) resolve(found[0]);
      });
    });
    browser = await openBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    served?.kill();
  });

  it.each(CHAPTERS)(
    'runs the program of chapter $number as it is run here, and opens it at its moment',
    async (chapter) => {
      const { default: scenario } = (await import(new URL(`${chapter.folder}/program.ts`, course).href)) as {
        default: Scenario;
      };
      const { fingerprint } = await runScenario(scenario, chapter.seed);
      const page = await browser.newPage();
      await page.goto(playgroundLink(chapter).replace('http://127.0.0.1:9100/', address));
      await page.getByText(fingerprint).waitFor();
      expect(await page.getByText('The run has failed').count()).toBe(0);
      await page
        .getByText(new RegExp(`^${chapter.atMs}\\s?ms$`))
        .first()
        .waitFor();
      await page.close();
    },
  );
});
