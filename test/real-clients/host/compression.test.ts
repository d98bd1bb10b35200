/** zlib takes no virtual time while it is taken over, also where programs have kept its functions, and works as before. */
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { Simulation } from 'kafka-trial';
import 'kafka-trial/real-clients';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const gzip = promisify(zlib.gzip);
const gunzip = promisify(zlib.gunzip);
const compress = promisify(zlib.brotliCompress);
const decompress = promisify(zlib.brotliDecompress);
const text = Buffer.from('a fairly long text, '.repeat(10_000));

let sim: Simulation;

beforeEach(() => {
  sim = new Simulation();
  sim.realClients.install();
});

afterEach(() => sim.close());

describe('zlib', () => {
  it.each([
    ['gzip', gzip, gunzip],
    ['Brotli', compress, decompress],
  ] as const)('compresses and decompresses at once: %s', async (_name, pack, unpack) => {
    setInterval(() => {}, 1);
    const unpacked = await sim.run(async () => unpack(await pack(text)));
    expect(unpacked.equals(text)).toBe(true);
    expect(sim.nowMs).toBe(0);
  });

  it('fails for what is not compressed', async () => {
    await expect(sim.run(() => gunzip(Buffer.from('plain')))).rejects.toThrow('incorrect header check');
  });

  it('finishes streams that were begun before', async () => {
    sim.close();
    const stream = zlib.createGzip();
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise((resolve) => stream.once('end', resolve));
    sim = new Simulation();
    sim.realClients.install();
    stream.end(text);
    await sim.run(() => sim.outside(() => ended));
    expect(zlib.gunzipSync(Buffer.concat(chunks)).equals(text)).toBe(true);
  });
});
