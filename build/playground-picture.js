/**
 * Draws docs/pictures/playground.png for the README: the built page in Chromium, while the answer to a record is being lost. Run
 * `npm run pictures`.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withPage } from './chromium.js';

const PICTURE = 'docs/pictures/playground.png';
const FAULTS = [{ on: 'Produce', client: 'synchronous', nth: 1, do: 'loseResponse' }];
const OPENED = `#program=side-by-side&set=enable.idempotence:false&faults=${encodeURIComponent(JSON.stringify(FAULTS))}`;
/** How far a lost message has come, in ms of the film after its departure. */
const LOST_MS = 650;

await withPage(PICTURE, { width: 1440, height: 900 }, async (page) => {
  const server = spawn(process.execPath, ['dist/cli/bin.js', 'play', '--port', '0']);
  try {
    const [printed] = await once(server.stdout, 'data');
    const [url] = /http:\S+/.exec(String(printed));
    await page.goto(url + OPENED);
    await page.locator('.branch[aria-selected="true"]', { hasText: 'duplicated' }).waitFor();
    while (!(await page.locator('.message.lost').count())) await page.keyboard.press('ArrowRight');
    const slider = page.getByRole('slider');
    await slider.fill(String(Math.round(Number(await slider.inputValue()) + LOST_MS)));
    await page.evaluate('document.activeElement.blur()');
    await page.screenshot({ path: PICTURE });
  } finally {
    server.kill();
  }
});
