/** What a run that cannot finish lists as pending. */
import { Simulation, StringSerializer } from 'kafka-trial';
import { afterEach, describe, expect, it, vi } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;
let open: Simulation | undefined;

afterEach(() => open?.close());

async function problemOf(program: (sim: Simulation) => unknown, options: { maxEvents?: number } = {}): Promise<string> {
  open = new Simulation(options);
  const error = await open
    .run(async (sim) => void (await program(sim)))
    .then(
      () => expect.unreachable('the run was expected to fail'),
      (reason: Error) => reason,
    );
  return error.message.split(/\nThe last events|\nReplay it/)[0] as string;
}

const never = (): Promise<never> => new Promise(() => {});

describe('A program that waits without end', () => {
  it('is said to wait for a promise of its own if nothing else is pending', async () => {
    const problem = await problemOf(async (sim) => {
      await sim.producer(TEXT).send({ topic: 'payments', value: 'one' }).get();
      await never();
    });
    expect(problem).toMatchInlineSnapshot(`
      "Seed 1, at 115 ms: nothing left to do.
      The program waits for something that can never happen: no event is left that could settle it.
      The cluster has answered every request, and no virtual timer is set: the program waits for a promise of its own, or for the real world, which it has to do in await sim.outside(() => ...)."
    `);
  });

  it('may wait for a timer that was unref()ed', async () => {
    const problem = await problemOf((sim) => {
      sim.timers.install();
      setTimeout(() => {}, 500).unref();
      return never();
    });
    expect(problem).toContain('It may be waiting for:\n  setTimeout of 500 ms, due at 500 ms, which was unref()ed');
  });

  it('may wait for timers of the host', async () => {
    // Many, and long ones: other tests of this process may end theirs in the meantime, and a slow machine must not reach them.
    const timers: NodeJS.Timeout[] = [];
    const problem = await problemOf(() => {
      for (let i = 0; i < 100; i++) timers.push(setTimeout(() => {}, 600_000));
      return never();
    });
    timers.forEach(clearTimeout);
    expect(problem).toMatch(/Since the run began, the host has started .*\d real timers/);
    expect(problem).toContain(
      'Call sim.timers.install() first, which puts setTimeout and the other timers on the virtual clock.',
    );
  });
});

describe('A program that has not finished after maxEvents', () => {
  it('may wait for records, requests and intervals', async () => {
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
      The program had not finished after 100 events (option maxEvents).
      It may be waiting for:
        setInterval of 100 ms, due at 7700 ms
        batch payments-0#2 of producer-1: not settled, since 10 ms
        record 3 of producer-1 to nowhere: send() waits for metadata, since 10 ms
        Metadata request to broker-1:9092 by producer-1, since 10 ms: no answer
        Produce request to broker-1:9092 by producer-1, since 10 ms: no answer"
    `);
  });

  it('lists at most eight of them', async () => {
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

describe('A program that waits for timers that do not move', () => {
  const waitsForTimer = (delayMs: number) => (): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, delayMs));

  it('is told to install virtual timers, or to follow, if the timers are faked', async () => {
    vi.useFakeTimers();
    try {
      const problem = await problemOf(waitsForTimer(10));
      expect(problem).toContain('setTimeout is faked, by vi.useFakeTimers() or jest.useFakeTimers() for example');
      expect(problem).toContain('Call sim.timers.install() instead of faking the timers');
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not told to install virtual timers again, but how to wait without vi.waitFor()', async () => {
    const problem = await problemOf((sim) => {
      sim.timers.install();
      let isReady = false;
      setTimeout(() => {
        isReady = true;
      }, 100);
      return vi.waitFor(
        () => {
          if (!isReady) throw new Error('not yet');
        },
        { timeout: 600_000, interval: 100_000 },
      );
    });
    expect(problem).toContain(
      'instead of a poll of the test runner, such as vi.waitFor() or expect.poll(), write: while (!isReady()) await sim.sleep(10);',
    );
    expect(problem).not.toContain('Call sim.timers.install()');
  });
});
