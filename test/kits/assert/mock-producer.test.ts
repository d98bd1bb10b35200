/** Covers: src/kits/assert/mock-producer.ts, src/kits/assert/held-requests.ts. */
import { inspect } from 'node:util';
import { type KafkaProducer, ProducerFencedException, Simulation, StringSerializer } from 'kafka-trial';
import { assertDelivered, mockOf, type ProducerMock } from 'kafka-trial/assert';
import { describe, expect, it } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

interface Setting {
  readonly sim: Simulation;
  readonly producer: KafkaProducer<string, string>;
  readonly mock: ProducerMock;
}

function setting(config: object = {}, options: object = {}): Setting {
  const sim = new Simulation({ guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  const producer = sim.producer<string, string>({ ...TEXT, ...config });
  return { sim, producer, mock: mockOf(sim, producer, options) };
}

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('no error'),
    (error: unknown) => error as Error,
  );
}

describe('mockOf()', () => {
  it('refuses what is not a producer of the simulation, and one whose records are not kept', () => {
    const { sim, producer } = setting();
    const plain = new Simulation();
    const message = "mockOf(sim, producer) expects a producer of the simulation, made with { guarantees: 'all' }";
    expect(() => mockOf(new Simulation({ guarantees: 'all' }), producer)).toThrow(message);
    expect(() => mockOf(plain, plain.producer(TEXT))).toThrow(message);
    expect(() => mockOf(sim, {} as KafkaProducer)).toThrow(message);
    expect(() => mockOf({} as Simulation, producer)).toThrow('mockOf expects a Simulation');
    expect(() => mockOf(sim, producer, { autocomplete: false } as object)).toThrow("Did you mean 'autoComplete'?");
  });

  it('keeps a history of what the program has sent, until it is cleared', async () => {
    const { sim, producer, mock } = setting();
    await sim.run(async () => {
      producer.send({ topic: 'payments', key: 'ann', value: 'one' });
      expect(mock.flushed()).toBe(false);
      await producer.flush();
      expect(mock.flushed()).toBe(true);
    });
    expect(mock.history()).toEqual([{ topic: 'payments', partition: 0, key: 'ann', value: 'one' }]);
    mock.clear();
    expect(mock.history()).toEqual([]);
    expect(mock.closed()).toBe(false);
    expect(inspect(mock)).toBe('ProducerMock { of: "producer-1", records: 0 }: they are in history()');
    await sim.run(() => producer.close());
    expect(mock.closed()).toBe(true);
  });

  it('has what failed in the history, but not what send() has refused', async () => {
    const { sim, producer, mock } = setting({ 'max.request.size': 100 });
    sim.faults.on('Produce').respond('INVALID_RECORD');
    await sim.run(async () => {
      producer.send({ topic: 'payments', value: 'failed' });
      await producer.flush();
      expect((await errorOf(producer.send({ topic: 'payments', value: 'x'.repeat(200) }).get())).name).toBe(
        'RecordTooLargeException',
      );
    });
    expect(mock.history().map(({ value }) => value?.length)).toEqual([6, 200]);
    expect(() => producer.send({ topic: 'payments', value: 5 as never })).toThrow();
    expect(mock.history()).toHaveLength(2);
  });
});

describe('A mock that does not complete automatically', () => {
  it('completes one request after the other', async () => {
    const { sim, producer, mock } = setting({}, { autoComplete: false });
    await sim.run(async () => {
      const first = producer.send({ topic: 'payments', value: 'one' });
      await sim.sleep(1_000);
      const second = producer.send({ topic: 'payments', value: 'two' });
      await sim.sleep(1_000);
      expect([first.isDone(), second.isDone()]).toEqual([false, false]);
      expect(await mock.completeNext()).toBe(true);
      expect([first.isDone(), second.isDone()]).toEqual([true, false]);
      expect(await mock.completeNext()).toBe(true);
      expect(second.isDone()).toBe(true);
      expect(await mock.completeNext()).toBe(false);
    });
    assertDelivered(sim.topic('payments'), ['one', 'two']);
  });

  it('fails a request, whose records are not stored', async () => {
    const { sim, producer, mock } = setting({}, { autoComplete: false });
    await sim.run(async () => {
      const first = producer.send({ topic: 'payments', value: 'one' });
      expect(await mock.errorNext('INVALID_RECORD')).toBe(true);
      expect((await errorOf(first.get())).name).toBe('InvalidRecordException');
      producer.send({ topic: 'payments', value: 'two' });
      await mock.completeNext();
      expect(await mock.errorNext('INVALID_RECORD')).toBe(false);
    });
    assertDelivered(sim.topic('payments'), ['two']);
    expect(mock.history().map(({ value }) => value)).toEqual(['one', 'two']);
  });

  it('sends a record again after a retriable error', async () => {
    const { sim, producer, mock } = setting({}, { autoComplete: false });
    await sim.run(async () => {
      const future = producer.send({ topic: 'payments', value: 'one' });
      await mock.errorNext('NOT_ENOUGH_REPLICAS');
      expect(future.isDone()).toBe(false);
      await mock.completeNext();
      expect(future.isDone()).toBe(true);
    });
    assertDelivered(sim.topic('payments'), ['one']);
  });

  it('affects no other producer', async () => {
    const { sim, mock } = setting({}, { autoComplete: false });
    const other = sim.producer(TEXT);
    await sim.run(() => other.send({ topic: 'payments', value: 'other' }).get());
    expect(mock.history()).toEqual([]);
  });

  it('holds a request until request.timeout.ms, after which it is sent and held again', async () => {
    const { sim, producer, mock } = setting({}, { autoComplete: false });
    await sim.run(async () => {
      const future = producer.send({ topic: 'payments', value: 'one' });
      await sim.sleep(40_000);
      expect(await mock.completeNext()).toBe(true);
      await future.get();
    });
    assertDelivered(sim.topic('payments'), ['one']);
  });

  it('is required to say when a request ends, and refuses an error that does not exist', async () => {
    const automatic = setting();
    const message = 'make the mock with mockOf(sim, producer, { autoComplete: false })';
    expect((await errorOf(automatic.mock.completeNext())).message).toContain(message);
    expect((await errorOf(automatic.mock.errorNext('INVALID_RECORD'))).message).toContain(message);
    const { sim, producer, mock } = setting({}, { autoComplete: false });
    await sim.run(async () => {
      producer.send({ topic: 'payments', value: 'one' });
      const wrong = 'INVALID_RECRD' as 'INVALID_RECORD';
      expect((await errorOf(mock.errorNext(wrong))).message).toContain("Did you mean 'INVALID_RECORD'?");
    });
  });
});

describe('The mock of a transactional producer', () => {
  it('knows what a transaction contains, and what becomes of it', async () => {
    const { sim, producer, mock } = setting({ 'transactional.id': 'shop' });
    sim.createTopic('orders', { partitions: 2, replicationFactor: 3 });
    await sim.run(async () => {
      expect([mock.transactionInitialized(), mock.transactionInFlight()]).toEqual([false, false]);
      await producer.initTransactions();
      expect([mock.transactionInitialized(), mock.transactionInFlight()]).toEqual([true, false]);

      producer.beginTransaction();
      producer.send({ topic: 'payments', value: 'aborted' });
      expect(mock.uncommittedRecords().map(({ value }) => value)).toEqual(['aborted']);
      expect(mock.transactionInFlight()).toBe(true);
      await producer.abortTransaction();
      expect([mock.transactionAborted(), mock.transactionCommitted()]).toEqual([true, false]);
      expect(mock.uncommittedRecords()).toEqual([]);

      producer.beginTransaction();
      producer.send({ topic: 'payments', value: 'committed' });
      expect(mock.sentOffsets()).toBe(false);
      await producer.sendOffsetsToTransaction({ 'orders-0': 5, 'orders-1': 7 }, 'shop-group');
      expect(mock.sentOffsets()).toBe(true);
      expect(mock.uncommittedOffsets()).toEqual({ 'shop-group': { 'orders-0': 5, 'orders-1': 7 } });
      expect(mock.consumerGroupOffsetsHistory()).toEqual([]);
      await producer.commitTransaction();
    });
    expect([mock.transactionAborted(), mock.transactionCommitted(), mock.commitCount()]).toEqual([false, true, 1]);
    expect(mock.history().map(({ value }) => value)).toEqual(['committed']);
    expect(mock.uncommittedOffsets()).toEqual({});
    expect(mock.consumerGroupOffsetsHistory()).toEqual([{ 'shop-group': { 'orders-0': 5, 'orders-1': 7 } }]);
    mock.clear();
    expect([mock.sentOffsets(), mock.consumerGroupOffsetsHistory(), mock.commitCount()]).toEqual([false, [], 1]);
  });

  it('fences the producer', async () => {
    const { sim, producer, mock } = setting({ 'transactional.id': 'shop' });
    await sim.run(async () => {
      expect((await errorOf(mock.fenceProducer())).message).toBe(
        'Producer producer-shop is not initialized for transactions.',
      );
      await producer.initTransactions();
      producer.beginTransaction();
      await mock.fenceProducer();
      producer.send({ topic: 'payments', value: 'too late' });
      expect(await errorOf(producer.commitTransaction())).toBeInstanceOf(ProducerFencedException);
    });
    expect(mock.history()).toEqual([]);
  });
});
