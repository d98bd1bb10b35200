/**
 * Covers: docs/mock-producer.md.
 *
 * The page names every method of Java's MockProducer and MockConsumer, and what it recommends has the effect that it says.
 */
import { readFileSync } from 'node:fs';
import { Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { mockOf, ProducerMock } from 'kafka-trial/assert';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../../docs/mock-producer.md', import.meta.url), 'utf8');
const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

/** What is public in MockProducer 3.6.1 beside the methods of Producer. */
const MOCK_PRODUCER =
  `history clear completeNext errorNext flushed closed fenceProducer uncommittedRecords consumerGroupOffsetsHistory uncommittedOffsets
  sentOffsets transactionInitialized transactionInFlight transactionCommitted transactionAborted commitCount setMockMetrics initTransactionException
  beginTransactionException sendOffsetsToTransactionException commitTransactionException abortTransactionException sendException flushException
  partitionsForException closeException`.split(/\s+/);

/** What is public in MockConsumer 3.6.1, but for the methods of Consumer that are not in the table since a mock and a consumer have the same. */
const MOCK_CONSUMER =
  `addRecord updatePartitions updateBeginningOffsets updateEndOffsets setPollException setException setOffsetsException schedulePollTask
  scheduleNopPollTask rebalance shouldRebalance resetShouldRebalance lastPollTimeout closed paused`.split(/\s+/);

describe('The page about mocks', () => {
  it.each([...MOCK_PRODUCER, ...MOCK_CONSUMER])('names %s', (name) => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.some((row) => new RegExp(`\\b${name}\\b`).test(row.split(' | ')[0] ?? ''))).toBe(true);
  });

  it('names the methods of the mock, and no others', () => {
    const methods = Object.getOwnPropertyNames(ProducerMock.prototype).filter((name) => MOCK_PRODUCER.includes(name));
    const named = Array.from(page.matchAll(/`(?:await )?mock\.(\w+)\(/g), ([, name = '']) => name);
    expect(methods.filter((name) => !page.includes(`\`${name}(`))).toEqual([]);
    expect(named.filter((name) => !methods.includes(name))).toEqual([]);
  });
});

async function nameOf(promise: PromiseLike<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => (error as Error).name,
  );
}

describe('The equivalent of an exception of MockProducer', () => {
  it('initTransactionException', async () => {
    const sim = new Simulation();
    sim.faults.on('InitProducerId').nth(1).respond('CLUSTER_AUTHORIZATION_FAILED');
    const producer = sim.producer({ ...TEXT, 'transactional.id': 'shop' });
    expect(await sim.run(() => nameOf(producer.initTransactions()))).toBe('ClusterAuthorizationException');
  });

  it('beginTransactionException', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    const producer = sim.producer({ ...TEXT, 'transactional.id': 'shop' });
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      await mockOf(sim, producer).fenceProducer();
      producer.send({ topic: 'payments', value: 'late' });
      await nameOf(producer.commitTransaction());
    });
    expect(() => producer.beginTransaction()).toThrow(
      'has been fenced by another producer with the same transactionalId',
    );
  });

  it('sendOffsetsToTransactionException', async () => {
    const sim = new Simulation();
    sim.createTopic('orders');
    sim.faults.on('TxnOffsetCommit').nth(1).respond('GROUP_AUTHORIZATION_FAILED');
    const producer = sim.producer({ ...TEXT, 'transactional.id': 'shop' });
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      expect(await nameOf(producer.sendOffsetsToTransaction({ 'orders-0': 1 }, 'group'))).toBe(
        'GroupAuthorizationException',
      );
    });
  });

  it.each(['commitTransaction', 'abortTransaction'] as const)('%sException', async (end) => {
    const sim = new Simulation();
    sim.faults.on('EndTxn').nth(1).respond('INVALID_PRODUCER_EPOCH');
    const producer = sim.producer({ ...TEXT, 'transactional.id': 'shop' });
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      await producer.send({ topic: 'payments', value: 'one' });
      expect(await nameOf(producer[end]())).toBe('ProducerFencedException');
    });
  });

  it('sendException', async () => {
    const sim = new Simulation();
    sim.faults.on('Metadata').loseRequest();
    const producer = sim.producer(TEXT);
    await sim.run(async () => {
      expect(await nameOf(producer.send({ topic: 'payments', value: 'one' }))).toBe('TimeoutException');
    });
    expect(sim.nowMs).toBe(60_000);
  });

  it('flushException', async () => {
    const sim = new Simulation();
    const producer = sim.producer(TEXT);
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      producer.send({ topic: 'payments', value: 'one' });
      const flushing = nameOf(producer.flush());
      producer.interrupt();
      expect(await flushing).toBe('InterruptException');
    });
  });

  it('partitionsForException', async () => {
    const sim = new Simulation();
    sim.faults.on('Metadata').respond('TOPIC_AUTHORIZATION_FAILED');
    const producer = sim.producer(TEXT);
    expect(await sim.run(() => nameOf(producer.partitionsFor('payments')))).toBe('TopicAuthorizationException');
  });
});

describe('The equivalent of MockConsumer', () => {
  const READING = {
    'key.deserializer': StringDeserializer,
    'value.deserializer': StringDeserializer,
    'auto.offset.reset': 'earliest',
  } as const;

  it('setPollException', async () => {
    const sim = new Simulation();
    sim.createTopic('payments', { partitions: 1 });
    sim.faults.on('Fetch', { client: 'consumer-null-1' }).nth(1).respond('TOPIC_AUTHORIZATION_FAILED');
    const consumer = sim.consumer(READING);
    consumer.assign([{ topic: 'payments', partition: 0 }]);
    expect(await sim.run(() => nameOf(consumer.poll(1_000)))).toBe('TopicAuthorizationException');
  });

  it('setOffsetsException', async () => {
    const sim = new Simulation();
    sim.createTopic('payments', { partitions: 1 });
    sim.faults.on('ListOffsets').nth(1).respond('TOPIC_AUTHORIZATION_FAILED');
    const consumer = sim.consumer(READING);
    const ends = (): Promise<unknown> => consumer.endOffsets([{ topic: 'payments', partition: 0 }]);
    expect(await sim.run(() => nameOf(ends()))).toBe('TopicAuthorizationException');
  });

  it('updatePartitions, updateBeginningOffsets and schedulePollTask', async () => {
    const sim = new Simulation();
    sim.createTopic('payments', { partitions: 1 });
    sim.operator.addPartitions('payments', 2);
    const producer = sim.producer(TEXT);
    const consumer = sim.consumer(READING);
    sim.at(5_000).do(() => void producer.send({ topic: 'payments', partition: 0, value: 'two' }));
    await sim.run(async () => {
      await producer.send({ topic: 'payments', partition: 0, value: 'one' });
      sim.operator.deleteRecords('payments', 0, 1);
      consumer.subscribe(['payments']);
      const read = await consumer.poll(10_000);
      expect(Array.from(read, ({ value, offset }) => ({ value, offset }))).toEqual([{ value: 'two', offset: 1 }]);
      expect(consumer.assignment()).toHaveLength(2);
    });
  });
});
