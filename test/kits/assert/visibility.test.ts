/** Records that were sent but are not visible: in flight, in an open transaction, or aborted. */
import { Simulation } from 'kafka-trial';
import { assertContainsRecord, assertDelivered, matchers } from 'kafka-trial/assert';
import { describe, expect, it } from 'vitest';
import { messageOf, payments, type Run, TEXT } from './runs.ts';

const committed = { isolation: 'read_committed' } as const;

/** Sends one record in a transaction, which `end` commits, aborts or leaves open. */
async function inTransaction(end: (run: Run) => Promise<void> | void): Promise<Run> {
  const run = payments({}, { 'transactional.id': 'shop' });
  const { sim, producer } = run;
  await sim.run(async () => {
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: 'payments', value: 'one' }).get();
    await end(run);
  });
  return run;
}

describe('A record that a consumer with read_committed does not see', () => {
  it('may be committed, with its marker still in flight', async () => {
    const { sim } = await inTransaction(({ producer }) => producer.commitTransaction());
    const message = messageOf(() => assertDelivered(sim.topic('payments'), ['one'], committed));
    await expect(message).toMatchFileSnapshot('messages/not-yet-committed.txt');
    sim.settle();
    assertDelivered(sim.topic('payments'), ['one'], committed);
  });

  it('may be in a transaction that was aborted or is open', async () => {
    const aborted = await inTransaction(({ producer }) => producer.abortTransaction());
    aborted.sim.settle();
    expect(messageOf(() => assertContainsRecord(aborted.sim.topic('payments'), 'one', committed))).toContain(
      'A consumer with read_committed never sees it: its transaction was aborted.',
    );
    const open = await inTransaction(() => {});
    expect(messageOf(() => assertDelivered(open.sim.topic('payments'), ['one'], committed))).toContain(
      'A consumer with read_committed does not see it: its transaction is neither committed nor aborted.',
    );
  });

  it('may be stored after the records of an open transaction', async () => {
    const { sim } = await inTransaction(({ sim }) =>
      sim
        .producer(TEXT)
        .send({ topic: 'payments', value: 'behind' })
        .get()
        .then(() => {}),
    );
    expect(messageOf(() => assertContainsRecord(sim.topic('payments'), 'behind', committed))).toContain(
      'A consumer with read_committed does not see it yet: an earlier transaction in payments-0 is open.',
    );
  });
});

describe('A record that no consumer sees', () => {
  it('may be in flight', async () => {
    const { sim, producer } = payments();
    await sim.run(() => void producer.send({ topic: 'payments', value: 'one' }));
    expect(messageOf(() => assertDelivered(sim.topic('payments'), ['one']))).toContain(
      'The record is still in flight: end the program with await producer.flush(), or let time pass after it with sim.settle().',
    );
  });

  it('may have been sent to a topic with a different name', async () => {
    const { sim, producer } = payments();
    sim.createTopic('orders');
    await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
    const topic = sim.topic('payment');
    for (const expectation of [
      () => assertDelivered(topic, ['one']),
      () => assertDelivered(topic, []),
      () => assertContainsRecord(topic, 'one'),
      () => matchers.toContainRecord(topic, 'one'),
    ]) {
      expect(messageOf(expectation)).toContain(
        "There has never been a topic 'payment'. Did you mean 'payments'? The topics are payments, orders.",
      );
    }
  });

  it('may have been in a topic that was deleted', async () => {
    const { sim, producer } = payments();
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'one' }).get();
      await sim.admin().deleteTopics(['payments']);
    });
    assertDelivered(sim.topic('payments'), []);
    expect(messageOf(() => assertDelivered(sim.topic('payments'), ['one']))).toContain('Topic payments was deleted.');
  });

  it('may be stored in a partition that the expectation does not read', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('orders', { partitions: 2 });
    await sim.run(() => sim.producer(TEXT).send({ topic: 'orders', partition: 1, value: 'one' }).get());
    expect(messageOf(() => assertDelivered(sim.topic('orders'), ['one'], { partition: 0 }))).toContain(
      'It is stored at orders-1@0.',
    );
  });
});

describe('assertDelivered', () => {
  it('rejects a value that is not a list', () => {
    expect(() => assertDelivered(payments().sim.topic('payments'), 'one' as never)).toThrow(
      'toHaveDelivered expects a list of records; got "one".',
    );
  });
});
