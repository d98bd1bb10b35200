/** Each expectation, met and not met; what it says then lies beside this file, in messages/. */
import { Simulation } from 'kafka-trial';
import {
  assertAcknowledged,
  assertContainsRecord,
  assertDelivered,
  assertEveryFaultFired,
  assertGuarantees,
  storyOf,
} from 'kafka-trial/assert';
import { describe, expect, it } from 'vitest';
import { messageOf, oneRefused, oneTwice, payments, TEXT } from './stories.ts';

describe('assertAcknowledged', () => {
  it('is met by a future, by several, and by verdicts', async () => {
    const { sim, futures } = await oneRefused();
    const [one, , three] = futures;
    assertAcknowledged(one!);
    assertAcknowledged([one!, three!]);
    assertAcknowledged(sim.verdict().records[0]!);
  });

  it('tells the story of a record that was refused', async () => {
    const { futures } = await oneRefused();
    await expect(messageOf(() => assertAcknowledged(futures[1]!))).toMatchFileSnapshot('messages/refused.txt');
  });

  it('tells of the first two of many', async () => {
    const { sim, producer } = payments();
    sim.faults.on('Produce').respond('INVALID_RECORD');
    const futures = ['a', 'b', 'c'].map((value) => producer.send({ topic: 'payments', value }));
    await sim.run(() => producer.flush());
    const message = messageOf(() => assertAcknowledged(futures));
    expect(message).toContain('3 of 3 records were not acknowledged.');
    expect(message.match(/^record \d of producer-1, /gm)).toEqual([
      'record 1 of producer-1, ',
      'record 2 of producer-1, ',
    ]);
    expect(messageOf(() => assertAcknowledged(sim.verdict().records))).toBe(message);
  });

  it('tells of a record on its way, and of one without an answer', () => {
    const { sim, producer } = payments();
    const future = producer.send({ topic: 'payments', value: 'one' });
    sim.advance(9);
    expect(messageOf(() => assertAcknowledged(future))).toContain(
      'it is still under way.\nrecord 1 of producer-1, "one" for payments-0: sent at 0 ms',
    );
    expect(messageOf(() => assertAcknowledged(future))).toContain(
      'has been told nothing yet. It is stored at payments-0@0 (above',
    );
    const silent = payments({}, { acks: '0', 'enable.idempotence': false });
    const sent = silent.producer.send({ topic: 'payments', value: 'one' });
    silent.sim.settle();
    expect(messageOf(() => assertAcknowledged(sent))).toContain('nobody was to answer (acks=0)');
  });

  it('says what send() threw', async () => {
    const { sim, producer } = payments();
    await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
    expect(() => producer.send({ topic: 'payments', value: 5 as unknown as string })).toThrow(/serialize/);
    const message = messageOf(() => assertAcknowledged(sim.verdict().records[1]!));
    expect(message).toMatch(/"5" for payments: sent at \d+ ms\.\n/);
    expect(message).toMatch(/ms send\(\) threw SerializationException: .* It is in no log\./);
  });

  it('says what to do where nothing was written down', () => {
    const { sim, producer } = payments({ guarantees: 'none' });
    const future = producer.send({ topic: 'payments', value: 'one' });
    expect(messageOf(() => assertAcknowledged(future))).toContain("make the simulation with { guarantees: 'all' }");
    sim.settle();
    assertAcknowledged(future);
  });

  it('refuses what was never sent, and an empty list', () => {
    expect(() => assertAcknowledged(42 as never)).toThrow(
      'give the future that send() returned, or an element of sim.verdict().records; got 42.',
    );
    expect(() => assertAcknowledged([])).toThrow('No record was sent that could have been acknowledged.');
  });
});

describe('assertDelivered', () => {
  it('is met by exactly these records, each told by its value or by its fields', async () => {
    const { sim } = await oneRefused();
    const topic = sim.topic('payments');
    assertDelivered(topic, ['one', 'three']);
    assertDelivered(topic, [/^o/, { key: 'k', offset: 1 }]);
    assertDelivered(sim.topic('refunds'), []);
  });

  it('tells what is missing, what is too many, and why', async () => {
    const { sim } = await oneRefused();
    const message = messageOf(() => assertDelivered(sim.topic('payments'), ['one', 'two', 'four']));
    await expect(message).toMatchFileSnapshot('messages/not-delivered.txt');
  });

  it('tells how a record came to lie there twice', async () => {
    const { sim } = await oneTwice();
    const message = messageOf(() => assertDelivered(sim.topic('payments'), ['once']));
    await expect(message).toMatchFileSnapshot('messages/delivered-twice.txt');
  });

  it('holds to the order within a partition, and to no order between partitions', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('orders', { partitions: 2 });
    const orders = sim.producer(TEXT);
    await sim.run(async () => {
      for (const [partition, value] of [
        [0, 'a'],
        [1, 'b'],
        [0, 'c'],
        [1, 'a'],
      ] as const) {
        orders.send({ topic: 'orders', partition, value });
      }
      await orders.close();
    });
    const topic = sim.topic('orders');
    for (const order of ['abca', 'abac', 'baac', 'acba', 'baca']) assertDelivered(topic, order.split(''));
    assertDelivered(topic, ['a', 'c'], { partition: 0 });
    for (const order of ['caba', 'aacb']) {
      expect(messageOf(() => assertDelivered(topic, order.split('')))).toContain(
        'orders does not hold what was to be delivered: the order is another.',
      );
    }
  });

  it('says that a record was sent once and expected twice', async () => {
    const { sim } = await oneRefused();
    const message = messageOf(() => assertDelivered(sim.topic('payments'), ['one', 'one', 'three']));
    expect(message).toContain('Nobody sent "one" to payments more often than it is there.');
  });

  it('refuses what is no topic, and a field no record has', () => {
    const { sim } = payments();
    expect(() => assertDelivered(sim as never, [])).toThrow("give sim.topic('...'); got a Simulation.");
    expect(() => assertDelivered(sim.topic('payments'), [{ valeu: 'one' } as never])).toThrow(
      "not by 'valeu'; got a Object",
    );
    expect(() => assertDelivered(sim.topic('payments'), [5 as never])).toThrow('got 5.');
  });
});

describe('assertContainsRecord', () => {
  it('is met by one such record among others', async () => {
    const { sim } = await oneRefused();
    assertContainsRecord(sim.topic('payments'), 'three');
    assertContainsRecord(sim.topic('payments'), { key: 'k', partition: 0 });
  });

  it('tells what the topic holds, and where the record went', async () => {
    const { sim } = await oneRefused();
    const message = messageOf(() => assertContainsRecord(sim.topic('payments'), { key: 'k', value: 'two' }));
    await expect(message).toMatchFileSnapshot('messages/not-contained.txt');
  });

  it('sees with the eyes it is given', async () => {
    const { sim, producer } = payments({}, { 'transactional.id': 'shop' });
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      await producer.send({ topic: 'payments', value: 'dropped' }).get();
      await producer.abortTransaction();
    });
    assertContainsRecord(sim.topic('payments'), 'dropped');
    const isCommitted = { isolation: 'read_committed' } as const;
    const message = messageOf(() => assertContainsRecord(sim.topic('payments'), 'dropped', isCommitted));
    expect(message).toContain('payments does not hold "dropped". It holds nothing.');
  });

  it('cuts a long list', async () => {
    const { sim, producer } = payments({ guarantees: 'none' });
    for (let i = 0; i < 15; i++) producer.send({ topic: 'payments', value: `v${i}` });
    await sim.run(() => producer.flush());
    expect(messageOf(() => assertContainsRecord(sim.topic('payments'), 'v15'))).toContain(
      '"v9" at payments-0@9\n  ... and 5 more\n',
    );
  });
});

describe('assertEveryFaultFired', () => {
  it('is met by faults that fired, and by optional ones', async () => {
    const { sim } = await oneTwice();
    sim.faults.on('Fetch').disconnect().optional();
    assertEveryFaultFired(sim);
  });

  it('names those that did not, and what there was to fire on', () => {
    const { sim, producer } = payments();
    sim.faults.on('Produce').nth(3).loseResponse();
    producer.send({ topic: 'payments', value: 'one' });
    sim.settle();
    expect(messageOf(() => assertEveryFaultFired(sim))).toMatchInlineSnapshot(`
      "Seed 7, at 12 ms: an expectation was not met.
      This fault never fired:
        Produce, number 3: lose the response
      What clients asked: 3 ApiVersions, 1 Metadata, 1 InitProducerId, 1 Produce.
      Fix their scope, or mark them .optional().
      Replay it (seed 7): run the same program with new Simulation({ seed: 7 })
      "
    `);
  });

  it('refuses what is no simulation', () => {
    expect(() => assertEveryFaultFired('sim' as never)).toThrow('give the Simulation itself; got "sim".');
  });
});

describe('assertGuarantees', () => {
  it('is met by a run that keeps them, and by one with an expected violation', async () => {
    assertGuarantees((await oneRefused()).sim);
    assertGuarantees((await oneTwice()).sim);
  });

  it('tells the stories of the records that show it', async () => {
    const { sim, producer } = payments({}, { 'enable.idempotence': false });
    sim.faults.on('Produce').nth(1).loseResponse();
    producer.send({ topic: 'payments', value: 'once' });
    sim.settle();
    await expect(messageOf(() => assertGuarantees(sim))).toMatchFileSnapshot('messages/broken-guarantee.txt');
  });

  it('tells of a guarantee that was to be broken, and is kept', () => {
    const { sim } = payments({ expectedViolations: ['NoAcknowledgedRecordLost'] });
    expect(messageOf(() => assertGuarantees(sim))).toContain(
      'Expected a violation of NoAcknowledgedRecordLost, but none occurred.\nVerdict: 0',
    );
  });

  it('refuses a simulation that is held to none', () => {
    expect(() => assertGuarantees(payments({ guarantees: 'none' }).sim)).toThrow("make it with { guarantees: 'all' }");
  });
});

describe('storyOf', () => {
  it('is what the messages tell', async () => {
    const { sim, futures } = await oneTwice();
    const story = storyOf(futures[0]!);
    expect(messageOf(() => assertDelivered(sim.topic('payments'), ['once']))).toContain(story);
    expect(storyOf(sim.verdict().records[0]!)).toBe(story);
  });
});
