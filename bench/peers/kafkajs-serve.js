/** Sends with kafkajs over TCP to `kafka-trial serve`, and prints both rates as JSON. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import kafkajs from 'kafkajs';

const AWAITED = 300;
const BULK = 30_000;
const PER_CALL = 1_000;

const command = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const server = spawn(process.execPath, [command, 'serve', '--port', '0'], { stdio: ['pipe', 'pipe', 'inherit'] });
const bootstrap = await new Promise((resolve, reject) => {
  let text = '';
  server.once('exit', () => reject(new Error(`serve ended: ${text}`)));
  server.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    const found = /bootstrap\.servers=(\S+)/.exec(text);
    if (found) resolve(found[1]);
  });
});
try {
  const producer = new kafkajs.Kafka({ brokers: bootstrap.split(','), logLevel: 0 }).producer({ idempotent: true });
  await producer.connect();
  const message = { value: 'value' };
  await producer.send({ topic: 'orders', messages: [message] });
  let before = performance.now();
  for (let i = 0; i < AWAITED; i++) await producer.send({ topic: 'orders', messages: [message] });
  const awaited = AWAITED / ((performance.now() - before) / 1_000);
  const messages = Array.from({ length: PER_CALL }, () => message);
  before = performance.now();
  for (let i = 0; i < BULK; i += PER_CALL) await producer.send({ topic: 'orders', messages });
  const bulk = BULK / ((performance.now() - before) / 1_000);
  await producer.disconnect();
  const { version } = createRequire(import.meta.url)('kafkajs/package.json');
  console.log(JSON.stringify({ version, awaited: Math.round(awaited), bulk: Math.round(bulk) }));
} finally {
  server.removeAllListeners('exit');
  server.kill();
}
