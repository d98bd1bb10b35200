/** Covers: src/kits/fast-check/. The arbitraries of src/kits/fast-check: what they draw is valid, and shrinks to the smallest value. */
import fc from 'fast-check';
import { readFaultPlan, Simulation, StringSerializer } from 'kafka-trial';
import { DEFAULT_PROGRAM, readCase, readWorkload } from 'kafka-trial/explore';
import { caseOf, clusterShape, faultPlan, producerConfig, workload } from 'kafka-trial/fast-check';
import { describe, expect, it } from 'vitest';

/** The value to which the arbitrary shrinks. */
async function smallest<T>(arbitrary: fc.Arbitrary<T>): Promise<T> {
  const found = await fc.check(
    fc.asyncProperty(arbitrary, () => Promise.reject(new Error('smaller'))),
    { seed: 1 },
  );
  return (found.counterexample as [T])[0];
}

const serializers = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

describe('Arbitraries', () => {
  it('draw clusters that can be created', async () => {
    fc.assert(
      fc.property(clusterShape({ topics: ['a', 'b'] }), ({ brokers = 3, topics = [] }) => {
        const sim = new Simulation({ brokers });
        for (const { name, ...shape } of topics) sim.createTopic(name, shape);
      }),
      { seed: 1 },
    );
    expect(await smallest(clusterShape())).toEqual({
      brokers: 1,
      latencyMs: 1,
      topics: [{ name: 'payments', partitions: 1, replicationFactor: 1 }],
    });
  });

  it('draw configurations that Kafka accepts', async () => {
    fc.assert(
      fc.property(producerConfig(), (config) => void new Simulation().producer({ ...serializers, ...config })),
      { seed: 1 },
    );
    expect(await smallest(producerConfig())).toEqual({});
  });

  it('draw workloads that can be read back', async () => {
    fc.assert(
      fc.property(workload({ topics: ['a', 'b'] }), (steps) => {
        expect(readWorkload(steps)).toEqual(steps);
      }),
      { seed: 1 },
    );
    expect(await smallest(workload())).toEqual([{ do: 'send', topic: 'payments', value: '' }]);
  });

  it('draw plans that can be applied', async () => {
    fc.assert(
      fc.property(faultPlan(), (plan) => {
        expect(readFaultPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
        new Simulation().faults.apply(plan);
      }),
      { seed: 1 },
    );
    expect(await smallest(faultPlan())).toEqual([]);
  });

  it('draw cases whose faults name existing brokers, with the cluster and workload of the program', () => {
    fc.assert(
      fc.property(caseOf({}), (given) => {
        expect(readCase(JSON.parse(JSON.stringify(given)))).toEqual(given);
        new Simulation({ brokers: given.cluster.brokers ?? 3 }).faults.apply(given.plan);
      }),
      { seed: 1, numRuns: 300 },
    );
    const drawn = fc.sample(caseOf(DEFAULT_PROGRAM), { seed: 1, numRuns: 50 });
    expect(drawn.map(({ cluster }) => cluster)).toEqual(drawn.map(() => DEFAULT_PROGRAM.cluster));
    const workloads = drawn.map(({ workload }) => workload);
    for (const record of workloads.flat()) expect(DEFAULT_PROGRAM.workload).toContainEqual(record);
    expect(Math.max(...workloads.map(({ length }) => length))).toBeGreaterThan(0);
  });
});
