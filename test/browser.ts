/**
 * A browser for tests that need one: Debian's Chromium, which .ci/run installs, driven by playwright-core. Where there is none, the tests
 * are skipped, and say so:
 *
 *     describe.skipIf(chromium === undefined)('The page', () => { const browser = await openBrowser(); ... });
 */
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of Chromium; `undefined` if it is not installed. The variable CHROMIUM names another one. */
export const chromium: string | undefined = [process.env.CHROMIUM ?? '', ...PLACES].find((path) => existsSync(path));

if (chromium === undefined) console.log('Chromium is not installed: tests in a browser are skipped.');

/** Starts Chromium without a window. Close it at the end of the tests. */
export async function openBrowser(): Promise<Browser> {
  const { chromium: launcher } = await import('playwright-core');
  if (chromium === undefined) throw new Error('Chromium is not installed: install it, or skip the test.');
  // Chromium's sandbox does not work for root, which is the usual user in containers.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return launcher.launch({ executablePath: chromium, args });
}
