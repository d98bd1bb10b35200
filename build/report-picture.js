/** Draws docs/pictures/failed-test.png for the README: the report of its first test, which fails. Run `npm run pictures`. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Simulation, StringSerializer } from '../dist/index.js';
import { withReport } from '../dist/kits/assert/index.js';
import { withPage } from './chromium.js';

const PICTURE = 'docs/pictures/failed-test.png';

await withPage(PICTURE, { width: 1280, height: 860 }, async (page) => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  try {
    process.env.KAFKA_TRIAL_REPORT = folder;
    await failingTest().catch(() => {});
    const [report] = readdirSync(folder);
    await page.goto(pathToFileURL(join(folder, report)).href);
    await page.screenshot({ path: PICTURE });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function failingTest() {
  const sim = new Simulation({ guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.faults.on('Produce').nth(1).loseResponse();
  const producer = sim.producer({
    'enable.idempotence': false,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  const test = () => sim.run(() => producer.send({ topic: 'payments', value: 'order 17' }).get());
  return withReport(sim, test, { name: 'a payment is stored once' });
}
