/** Pairs of consecutive events, and the hash of a run. */
import { defineProgram, runCase, runWorkload } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';
import { digestOf, eventPairsOf } from '../../src/explore/coverage.ts';
import type { Simulation } from '../../src/index.ts';
import { TextHash } from '../../src/sim/text-hash.ts';

/** Two producers, so that two sources are of one kind. */
const program = defineProgram({
  name: 'workload',
  run: async (sim, input) => {
    await runWorkload(sim, input);
    await runWorkload(sim, input);
  },
});

async function ranWith(seed: number): Promise<Simulation> {
  const { sim } = await runCase(program, {
    seed,
    cluster: { brokers: 3, topics: [{ name: 'payments', partitions: 3 }] },
    producer: {},
    workload: Array.from({ length: 5 }, (_, i) => ({ do: 'send', topic: 'payments', value: `${i}` }) as const),
    plan: [{ on: 'Produce', nth: 1, do: 'loseResponse' }],
  });
  return sim;
}

describe('The pairs of events of a run', () => {
  it('are those of the sources of each kind, each once, in the order of their first occurrence', async () => {
    const { trace } = await ranWith(1);
    const expected = new Set<string>();
    const previous = new Map<string, string>();
    for (const { source, event } of trace.entries) {
      const before = previous.get(source);
      previous.set(source, event);
      if (before !== undefined) expected.add(`${source.replace(/-\d+$/, '')}: ${before} > ${event}`);
    }
    expect(expected.size).toBeGreaterThan(10);
    expect([...previous.keys()]).toEqual(expect.arrayContaining(['producer-1', 'producer-2']));
    expect([...eventPairsOf(trace)]).toEqual([...expected]);
  });
});

describe('The hash of a run', () => {
  it('is that of the lines of its entries', async () => {
    const { trace } = await ranWith(1);
    const hash = new TextHash();
    for (const { atMs, source, event } of trace.entries) hash.add(`${atMs} ${source} ${event}\n`);
    expect(digestOf(trace)).toBe(hash.digest());
    expect(digestOf((await ranWith(1)).trace)).toBe(digestOf(trace));
  });
});
