/** Debian's or the user's Chromium, which the scripts that photograph pages use. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Opens a page in a browser, and closes both when `use` has ended. Without a browser nothing happens but a message.
 *
 * @param picture the file that is not drawn without a browser
 */
export async function withPage(picture, viewport, use) {
  const executablePath = PLACES.find((path) => existsSync(path));
  if (executablePath === undefined) {
    console.log(`Chromium is not installed: ${picture} stays as it is.`);
    return;
  }
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    await use(await browser.newPage({ viewport, colorScheme: 'light' }));
  } finally {
    await browser.close();
  }
}
