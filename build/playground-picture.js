/**
 * Draws docs/pictures/playground.png for the README: the built page in Chromium, while the answer to a record is being lost. Run
 * `npm run pictures`. Without Chromium, the picture stays as it is.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FAULTS = [{ on: 'Produce', client: 'synchronous', nth: 1, do: 'loseResponse' }];
const OPENED = `#program=side-by-side&set=enable.idempotence:false&faults=${encodeURIComponent(JSON.stringify(FAULTS))}`;
/** How far a lost message has come, in ms of the film after its departure. */
const LOST_MS = 650;

const executablePath = PLACES.find((path) => existsSync(path));
if (executablePath === undefined)
  console.log('Chromium is not installed: docs/pictures/playground.png stays as it is.');
else await draw();

async function draw() {
  const server = spawn(process.execPath, ['dist/cli/bin.js', 'play', '--port', '0']);
  const [printed] = await once(server.stdout, 'data');
  const [url] = /http:\S+/.exec(String(printed));
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await page.goto(url + OPENED);
  await page.locator('.branch[aria-selected="true"]', { hasText: 'duplicated' }).waitFor();
  while (!(await page.locator('.message.lost').count())) await page.keyboard.press('ArrowRight');
  const slider = page.getByRole('slider');
  await slider.fill(String(Math.round(Number(await slider.inputValue()) + LOST_MS)));
  await page.evaluate('document.activeElement.blur()');
  await page.screenshot({ path: 'docs/pictures/playground.png' });
  await browser.close();
  server.kill();
}
