/** random-fault-plan.ts: random plans depend on the seed alone, are valid, keep to their shape, and all their faults end. */
import { randomFaultPlan, readFaultPlan, Simulation, StringSerializer } from 'kafka-trial';
import { RandomStream } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';
import { drawnWords, type FaultShape } from '../../../src/simulation/faults/random-fault-plan.ts';

const shape: FaultShape = {
  count: 40,
  withinMs: 10_000,
  longestMs: 2_000,
  brokers: [1, 2, 3],
  clients: ['producer-1'],
};
const planOf = (seed: number, more: Partial<FaultShape> = {}) => randomFaultPlan(seed, { ...shape, ...more });
const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('A random plan', () => {
  it('is the same for the same seed and differs between seeds', () => {
    expect(planOf(7)).toEqual(planOf(7));
    expect(planOf(7)).not.toEqual(planOf(8));
    expect(randomFaultPlan(RandomStream.fromSeed(7), shape)).toEqual(planOf(7));
  });

  it('is valid, and all its faults are optional', () => {
    for (const seed of seeds(100)) {
      const plan = planOf(seed);
      expect(readFaultPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
      const sim = new Simulation();
      sim.faults.apply(plan);
      expect(sim.faults.plan()).toEqual(plan);
      expect(sim.faults.neverFired()).toEqual([]);
    }
  });

  it('is valid in a cluster of one broker', () => {
    for (const seed of seeds(100)) {
      const sim = new Simulation({ brokers: 1 });
      expect(() => sim.faults.apply(planOf(seed, { brokers: [1] }))).not.toThrow();
    }
  });

  it('can contain every word that breaks something', () => {
    const drawn = new Set(seeds(40).flatMap((seed) => planOf(seed).map((fault) => fault.do)));
    expect([...drawn].sort()).toEqual([...drawnWords().lossless, ...drawnWords().lossy].sort());
  });

  it('is the same whether or not there are words on demand, which have to be named', () => {
    // Pins the plan of a seed: words that are added later must not change it.
    expect(planOf(7, { count: 5 }).map((fault) => fault.do)).toEqual([
      'delayResponse',
      'loseResponse',
      'respond',
      'staleMetadata',
      'loseResponse',
    ]);
    const named = seeds(20).flatMap((seed) => planOf(seed, { weights: { breakBeforeResponse: 4 } }));
    expect(named.map((fault) => fault.do)).toContain('breakBeforeResponse');
  });

  it('contains no word of weight 0, and more of words with a higher weight', () => {
    const plan = seeds(20).flatMap((seed) => planOf(seed, { weights: { crash: 0, failDisk: 0, pause: 60 } }));
    const count = (word: string): number => plan.filter((fault) => fault.do === word).length;
    expect(count('crash')).toBe(0);
    expect(count('pause')).toBeGreaterThan(plan.length / 3);
  });

  it('fails at most one disk', () => {
    for (const seed of seeds(100)) {
      expect(planOf(seed).filter((fault) => fault.do === 'failDisk').length).toBeLessThanOrEqual(1);
    }
  });

  it('affects Produce and the given APIs only', () => {
    const plan = seeds(20).flatMap((seed) => planOf(seed, { apis: ['EndTxn', 'WriteTxnMarkers'] }));
    const apis = plan.flatMap((fault) => ('on' in fault && fault.do !== 'staleMetadata' ? [fault.on] : []));
    expect(new Set(apis)).toEqual(new Set(['Produce', 'EndTxn', 'WriteTxnMarkers']));
  });

  it.each(seeds(12))('leaves a cluster that works again: seed %i', async (seed) => {
    const sim = new Simulation({ seed });
    sim.createTopic('payments', { partitions: 3, replicationFactor: 3 });
    sim.faults.apply(planOf(seed, { count: 15 }));
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await sim.run(async () => {
      for (let i = 0; i < 40; i++) {
        producer.send({ topic: 'payments', value: `${i}` });
        await sim.sleep(250);
      }
      await sim.sleep(200_000);
      for (let partition = 0; partition < 3; partition++) {
        await producer.send({ topic: 'payments', partition, value: 'after all' }).get();
      }
      await producer.close();
    });
    const partitions = sim.snapshot().topics.find(({ name }) => name === 'payments')?.partitions;
    expect(partitions?.map(({ isr }) => isr.length)).toEqual([3, 3, 3]);
  });
});

describe('The seed of a random plan', () => {
  it.each([undefined, null, '7', {}])('is not %j', (seed) => {
    const shape = { count: 1, withinMs: 1, longestMs: 1, brokers: [1], clients: ['producer-1'] };
    expect(() => randomFaultPlan(seed as never, shape)).toThrow('randomFaultPlan(seed): expected a whole number, got ');
  });
});

describe('The shape of a random plan', () => {
  it.each([
    [{ count: 1.5 }, "option 'count': expected a whole number, 0 or more, got 1.5"],
    [{ count: undefined }, "option 'count': expected a whole number, 0 or more, got undefined"],
    [{ withinMs: '10' }, 'option \'withinMs\': expected a whole number of ms above 0, got "10"'],
    [{ brokers: 3 }, "option 'brokers': expected a list of ids of brokers, got 3"],
    [{ brokers: [] }, "option 'brokers': expected a list of ids of brokers, got []"],
    [{ clients: [1] }, "option 'clients': expected a list of names of clients, got [1]"],
    [{ apis: ['Prodcue'] }, 'option \'apis\': expected a list of APIs, got ["Prodcue"]'],
    [{ weight: {} }, "there is no option 'weight'. Did you mean 'weights'?"],
  ])('is not %j', (more, message) => {
    expect(() => planOf(1, more as object)).toThrow(`randomFaultPlan(seed, shape)`);
    expect(() => planOf(1, more as object)).toThrow(message);
  });
});
