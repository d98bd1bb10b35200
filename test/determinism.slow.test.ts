/** Same seed, same history: event by event, told by its first divergence, and on every host. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Simulation, StringSerializer } from 'kafka-trial';
import { firstDivergence } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

async function history(seed: number, value = 'v'): Promise<readonly string[]> {
  const sim = new Simulation({
    seed,
    network: { latencyMs: { minMs: 1, maxMs: 20 } },
    config: { 'num.partitions': 4 },
  });
  sim.createTopic('payments', { partitions: 4, replicationFactor: 3 });
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
    'linger.ms': 3,
    'request.timeout.ms': 300,
    'retry.backoff.ms': 50,
  });
  sim.faults.on('Produce').nth(2).loseResponse();
  sim.faults.on('Produce').nth(4).respond('NOT_LEADER_OR_FOLLOWER');
  await sim.run(async () => {
    for (let i = 0; i < 40; i++) {
      producer.send({ topic: 'payments', value: `${value}${i}` });
      if (i % 3 === 0) await sim.sleep(50);
    }
    await producer.close();
  });
  return sim.trace.lines;
}

describe('A simulation', () => {
  it('tells the same history from the same seed, event by event', async () => {
    const [first, second] = [await history(7), await history(7)];
    expect(first.length).toBeGreaterThan(50);
    expect(firstDivergence(first, second)).toBeUndefined();
  });

  it('tells another history from another seed', async () => {
    const divergence = firstDivergence(await history(7), await history(8));
    expect(divergence).toBeDefined();
  });

  it('names the first event that differs', async () => {
    const first = await history(7);
    const second = [...first];
    second[17] = `${second[17]} but not quite`;
    expect(firstDivergence(first, second)).toContain('but not quite');
  });
});

describe('The library', () => {
  const folder = join(import.meta.dirname, 'determinism');
  const root = join(import.meta.dirname, '..');

  function node(...args: string[]): string {
    return execFileSync(process.execPath, ['--no-warnings', ...args], { cwd: root, encoding: 'utf8' });
  }

  it('tells the same history without anything of Node: no process, Buffer, setImmediate', { timeout: 60_000 }, () => {
    const built = mkdtempSync(join(folder, '.built-'));
    try {
      node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', built);
      const asItIs = node(join(folder, 'run-here.js'), join(built, 'index.js'));
      expect(JSON.parse(asItIs)).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) });
      const bare = node('--experimental-vm-modules', join(folder, 'run-bare.js'), join(built, 'index.js'));
      expect(bare).toBe(asItIs);
    } finally {
      rmSync(built, { recursive: true });
    }
  });
});
