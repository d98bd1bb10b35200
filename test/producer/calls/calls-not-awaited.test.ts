/** Covers: src/producer/threads/unreturned-calls.ts, src/producer/calls/transactional-calls.ts */
import { describe, expect, it } from 'vitest';
import { type KafkaProducer, Simulation, StringSerializer } from '../../../src/index.ts';

type Producer = KafkaProducer<string, string>;

const S = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const RECORD = { topic: 't', value: 'v' };

/** The message of the error that a program ends with. */
async function outcomeOf(program: (producer: Producer, sim: Simulation) => unknown): Promise<string> {
  const sim = new Simulation();
  sim.createTopic('t', { partitions: 1 });
  const producer = sim.producer({ ...S, 'transactional.id': 'x' });
  return sim
    .run(async () => program(producer, sim))
    .then(
      () => 'no error',
      (error: Error) => `${error.name}: ${error.message}`,
    );
}

async function begun(producer: Producer): Promise<void> {
  await producer.initTransactions();
  producer.beginTransaction();
  await producer.send(RECORD).get();
}

const refusal = (call: string, previous: string): string =>
  `IllegalStateException: Cannot attempt operation \`${call}\` because the previous call to \`${previous}\` timed out and must be retried`;
const explanation = (previous: string): string =>
  `. The call ${previous}() of producer-x has neither returned nor timed out yet. ` +
  `Await it before the next call: await producer.${previous}()`;

describe('A transactional call that is not awaited', () => {
  it.each<[call: string, previous: string, program: (producer: Producer) => unknown]>([
    [
      'beginTransaction',
      'initTransactions',
      (p) => {
        void p.initTransactions();
        p.beginTransaction();
      },
    ],
    [
      'send',
      'initTransactions',
      (p) => {
        void p.initTransactions();
        return p.send(RECORD).get();
      },
    ],
    [
      'beginTransaction',
      'commitTransaction',
      async (p) => {
        await begun(p);
        void p.commitTransaction();
        p.beginTransaction();
      },
    ],
    [
      'send',
      'commitTransaction',
      async (p) => {
        await begun(p);
        void p.commitTransaction();
        p.send(RECORD);
      },
    ],
    [
      'abortTransaction',
      'commitTransaction',
      async (p) => {
        await begun(p);
        void p.commitTransaction();
        await p.abortTransaction();
      },
    ],
    [
      'sendOffsetsToTransaction',
      'abortTransaction',
      async (p) => {
        await begun(p);
        void p.abortTransaction();
        await p.sendOffsetsToTransaction({ 't-0': 1 }, 'g');
      },
    ],
  ])('is named by the error of %s() after %s()', async (call, previous, program) => {
    expect(await outcomeOf(program)).toBe(refusal(call, previous) + explanation(previous));
  });

  it('is named even while it waits behind a send', async () => {
    const outcome = await outcomeOf(async (p) => {
      await p.initTransactions();
      p.beginTransaction();
      p.send(RECORD);
      void p.commitTransaction();
      p.beginTransaction();
    });
    expect(outcome).toBe(
      `IllegalStateException: TransactionalId x: Invalid transition attempted from state IN_TRANSACTION to state IN_TRANSACTION` +
        explanation('commitTransaction'),
    );
  });

  it('is not the reason when it has timed out: the message is Java’s', async () => {
    const outcome = await outcomeOf(async (p, sim) => {
      for (const broker of [1, 2, 3]) sim.crash(broker);
      await p.initTransactions().catch(() => {});
      p.beginTransaction();
    });
    expect(outcome).toBe(refusal('beginTransaction', 'initTransactions'));
  });

  it('is not the reason when another thread has made it: the message is Java’s', async () => {
    const outcome = await outcomeOf(async (p) => {
      void p.onThread('a', () => p.initTransactions());
      p.onThread('b', () => p.beginTransaction());
    });
    expect(outcome).toBe(refusal('beginTransaction', 'initTransactions'));
  });

  it('is not the reason when the producer is closed, or when a transaction is open', async () => {
    expect(
      await outcomeOf(async (p) => {
        await begun(p);
        void p.commitTransaction();
        void p.close();
        p.beginTransaction();
      }),
    ).toBe('IllegalStateException: Cannot perform operation after producer has been closed');
    expect(
      await outcomeOf(async (p) => {
        await begun(p);
        void p.sendOffsetsToTransaction({ 't-0': 1 }, 'g');
        p.beginTransaction();
      }),
    ).toBe(
      'IllegalStateException: TransactionalId x: Invalid transition attempted from state IN_TRANSACTION to state IN_TRANSACTION',
    );
  });
});
