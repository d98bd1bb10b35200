/**
 * Covers: src/kits/assert/.
 *
 * The expectations of src/kits/assert (acknowledged, delivered, contains-record, faults-fired, guarantees-kept), met
 * and not met. Long messages are in messages/.
 */
import { Simulation } from 'kafka-trial';
import {
  assertAcknowledged,
  assertContainsRecord,
  assertDelivered,
  assertEveryFaultFired,
  assertGuarantees,
  matchers,
  recordHistory,
} from 'kafka-trial/assert';
import { describe, expect, it } from 'vitest';
import { messageOf, oneRejected, oneStoredTwice, payments, TEXT } from './runs.ts';

describe('assertAcknowledged', () => {
  it('accepts a future, a list of futures, and a verdict', async () => {
    const { sim, futures } = await oneRejected();
    const [one, , three] = futures;
    assertAcknowledged(one!);
    assertAcknowledged([one!, three!]);
    assertAcknowledged(sim.verdict().records[0]!);
  });

  it('prints the history of a record that was rejected', async () => {
    const { futures } = await oneRejected();
    await expect(messageOf(() => assertAcknowledged(futures[1]!))).toMatchFileSnapshot('messages/rejected.txt');
  });

  it('prints the histories of the first two of many records', async () => {
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

  it('prints that a record is still in flight, or was sent with acks=0', () => {
    const { sim, producer } = payments();
    const future = producer.send({ topic: 'payments', value: 'one' });
    sim.advance(9);
    expect(messageOf(() => assertAcknowledged(future))).toContain(
      'it is still in flight.\nrecord 1 of producer-1, "one" for payments-0: sent at 0 ms',
    );
    expect(messageOf(() => assertAcknowledged(future))).toContain(
      'It is neither acknowledged nor failed yet. It is stored at payments-0@0 (above',
    );
    const silent = payments({}, { acks: '0', 'enable.idempotence': false });
    const sent = silent.producer.send({ topic: 'payments', value: 'one' });
    silent.sim.settle();
    expect(messageOf(() => assertAcknowledged(sent))).toContain('brokers do not acknowledge records with acks=0');
  });

  it('prints what send() threw', async () => {
    const { sim, producer } = payments();
    await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
    expect(() => producer.send({ topic: 'payments', value: 5 as unknown as string })).toThrow(/serialize/);
    const message = messageOf(() => assertAcknowledged(sim.verdict().records[1]!));
    expect(message).toMatch(/"5" for payments: sent at \d+ ms\.\n/);
    expect(message).toMatch(/ms send\(\) threw SerializationException: .* It is not stored\./);
  });

  it('says what to do if the history was not recorded', () => {
    const { sim, producer } = payments({ guarantees: 'none' });
    const future = producer.send({ topic: 'payments', value: 'one' });
    expect(messageOf(() => assertAcknowledged(future))).toContain("create the simulation with { guarantees: 'all' }");
    sim.settle();
    assertAcknowledged(future);
  });

  it('rejects a value that is not a record, and an empty list', () => {
    expect(() => assertAcknowledged(42 as never)).toThrow(
      'the future that send() returned, or an element of sim.verdict().records; got 42.',
    );
    expect(() => assertAcknowledged([])).toThrow('Expected acknowledged records, but the list is empty.');
  });
});

describe('assertDelivered', () => {
  it('accepts exactly these records, each as a value or as some fields', async () => {
    const { sim } = await oneRejected();
    const topic = sim.topic('payments');
    assertDelivered(topic, ['one', 'three']);
    assertDelivered(topic, [/^o/, { key: 'k', offset: 1 }]);
    assertDelivered(sim.createTopic('refunds'), []);
  });

  it('prints which records are missing and unexpected, and why', async () => {
    const { sim } = await oneRejected();
    const message = messageOf(() => assertDelivered(sim.topic('payments'), ['one', 'two', 'four']));
    await expect(message).toMatchFileSnapshot('messages/not-delivered.txt');
  });

  it('prints the history of a record that is stored twice', async () => {
    const { sim } = await oneStoredTwice();
    const message = messageOf(() => assertDelivered(sim.topic('payments'), ['once']));
    await expect(message).toMatchFileSnapshot('messages/delivered-twice.txt');
  });

  it('checks the order of the records of a partition, but not between partitions', async () => {
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
        'orders does not contain exactly the expected records: their order differs.',
      );
    }
  });

  it('says that a record was sent once but expected twice', async () => {
    const { sim } = await oneRejected();
    const message = messageOf(() => assertDelivered(sim.topic('payments'), ['one', 'one', 'three']));
    expect(message).toContain('No producer sent "one" to payments more often than it is stored.');
  });

  it('rejects a value that is not a topic, and an unknown field', () => {
    const { sim } = payments();
    expect(() => assertDelivered(sim as never, [])).toThrow(
      "toHaveDelivered expects a topic, for example sim.topic('orders'); got an instance of Simulation.",
    );
    expect(() => assertDelivered(sim.topic('payments'), [{ valeu: 'one' } as never])).toThrow(
      "'valeu' is not one of them; got an instance of Object",
    );
    expect(() => assertDelivered(sim.topic('payments'), [5 as never])).toThrow('got 5.');
  });
});

describe('assertContainsRecord', () => {
  it('accepts one such record among others', async () => {
    const { sim } = await oneRejected();
    assertContainsRecord(sim.topic('payments'), 'three');
    assertContainsRecord(sim.topic('payments'), { key: 'k', partition: 0 });
  });

  it('finds a record by some of the fields of its JSON, or by a matcher of the test runner', async () => {
    const { sim, producer } = payments();
    await sim.run(() => producer.send({ topic: 'payments', value: '{"order":{"id":1,"total":2}}' }).get());
    const topic = sim.topic('payments');
    assertContainsRecord(topic, { value: { order: { id: 1 } } });
    assertDelivered(topic, [{ value: { order: expect.objectContaining({ id: 1 }) } }]);
    expect(messageOf(() => assertDelivered(topic, [{ value: { order: { id: 1 } } }]))).toContain(
      'value.order.total: not expected, received 2',
    );
    expect(messageOf(() => assertContainsRecord(topic, { value: expect.objectContaining({ id: 1 }) }))).toContain(
      'No producer sent ObjectContaining {"id":1} to payments.',
    );
  });

  it('prints the contents of the topic and the history of the missing record', async () => {
    const { sim } = await oneRejected();
    const message = messageOf(() => assertContainsRecord(sim.topic('payments'), { key: 'k', value: 'two' }));
    await expect(message).toMatchFileSnapshot('messages/not-contained.txt');
  });

  it('reads with the given isolation level', async () => {
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
    expect(message).toContain('payments does not contain "dropped". It is empty.');
  });

  it('abbreviates a long list', async () => {
    const { sim, producer } = payments({ guarantees: 'none' });
    for (let i = 0; i < 15; i++) producer.send({ topic: 'payments', value: `v${i}` });
    await sim.run(() => producer.flush());
    expect(messageOf(() => assertContainsRecord(sim.topic('payments'), 'v15'))).toContain(
      '"v9" at payments-0@9\n  ... and 5 more\n',
    );
  });
});

describe('assertEveryFaultFired', () => {
  it('accepts faults that have fired, and optional ones', async () => {
    const { sim } = await oneStoredTwice();
    sim.faults.on('Fetch').disconnect().optional();
    assertEveryFaultFired(sim);
  });

  it('prints the faults that have not fired, and the requests that were sent', () => {
    const { sim, producer } = payments();
    sim.faults.on('Produce').nth(3).loseResponse();
    producer.send({ topic: 'payments', value: 'one' });
    sim.settle();
    expect(messageOf(() => assertEveryFaultFired(sim))).toMatchInlineSnapshot(`
      "Seed 7, at 12 ms: an expectation was not met.
      This fault never fired:
        Produce, number 3: lose the response (there was 1 such request)
      Requests of the clients: 3 ApiVersions, 1 Metadata, 1 InitProducerId, 1 Produce.
      Change what it is on, or when it happens, or mark it .optional().
      Replay it (seed 7): run the same program with new Simulation({ seed: 7 })
      "
    `);
  });

  it('does not take a fault for idle that names what there has never been, negated or not', async () => {
    const { sim, producer } = payments();
    const fault = sim.faults.on('Produce', { topic: 'paymets' }).loseResponse();
    await sim.run(() => producer.flush()).catch(() => {});
    const line = "(there has never been a topic 'paymets'. Did you mean 'payments'?)";
    expect(() => assertEveryFaultFired(sim)).toThrow(line);
    expect(() => matchers.toHaveFiredEveryFault(sim)).toThrow(line);
    fault.remove();
    assertEveryFaultFired(sim);
  });

  it('rejects a value that is not a simulation', () => {
    expect(() => assertEveryFaultFired('sim' as never)).toThrow(
      'toHaveFiredEveryFault expects a Simulation; got "sim".',
    );
  });
});

describe('assertGuarantees', () => {
  it('accepts a run that keeps them, and one that violates those in `breaks`', async () => {
    assertGuarantees((await oneRejected()).sim);
    assertGuarantees((await oneStoredTwice()).sim);
  });

  it('prints the histories of the records that show the violation', async () => {
    const { sim, producer } = payments({}, { 'enable.idempotence': false });
    sim.faults.on('Produce').nth(1).loseResponse();
    producer.send({ topic: 'payments', value: 'once' });
    sim.settle();
    await expect(messageOf(() => assertGuarantees(sim))).toMatchFileSnapshot('messages/violated-guarantee.txt');
  });

  it('reports a guarantee in `breaks` that is kept', () => {
    const { sim } = payments({ breaks: ['NoAcknowledgedRecordLost'] });
    expect(messageOf(() => assertGuarantees(sim))).toContain(
      'Expected a violation of NoAcknowledgedRecordLost, but none occurred.\nVerdict: 0',
    );
  });

  it('rejects a simulation that checks no guarantees', () => {
    expect(() => assertGuarantees(payments({ guarantees: 'none' }).sim)).toThrow(
      "create it with { guarantees: 'all' }",
    );
  });
});

describe('recordHistory', () => {
  it('returns the history that the messages print', async () => {
    const { sim, futures } = await oneStoredTwice();
    const history = recordHistory(futures[0]!);
    expect(messageOf(() => assertDelivered(sim.topic('payments'), ['once']))).toContain(history);
    expect(recordHistory(sim.verdict().records[0]!)).toBe(history);
  });
});
