/** explore.ts, run-case.ts, histories.ts, workers.ts and coverage.ts: which failures are found, and when an exploration ends. */
import { readFaultPlan } from 'kafka-trial';
import { explore, inThisThread, mergeReports, type Program, replayCase, type Workers } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';
import { careless, everyRecordArrives, single } from './programs.ts';

const recordsIn = (steps: readonly { do: string }[]): number => steps.filter((step) => step.do === 'send').length;

describe('A failure', () => {
  it('is found and shrunk until nothing can be left out', async () => {
    const { failures } = await explore(careless, { plan: 'swarm', seed: 3, runs: 300 });
    const found = failures[0]!;
    expect(found).toMatchObject({ kind: 'a guarantee was violated', guarantee: 'NoDuplicateWithIdempotence' });
    expect(found.case.plan.length).toBeLessThanOrEqual(3);
    expect(recordsIn(found.case.workload)).toBeLessThanOrEqual(10);
    expect(readFaultPlan(JSON.parse(JSON.stringify(found.case.plan)))).toEqual(found.case.plan);
    await expect(replayCase(careless, found.case)).rejects.toThrow('NoDuplicateWithIdempotence was violated');
    for (const [i] of found.case.plan.entries()) {
      await replayCase(careless, { ...found.case, plan: found.case.plan.toSpliced(i, 1) });
    }
  });

  it('is the same in every exploration', async () => {
    const run = () => explore(careless, { plan: 'one-fault' });
    expect(await run()).toEqual(await run());
  });

  it('of a custom guarantee is found and shrunk in the same way', async () => {
    const program: Program = { ...single, name: 'own', guarantees: [() => everyRecordArrives] };
    const { failures } = await explore(program, { plan: 'one-fault' });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ guarantee: 'EveryRecordArrives' });
    expect(failures[0]?.case.plan).toEqual([
      { on: 'Produce', client: 'producer-1', nth: 1, do: 'respond', error: 'UNKNOWN_SERVER_ERROR' },
    ]);
  });

  it('ends the exploration unless all failures are wanted', async () => {
    const first = await explore(careless, { plan: 'one-fault' });
    const all = await explore(careless, { plan: 'one-fault', all: true });
    expect(first.tried).toBeLessThan(all.tried);
    expect(all.tried).toBe(all.histories);
    expect(all.failures[0]?.count).toBeGreaterThan(1);
    expect(all.failures[0]).toMatchObject({ history: first.failures[0]?.history, case: first.failures[0]?.case });
  });
});

describe('An error of the program', () => {
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

  it('under faults is a failure only with the option throws', async () => {
    expect((await explore(program, { plan: 'one-fault' })).failures).toEqual([]);
    const { failures } = await explore(program, { plan: 'one-fault', throws: true });
    expect(failures[0]).toMatchObject({ kind: 'the program threw', guarantee: null });
  });

  it('without a fault is a failure, and no other history is tried', async () => {
    const broken: Program = { name: 'broken', run: () => Promise.reject(new Error('no such table')) };
    const report = await explore(broken);
    expect(report).toMatchObject({ tried: 0, failures: [{ kind: 'the program threw', history: 0 }] });
    expect(report.failures[0]?.message).toContain('no such table');
  });
});

describe('Shards', () => {
  it.each(['swarm', 'one-fault', 'two-faults'] as const)(
    'together try exactly the histories of a single run: %s',
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

  it('have different fingerprints if they try different histories', async () => {
    const one = await explore(single, { plan: 'none', runs: 5 });
    expect((await explore(single, { plan: 'none', runs: 6 })).fingerprint).not.toBe(one.fingerprint);
  });
});

describe('Several workers', () => {
  it('find the first failure, whichever of them is faster', async () => {
    const thisThread = inThisThread(careless);
    let turn = 0;
    const unequal: Workers = {
      count: 4,
      run: async (batch) => {
        // The first batch ends last.
        if (turn++ === 0) for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
        return thisThread.run(batch);
      },
    };
    const alone = await explore(careless, { plan: 'random', runs: 200 });
    const together = await explore(careless, { plan: 'random', runs: 200, workers: unequal });
    expect(together.failures).toEqual(alone.failures);
  });

  it('end the exploration if one of them throws', async () => {
    const workers: Workers = { count: 2, run: () => Promise.reject(new Error('the thread ended')) };
    await expect(explore(single, { workers })).rejects.toThrow('the thread ended');
  });
});

describe('An exploration', () => {
  it('ends when its time is up, and reports its progress', async () => {
    const reported: number[] = [];
    const report = await explore(single, {
      isTimeUp: () => reported.length === 2,
      onProgress: ({ tried }) => reported.push(tried),
    });
    expect(report).toMatchObject({ histories: null, tried: 40 });
    expect(reported).toEqual([20, 40]);
  });

  it('sees more pairs of events with faults than without', async () => {
    const withoutFaults = await explore(single, { plan: 'none', runs: 3 });
    const withFaults = await explore(single, { plan: 'one-fault' });
    expect(withoutFaults.pairs).toContain('producer: batch sent > Produce request');
    expect(withFaults.pairs.length).toBeGreaterThan(withoutFaults.pairs.length);
    expect(withFaults.pairs).toEqual([...withFaults.pairs].sort());
  });
});
