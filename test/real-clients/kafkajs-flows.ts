/** Programs with kafkajs as people write them, for the tests of real clients and for comparisons between versions of Node. */
import {
  CompressionTypes,
  type Consumer,
  type ConsumerConfig,
  type EachMessageHandler,
  Kafka,
  logLevel,
  type Producer,
  type ProducerConfig,
} from 'kafkajs';
import type { Flow } from './play.ts';

const RETRIES = { maxRetryTime: 30_000 };

export function kafkaOf(): Kafka {
  return new Kafka({ brokers: ['broker-1:9092'], clientId: 'shop', logLevel: logLevel.NOTHING });
}

/** Connects a producer, passes it to `use`, and disconnects it. */
export async function withProducer<T>(config: ProducerConfig, use: (producer: Producer) => Promise<T>): Promise<T> {
  const producer = kafkaOf().producer(config);
  await producer.connect();
  try {
    return await use(producer);
  } finally {
    await producer.disconnect();
  }
}

export const sendOne =
  (config: ProducerConfig = {}) =>
  async (): Promise<unknown> => {
    try {
      const [sent] = await withProducer(config, (producer) =>
        producer.send({ topic: 'orders', messages: [{ value: 'one' }] }),
      );
      return sent?.baseOffset;
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  };

/** Runs a consumer of a group, until it has read so many messages or `until` is over. Returns the values, with partitions. */
async function consume(count: number, config: Partial<ConsumerConfig> = {}): Promise<readonly string[]> {
  const consumer = kafkaOf().consumer({ groupId: 'billing', ...config });
  const read: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: ['orders'], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachMessage: EachMessageHandler = async ({ partition, message }) => {
      read.push(`${partition}: ${message.value}`);
      if (read.length === count) resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return read;
}

const send = (producer: Producer, values: readonly string[]): Promise<unknown> =>
  producer.send({ topic: 'orders', messages: values.map((value) => ({ value, headers: { by: 'shop' } })) });

const byNumber = (one: number, other: number): number => one - other;

export const GROUP_FLOWS: readonly Flow[] = [
  {
    name: 'a consumer of a group reads five messages',
    partitions: 2,
    program: () =>
      withProducer({}, async (producer) => {
        await send(producer, ['a', 'b', 'c', 'd', 'e']);
        return (await consume(5)).toSorted();
      }),
  },
  {
    name: 'a consumer goes on where its group has committed',
    program: () =>
      withProducer({}, async (producer) => {
        await send(producer, ['a', 'b']);
        const first = await consume(2);
        await send(producer, ['c']);
        return [...first, ...(await consume(1))];
      }),
  },
  {
    name: 'a consumer reads committed messages only',
    program: () =>
      withProducer({ idempotent: true, maxInFlightRequests: 1, transactionalId: 'shop-1' }, async (producer) => {
        for (const value of ['kept', 'dropped', 'kept 2']) {
          const transaction = await producer.transaction();
          await transaction.send({ topic: 'orders', messages: [{ value }] });
          await (value === 'dropped' ? transaction.abort() : transaction.commit());
        }
        return consume(2, { readUncommitted: false });
      }),
  },
  {
    name: 'two consumers share four partitions, and one of them leaves',
    partitions: 4,
    program: async (sim) => {
      const owned = new Map<string, readonly number[]>();
      const start = async (name: string): Promise<Consumer> => {
        const consumer = kafkaOf().consumer({ groupId: 'billing' });
        consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
          owned.set(name, payload.memberAssignment.orders ?? []);
        });
        await consumer.connect();
        await consumer.subscribe({ topics: ['orders'], fromBeginning: true });
        await consumer.run({ eachMessage: async () => {} });
        return consumer;
      };
      const first = await start('first');
      await sim.sleep(10_000);
      const alone = [...(owned.get('first') ?? [])];
      const second = await start('second');
      await sim.sleep(30_000);
      const shared = Object.fromEntries(owned);
      await second.disconnect();
      await sim.sleep(30_000);
      const after = [...(owned.get('first') ?? [])];
      await first.disconnect();
      return { alone: alone.toSorted(byNumber), shared, after: after.toSorted(byNumber) };
    },
  },
];

export const FLOWS: readonly Flow[] = [
  {
    name: 'an admin creates topics and lists them',
    program: async () => {
      const admin = kafkaOf().admin();
      await admin.connect();
      const topics = [{ topic: 'refunds', numPartitions: 2, replicationFactor: 3 }];
      const isCreated = await admin.createTopics({ topics, waitForLeaders: true });
      const names = await admin.listTopics();
      await admin.disconnect();
      return [isCreated, names.toSorted()];
    },
  },
  {
    name: 'a producer sends two messages',
    program: () =>
      withProducer({}, (producer) =>
        producer.send({
          topic: 'orders',
          messages: [{ value: 'one' }, { key: 'k', value: 'two', headers: { by: 'shop' } }],
        }),
      ),
  },
  {
    name: 'a topic is created by the first message',
    program: () =>
      withProducer({ allowAutoTopicCreation: true }, (producer) =>
        producer.send({ topic: 'new', messages: [{ value: 'one' }] }),
      ),
  },
  { name: 'an idempotent producer sends', program: sendOne({ idempotent: true }) },
  {
    name: 'a transaction commits records and offsets, and the next one is aborted',
    program: () =>
      withProducer({ idempotent: true, maxInFlightRequests: 1, transactionalId: 'shop-1' }, async (producer) => {
        const first = await producer.transaction();
        await first.send({ topic: 'orders', messages: [{ value: 'kept' }] });
        const topics = [{ topic: 'orders', partitions: [{ partition: 0, offset: '5' }] }];
        await first.sendOffsets({ consumerGroupId: 'billing', topics });
        await first.commit();
        const second = await producer.transaction();
        await second.send({ topic: 'orders', messages: [{ value: 'dropped' }] });
        await second.abort();
      }),
  },
  {
    name: 'gzip',
    program: () =>
      withProducer({}, (producer) =>
        producer.send({
          topic: 'orders',
          compression: CompressionTypes.GZIP,
          messages: [{ value: 'one'.repeat(1_000) }, { value: 'two' }],
        }),
      ),
  },
  {
    name: 'the response comes 31 s late',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).delayResponse(31_000),
    program: sendOne(),
  },
  {
    name: 'the response comes 31 s late, to an idempotent producer',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).delayResponse(31_000),
    program: sendOne({ idempotent: true }),
  },
  {
    name: 'the connection breaks before the response',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).breakBeforeResponse(),
    program: sendOne(),
  },
  {
    name: 'the connection breaks before the response to an idempotent producer',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).breakBeforeResponse(),
    program: sendOne({ idempotent: true }),
  },
  {
    name: 'the response is lost',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).loseResponse(),
    program: sendOne(),
  },
  {
    name: 'the response to an idempotent producer with 5 retries is lost',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).loseResponse(),
    program: sendOne({ idempotent: true, retry: { retries: 5 } }),
  },
  {
    name: 'the leader crashes',
    faults: (sim) => void sim.at(5).crash('broker-1'),
    program: sendOne(),
  },
  {
    name: 'the leader crashes, and the producer has 12 retries',
    faults: (sim) => void sim.at(5).crash('broker-1'),
    program: sendOne({ retry: { retries: 12, ...RETRIES } }),
  },
  {
    name: 'the bootstrap broker is down',
    faults: (sim) => sim.crash('broker-1'),
    program: sendOne(),
  },
  {
    name: 'two requests find too few replicas in sync',
    faults: (sim) => void sim.faults.on('Produce').times(2).respond('NOT_ENOUGH_REPLICAS'),
    program: sendOne(),
  },
];
