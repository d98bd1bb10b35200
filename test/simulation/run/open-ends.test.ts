/** What a run that cannot go on says it may be waiting for. */
import { Simulation, StringSerializer } from 'kafka-trial';
import { afterEach, describe, expect, it } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;
let open: Simulation | undefined;

afterEach(() => open?.close());

async function problemOf(program: (sim: Simulation) => unknown, options: { maxEvents?: number } = {}): Promise<string> {
  open = new Simulation(options);
  const error = await open
    .run(async (sim) => void (await program(sim)))
    .then(
      () => expect.unreachable('the run was to fail'),
      (reason: Error) => reason,
    );
  return error.message.split(/\nThe last events|\nReplay it/)[0] as string;
}

const never = (): Promise<never> => new Promise(() => {});

describe('A program that waits for ever', () => {
  it('waits for a promise of its own, if everything else is settled', async () => {
    const problem = await problemOf(async (sim) => {
      await sim.producer(TEXT).send({ topic: 'payments', value: 'one' }).get();
      await never();
    });
    expect(problem).toMatchInlineSnapshot(`
      "Seed 1, at 115 ms: nothing left to do.
      The program waits for something that can never come: no event is left that could settle it.
      Everything asked of the cluster has been answered, and no virtual timer is set: it waits for a promise of its own, or for the real world."
    `);
  });

  it('may wait for a timer that holds nobody up', async () => {
    const problem = await problemOf((sim) => {
      sim.timers.install();
      setTimeout(() => {}, 500).unref();
      return never();
    });
    expect(problem).toContain('What it may wait for:\n  setTimeout of 500 ms, due at 500 ms, which was unref()ed');
  });

  it('may wait for the real world', async () => {
    const problem = await problemOf(() => new Promise((resolve) => setTimeout(resolve, 10)));
    expect(problem).toMatch(/The host has begun meanwhile: .*\d Timeout/);
    expect(problem).toContain('sim.timers.install() puts setTimeout and the other timers on the virtual clock.');
  });
});

describe('A program that is given up on', () => {
  it('names the records, requests and intervals that are open', async () => {
    const problem = await problemOf(
      async (sim) => {
        sim.timers.install();
        setInterval(() => {}, 100);
        sim.createTopic('payments', { partitions: 1 });
        const producer = sim.producer(TEXT);
        await producer.send({ topic: 'payments', value: 'one' }).get();
        sim.faults.on('Produce').loseRequest();
        sim.faults.on('Metadata').loseRequest();
        producer.send({ topic: 'payments', value: 'two' });
        producer.send({ topic: 'nowhere', value: 'three' });
        await never();
      },
      { maxEvents: 100 },
    );
    expect(problem).toMatchInlineSnapshot(`
      "Seed 1, at 7600 ms: gave up.
      The program was not over after 100 events (option maxEvents).
      What it may wait for:
        setInterval of 100 ms, due at 7700 ms
        batch payments-0#2 of producer-1: not settled, since 10 ms
        record 3 of producer-1 to nowhere: send() waits for metadata, since 10 ms
        Metadata request to broker-1:9092 by producer-1, since 10 ms: no answer
        Produce request to broker-1:9092 by producer-1, since 10 ms: no answer"
    `);
  });

  it('names a few of many', async () => {
    const problem = await problemOf(
      async (sim) => {
        sim.timers.install();
        for (let i = 0; i < 20; i++) setInterval(() => {}, 100);
        await never();
      },
      { maxEvents: 100 },
    );
    expect(problem.split('\n')).toHaveLength(3 + 8 + 1);
    expect(problem).toContain('  ... and 12 more');
  });
});
