/** Exploring: what is found, that it is small, that it is the same however it is divided, and when it is over. */
import { readFaultPlan } from 'kafka-trial';
import { explore, inThisThread, mergeReports, type Program, replayCase, type Workers } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';
import { careless, everyRecordArrives, single } from './programs.ts';

const recordsIn = (steps: readonly { do: string }[]): number => steps.filter((step) => step.do === 'send').length;

describe('A seeded failure', () => {
  it('is found, and made as small as it can be', async () => {
    const { failures } = await explore(careless, { plan: 'swarm', seed: 3, runs: 300 });
    const found = failures[0]!;
    expect(found).toMatchObject({ kind: 'a guarantee was broken', guarantee: 'NoDuplicateWithIdempotence' });
    expect(found.case.plan.length).toBeLessThanOrEqual(3);
    expect(recordsIn(found.case.workload)).toBeLessThanOrEqual(10);
    expect(readFaultPlan(JSON.parse(JSON.stringify(found.case.plan)))).toEqual(found.case.plan);
    // Nothing can be left out.
    await expect(replayCase(careless, found.case)).rejects.toThrow('NoDuplicateWithIdempotence is broken');
    for (const [i] of found.case.plan.entries()) {
      await replayCase(careless, { ...found.case, plan: found.case.plan.toSpliced(i, 1) });
    }
  });

  it('is the same however often it is looked for', async () => {
    const look = () => explore(careless, { plan: 'one-fault' });
    expect(await look()).toEqual(await look());
  });

  it('is found in guarantees of one’s own, and made small in the same way', async () => {
    const program: Program = { ...single, name: 'own', guarantees: [() => everyRecordArrives] };
    const { failures } = await explore(program, { plan: 'one-fault' });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ guarantee: 'EveryRecordArrives' });
    expect(failures[0]?.case.plan).toEqual([
      { on: 'Produce', client: 'producer-1', nth: 1, do: 'respond', error: 'UNKNOWN_SERVER_ERROR' },
    ]);
  });

  it('stops the exploration, or not, if all are wanted', async () => {
    const first = await explore(careless, { plan: 'one-fault' });
    const all = await explore(careless, { plan: 'one-fault', all: true });
    expect(first.tried).toBeLessThan(all.tried);
    expect(all.tried).toBe(all.histories);
    expect(all.failures[0]?.count).toBeGreaterThan(1);
    expect(all.failures[0]).toMatchObject({ history: first.failures[0]?.history, case: first.failures[0]?.case });
  });
});

describe('What a program throws', () => {
  const program: Program = {
    ...single,
    run: async (sim) => {
      const producer = sim.producer({
        'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
        'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
      });
      await producer.send({ topic: 'payments', value: 'one' }).get();
    },
  };

  it('is no failure under faults, unless it is asked for', async () => {
    expect((await explore(program, { plan: 'one-fault' })).failures).toEqual([]);
    const { failures } = await explore(program, { plan: 'one-fault', throws: true });
    expect(failures[0]).toMatchObject({ kind: 'the program threw', guarantee: null });
  });

  it('is one without a fault, and then nothing else is tried', async () => {
    const broken: Program = { name: 'broken', run: () => Promise.reject(new Error('no such table')) };
    const report = await explore(broken);
    expect(report).toMatchObject({ tried: 0, failures: [{ kind: 'the program threw', history: 0 }] });
    expect(report.failures[0]?.message).toContain('no such table');
  });
});

describe('Shards', () => {
  it.each(['swarm', 'one-fault', 'two-faults'] as const)(
    'cover together exactly what one run covers: %s',
    async (plan) => {
      const program = plan === 'two-faults' ? single : careless;
      const options = { plan, all: true, ...(plan === 'swarm' && { runs: 40 }) };
      const whole = await explore(program, options);
      const parts = await Promise.all(
        [1, 2].map((index) => explore(program, { ...options, shard: { index, count: 2 } })),
      );
      expect(Math.abs(parts[0]!.tried - parts[1]!.tried)).toBeLessThanOrEqual(1);
      expect(mergeReports(parts)).toEqual(whole);
    },
  );

  it('have another fingerprint if one history is another', async () => {
    const one = await explore(single, { plan: 'none', runs: 5 });
    expect((await explore(single, { plan: 'none', runs: 6 })).fingerprint).not.toBe(one.fingerprint);
  });
});

describe('Several workers', () => {
  it('find the first failure, whoever is quicker', async () => {
    const mine = inThisThread(careless);
    let turn = 0;
    const unequal: Workers = {
      count: 4,
      run: async (batch) => {
        // The first batch comes last.
        if (turn++ === 0) for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
        return mine.run(batch);
      },
    };
    const alone = await explore(careless, { plan: 'random', runs: 200 });
    const together = await explore(careless, { plan: 'random', runs: 200, workers: unequal });
    expect(together.failures).toEqual(alone.failures);
  });

  it('end the exploration if one of them cannot go on', async () => {
    const workers: Workers = { count: 2, run: () => Promise.reject(new Error('the thread is gone')) };
    await expect(explore(single, { workers })).rejects.toThrow('the thread is gone');
  });
});

describe('An exploration', () => {
  it('ends when its time is up, and tells how far it has come', async () => {
    const told: number[] = [];
    const report = await explore(single, {
      isTimeUp: () => told.length === 2,
      onProgress: ({ tried }) => told.push(tried),
    });
    expect(report).toMatchObject({ histories: null, tried: 40 });
    expect(told).toEqual([20, 40]);
  });

  it('sees more pairs of events under faults than without', async () => {
    const calm = await explore(single, { plan: 'none', runs: 3 });
    const rough = await explore(single, { plan: 'one-fault' });
    expect(calm.pairs).toContain('producer: batch sent > Produce request');
    expect(rough.pairs.length).toBeGreaterThan(calm.pairs.length);
    expect(rough.pairs).toEqual([...rough.pairs].sort());
  });
});
