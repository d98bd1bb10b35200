/** The same seed gives the same trace, event by event, also in an environment without Node's globals. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Simulation, StringSerializer } from 'kafka-trial';
import { firstDivergence } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

async function traceOf(seed: number, value = 'v'): Promise<readonly string[]> {
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
  it('has the same trace with the same seed, event by event', async () => {
    const [first, second] = [await traceOf(7), await traceOf(7)];
    expect(first.length).toBeGreaterThan(50);
    expect(firstDivergence(first, second)).toBeUndefined();
  });

  it('has a different trace with a different seed', async () => {
    const divergence = firstDivergence(await traceOf(7), await traceOf(8));
    expect(divergence).toBeDefined();
  });

  it('names the first event that differs', async () => {
    const first = await traceOf(7);
    const second = [...first];
    second[17] = `${second[17]} changed`;
    expect(firstDivergence(first, second)).toContain(' changed');
  });
});

describe('The library', () => {
  const folder = join(import.meta.dirname, 'determinism');
  const root = join(import.meta.dirname, '..');

  function node(...args: string[]): string {
    return execFileSync(process.execPath, ['--no-warnings', ...args], { cwd: root, encoding: 'utf8' });
  }

  it('has the same trace without the globals of Node: process, Buffer, setImmediate', { timeout: 60_000 }, () => {
    const built = mkdtempSync(join(folder, '.built-'));
    try {
      node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', built);
      const inNode = node(join(folder, 'run-here.js'), join(built, 'index.js'));
      expect(JSON.parse(inNode)).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) });
      const bare = node('--experimental-vm-modules', join(folder, 'run-bare.js'), join(built, 'index.js'));
      expect(bare).toBe(inNode);
    } finally {
      rmSync(built, { recursive: true });
    }
  });
});
