/** Records that were sent and are not seen: whether they are on their way, held back, or dropped with their transaction. */
import { Simulation } from 'kafka-trial';
import { assertContainsRecord, assertDelivered } from 'kafka-trial/assert';
import { describe, expect, it } from 'vitest';
import { messageOf, payments, type Story, TEXT } from './stories.ts';

const committed = { isolation: 'read_committed' } as const;

/** One record in a transaction that is ended by `end`, or left open. */
async function inTransaction(end: (story: Story) => Promise<void> | void): Promise<Story> {
  const story = payments({}, { 'transactional.id': 'shop' });
  const { sim, producer } = story;
  await sim.run(async () => {
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: 'payments', value: 'one' }).get();
    await end(story);
  });
  return story;
}

describe('What a reader of committed records does not see', () => {
  it('may be committed, and its marker still on its way', async () => {
    const { sim } = await inTransaction(({ producer }) => producer.commitTransaction());
    const message = messageOf(() => assertDelivered(sim.topic('payments'), ['one'], committed));
    await expect(message).toMatchFileSnapshot('messages/not-yet-committed.txt');
    sim.settle();
    assertDelivered(sim.topic('payments'), ['one'], committed);
  });

  it('may be in a transaction that was aborted, or is open', async () => {
    const aborted = await inTransaction(({ producer }) => producer.abortTransaction());
    aborted.sim.settle();
    expect(messageOf(() => assertContainsRecord(aborted.sim.topic('payments'), 'one', committed))).toContain(
      'Who reads committed records never sees it: its transaction was aborted.',
    );
    const open = await inTransaction(() => {});
    expect(messageOf(() => assertDelivered(open.sim.topic('payments'), ['one'], committed))).toContain(
      'Who reads committed records does not see it: its transaction was neither committed nor aborted.',
    );
  });

  it('may have no transaction, and lie behind an open one', async () => {
    const { sim } = await inTransaction(({ sim }) =>
      sim
        .producer(TEXT)
        .send({ topic: 'payments', value: 'behind' })
        .get()
        .then(() => {}),
    );
    expect(messageOf(() => assertContainsRecord(sim.topic('payments'), 'behind', committed))).toContain(
      'Who reads committed records does not see it yet: an earlier transaction in payments-0 is open.',
    );
  });
});

describe('What nobody sees', () => {
  it('may be on its way', async () => {
    const { sim, producer } = payments();
    await sim.run(() => void producer.send({ topic: 'payments', value: 'one' }));
    expect(messageOf(() => assertDelivered(sim.topic('payments'), ['one']))).toContain(
      'It was still on its way: end the program with await producer.flush(), or let time pass after it with sim.settle().',
    );
  });

  it('may have been sent to a topic of another name', async () => {
    const { sim, producer } = payments();
    sim.createTopic('orders');
    await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
    const topic = sim.topic('payment');
    for (const expectation of [() => assertDelivered(topic, ['one']), () => assertContainsRecord(topic, 'one')]) {
      expect(messageOf(expectation)).toContain('There is no topic payment; there are orders, payments.');
    }
    const none = new Simulation({ guarantees: 'all' });
    expect(messageOf(() => assertDelivered(none.topic('t'), ['one']))).toContain(
      'There is no topic t, and no other either.',
    );
  });

  it('may lie in another partition than the one that is looked at', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('orders', { partitions: 2 });
    await sim.run(() => sim.producer(TEXT).send({ topic: 'orders', partition: 1, value: 'one' }).get());
    expect(messageOf(() => assertDelivered(sim.topic('orders'), ['one'], { partition: 0 }))).toContain(
      'It is stored at orders-1@0.',
    );
  });
});

describe('A list of records', () => {
  it('has to be one', () => {
    expect(() => assertDelivered(payments().sim.topic('payments'), 'one' as never)).toThrow(
      'toHaveDelivered takes a list of records; got "one".',
    );
  });
});
