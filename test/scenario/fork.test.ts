/** Forks: equal to the original up to a given time, and different from then on. */
import { fork, StringSerializer } from 'kafka-trial';
import { defineScenario, type ForkedProgram } from 'kafka-trial/scenario';
import { describe, expect, it } from 'vitest';

/** Ten records, one every 500 ms. */
const tenRecords: ForkedProgram = async (sim) => {
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  for (let i = 0; i < 10; i++) {
    await producer.send({ topic: 'payments', value: `${i}` }).get();
    await sim.sleep(500);
  }
  await producer.close();
};

describe('A fork', () => {
  it('differs from the given time on', async () => {
    const { original, forked, sharedLines, divergence } = await fork(tenRecords, {
      atMs: 2_000,
      change: (sim) => sim.crash('broker-1'),
      simulation: { history: true },
    });
    expect(sharedLines).toBeGreaterThan(10);
    expect(original.sim.trace.lines.slice(0, sharedLines)).toEqual(forked.sim.trace.lines.slice(0, sharedLines));
    expect(divergence).toMatch(/first +> [\s\S]*second > +2000 ms {2}cluster +broker crashed/);
    expect(original.sim.history.at(original.sim.nowMs).brokers[0]).toMatchObject({ isUp: true });
    expect(forked.sim.history.diff(1_999, 2_000)).toEqual(['broker-1: up -> down, not noticed yet']);
    expect(forked.sim.topic('payments').values()).toEqual(original.sim.topic('payments').values());
  });

  it('that changes nothing is equal to the original', async () => {
    const { original, forked, divergence } = await fork(tenRecords, { atMs: 2_000, change: () => {} });
    expect(divergence).toBeUndefined();
    expect(forked.sim.trace.fingerprint()).toBe(original.sim.trace.fingerprint());
  });

  it('returns the failure of a run, and does not throw it', async () => {
    const { original, forked } = await fork(tenRecords, {
      atMs: 2_000,
      change: (sim) => void sim.faults.on('Produce').nth(1).respond('INVALID_RECORD'),
    });
    expect('failure' in original).toBe(false);
    expect(forked.failure).toMatchObject({ name: 'InvalidRecordException' });
  });

  it('can be made of a scenario, with its options', async () => {
    const scenario = defineScenario({
      name: 'ten-records',
      title: 'Ten records',
      simulation: { brokers: 1, config: { 'default.replication.factor': 1 } },
      run: async ({ sim, check }) => {
        const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
        await producer.send({ topic: 'auto', value: 'one' }).get();
        await sim.sleep(100);
        check('brokers up', sim.snapshot().brokers.filter(({ isUp }) => isUp).length, 1);
      },
    });
    const { original, forked } = await fork(scenario, { atMs: 200, change: (sim) => sim.crash(1) });
    expect(original.failure).toBeUndefined();
    expect(String(forked.failure)).toContain('brokers up: expected 1, got 0');
  });

  it('is refused if the runs differ before the given time', async () => {
    let runs = 0;
    const stateful: ForkedProgram = async (sim) => {
      await sim.sleep(10 * ++runs);
      await tenRecords(sim);
    };
    await expect(fork(stateful, { atMs: 2_000, change: () => {} })).rejects.toThrow(
      /^Cannot fork at 2000 ms: the two runs differ before that[\s\S]*The traces differ from line 1 on/,
    );
  });

  it('is refused if the original run ends before the given time', async () => {
    await expect(fork(tenRecords, { atMs: 9_999_999, change: () => {} })).rejects.toThrow(
      /^Cannot fork at 9999999 ms: the original run ends at \d+ ms\.$/,
    );
  });
});
