/** Covers: src/simulation/run/callback-errors.ts, src/simulation/program-runs.ts. */
import {
  type KafkaProducer,
  type ProducerConfigInput,
  Simulation,
  SimulationError,
  StringSerializer,
} from 'kafka-trial';
import { assertNoUnreportedFailure } from 'kafka-trial/assert';
import { describe, expect, it } from 'vitest';

const CONFIG: ProducerConfigInput = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const thrown = new RangeError('my mistake');
const throwing = (): void => {
  throw thrown;
};

/** A simulation with a topic of one partition, and the program that sends one record to it and closes the producer. */
function oneSend(
  send: (producer: KafkaProducer<string, string>) => void,
  { config = {}, ...options }: { config?: object; callbackErrors?: 'fail' | 'log' } = {},
): { sim: Simulation; run: () => Promise<void> } {
  const sim = new Simulation({ seed: 7, ...options });
  sim.createTopic('payments', { partitions: 1 });
  const producer = sim.producer({ ...CONFIG, ...config });
  const run = (): Promise<void> =>
    sim.run(async () => {
      send(producer);
      await producer.close();
    });
  return { sim, run };
}

/** What a run throws, with the message of its last cause. */
async function failureOf(run: () => Promise<unknown>): Promise<{ error: unknown; note: string }> {
  const error: unknown = await run().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  let last = error;
  while (last instanceof Error && last.cause instanceof Error) last = last.cause;
  return { error, note: last instanceof Error ? last.message : '' };
}

describe('What a callback throws', () => {
  it('fails the run with the same error, and a note that names the place and the seed', async () => {
    const mistake = new RangeError('my mistake');
    const { run } = oneSend((producer) => {
      producer.send({ topic: 'payments', value: 'one' }, () => {
        throw mistake;
      });
    });
    const { error, note } = await failureOf(run);
    expect(error).toBe(mistake);
    expect(note.split('\n')).toEqual([
      expect.stringMatching(/^Seed 7, at \d+ ms: the program threw\.$/),
      'It was thrown in the callback of a send to payments-0, by producer-1, where no caller could catch it. It is reported here so that it is not overlooked.',
      "If the test expects such errors, create the simulation with { callbackErrors: 'log' }.",
      'The last events:',
      ...Array.from({ length: 10 }, () => expect.any(String) as string),
      'Replay it (seed 7): run the same program with new Simulation({ seed: 7 })',
    ]);
  });

  it("is only logged with callbackErrors: 'log'", async () => {
    const send = (producer: KafkaProducer<string, string>): void =>
      void producer.send({ topic: 'payments', value: 'one' }, throwing);
    const { sim, run } = oneSend(send, { callbackErrors: 'log' });
    await run();
    expect(sim.trace.lines.join('\n')).toContain('Error executing user-provided callback on message');
    assertNoUnreportedFailure(sim);
  });

  it('comes before the other reason for which a run fails, and is reported once', async () => {
    const mistake = new Error('in the callback');
    const sim = new Simulation();
    const producer = sim.producer(CONFIG);
    const program = async (): Promise<void> => {
      await producer.send({ topic: 'payments', value: 'one' }, () => {
        throw mistake;
      });
      throw new TypeError('of the program');
    };
    const { error, note } = await failureOf(() => sim.run(program));
    expect(error).toBe(mistake);
    expect(note).toContain('The run has also failed for another reason: TypeError: of the program');
    await sim.run(() => {});
  });

  it('names a few of the errors that came after it', async () => {
    const { run } = oneSend((producer) => {
      for (let number = 0; number < 6; number++) {
        producer.send({ topic: 'payments', value: 'one' }, () => {
          throw new Error(`number ${number}`);
        });
      }
    });
    const { error, note } = await failureOf(run);
    expect(error).toMatchObject({ message: 'number 0' });
    expect(note).toContain(
      'Thrown after it in the callback of a send to payments-0, by producer-1: Error: number 3\n... and 2 more',
    );
  });

  it('fails the run when send() had to wait and nobody awaits its future', async () => {
    const sim = new Simulation({ config: { 'auto.create.topics.enable': false } });
    const producer = sim.producer({ ...CONFIG, 'max.block.ms': 100 });
    const program = async (): Promise<void> => {
      producer.send({ topic: 'payments', value: 'one' }, throwing);
      await sim.sleep(1_000);
    };
    expect((await failureOf(() => sim.run(program))).error).toBe(thrown);
  });

  it('does not fail the run when the program awaits the future, which rejects with it', async () => {
    const sim = new Simulation({ config: { 'auto.create.topics.enable': false } });
    const producer = sim.producer({ ...CONFIG, 'max.block.ms': 100 });
    await sim.run(() =>
      expect(producer.send({ topic: 'payments', value: 'one' }, throwing).accepted).rejects.toBe(thrown),
    );
  });

  it('is reported by assertNoUnreportedFailure if the clock was moved by hand', () => {
    const sim = new Simulation();
    sim.producer(CONFIG).send({ topic: 'payments', value: 'one' }, throwing);
    sim.settle();
    expect(() => assertNoUnreportedFailure(sim)).toThrow(thrown);
  });
});

describe('What other code of the user throws', () => {
  it.each(['onSend', 'onAcknowledgement', 'close'])('%s of an interceptor fails the run', async (method) => {
    class Careless {
      onSend(record: unknown): unknown {
        if (method === 'onSend') throw thrown;
        return record;
      }
      onAcknowledgement(): void {
        if (method === 'onAcknowledgement') throw thrown;
      }
      close(): void {
        if (method === 'close') throw thrown;
      }
    }
    const { run } = oneSend((producer) => void producer.send({ topic: 'payments', value: 'one' }), {
      config: { 'interceptor.classes': [Careless] },
    });
    expect((await failureOf(run)).error).toBe(thrown);
  });

  it.each(['batchCreated', 'batchSent', 'batchCompleted', 'requestWritten', 'responseRead'] as const)(
    'a listener of %s fails the run',
    async (event) => {
      const { run } = oneSend((producer) => {
        producer.events.once(event, throwing);
        producer.send({ topic: 'payments', value: 'one' });
      });
      expect((await failureOf(run)).error).toBe(thrown);
    },
  );

  it('a serializer of a send() that had to wait fails the run if nobody awaits the future', async () => {
    const { run } = oneSend((producer) => void producer.send({ topic: 'payments', value: 5 as unknown as string }));
    const { error, note } = await failureOf(run);
    expect(error).toMatchObject({ name: 'SerializationException' });
    expect(note).toContain(
      'It was thrown in a send to payments that had to wait, whose future no code awaits, by producer-1',
    );
  });

  it('what a client reports of its own does not fail the run', async () => {
    const { run } = oneSend((producer) => void producer.close(0), { config: { 'max.block.ms': 10 } });
    await run();
  });
});

describe('assertNoUnreportedFailure', () => {
  function duplicated(options: object = {}): Simulation {
    const sim = new Simulation({ guarantees: 'all', ...options });
    sim.faults.on('Produce').nth(1).loseResponse();
    sim.producer({ ...CONFIG, 'enable.idempotence': false }).send({ topic: 'payments', value: 'one' });
    sim.settle();
    return sim;
  }

  it('reports a guarantee that was violated while the clock was moved by hand, once', () => {
    const sim = duplicated();
    expect(() => assertNoUnreportedFailure(sim)).toThrow('NoDuplicateWithIdempotence was violated.');
    assertNoUnreportedFailure(sim);
  });

  it('accepts an expected violation, and misses one that did not occur', () => {
    assertNoUnreportedFailure(duplicated({ breaks: ['NoDuplicateWithIdempotence'] }));
    const sim = new Simulation({ breaks: ['NoDuplicateWithIdempotence'] });
    expect(() => assertNoUnreportedFailure(sim)).toThrow('Expected a violation of NoDuplicateWithIdempotence');
  });

  it('does not report again what a run has reported', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.faults.on('Produce').nth(1).loseResponse();
    const producer = sim.producer({ ...CONFIG, 'enable.idempotence': false });
    await expect(sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get())).rejects.toThrow(
      SimulationError,
    );
    assertNoUnreportedFailure(sim);
  });

  it('reports a fault that never fired', () => {
    const sim = new Simulation();
    sim.faults.on('Produce').nth(1).loseResponse();
    expect(() => assertNoUnreportedFailure(sim)).toThrow('This fault never fired');
  });
});
