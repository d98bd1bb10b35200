/** Programs with @platformatic/kafka. */
import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import type { Flow } from './play.ts';

const CLIENT = { clientId: 'shop', bootstrapBrokers: ['broker-1:9092'] };

type TextProducer = Producer<string, string, string, string>;

async function withProducer<T>(options: object, use: (producer: TextProducer) => Promise<T>): Promise<T> {
  const producer = new Producer({ ...CLIENT, serializers: stringSerializers, ...options });
  try {
    return await use(producer);
  } finally {
    await producer.close();
  }
}

export const sendOne =
  (options: object = {}) =>
  (): Promise<unknown> =>
    withProducer(options, async (producer) => {
      try {
        const { offsets } = await producer.send({ messages: [{ topic: 'orders', value: 'one' }], acks: -1 });
        return `${offsets?.[0]?.offset}`;
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    });

async function consume(count: number, options: object = {}): Promise<readonly string[]> {
  const consumer = new Consumer({ ...CLIENT, groupId: 'billing', deserializers: stringDeserializers });
  const stream = await consumer.consume({ topics: ['orders'], mode: 'earliest', autocommit: true, ...options });
  const read: string[] = [];
  for await (const { partition, value } of stream) {
    read.push(`${partition}: ${value}`);
    if (read.length === count) break;
  }
  await stream.close();
  await consumer.close();
  return read;
}

export const FLOWS: readonly Flow[] = [
  {
    name: 'an admin creates a topic',
    program: async () => {
      const admin = new Admin(CLIENT);
      const created = await admin.createTopics({ topics: ['refunds'], partitions: 2, replicas: 3 });
      await admin.close();
      return created.map(({ name, partitions }) => `${name} ${partitions}`);
    },
  },
  { name: 'a producer sends', program: sendOne() },
  { name: 'an idempotent producer sends', program: sendOne({ idempotent: true }) },
  {
    name: 'a transaction is committed, and the next one is aborted',
    program: () =>
      withProducer({ idempotent: true, transactionalId: 'shop-1' }, async (producer) => {
        for (const value of ['kept', 'dropped']) {
          const transaction = await producer.beginTransaction();
          await transaction.send({ messages: [{ topic: 'orders', value }] });
          await (value === 'kept' ? transaction.commit() : transaction.abort());
        }
      }),
  },
  {
    name: 'a consumer of a group reads five messages',
    partitions: 2,
    program: () =>
      withProducer({}, async (producer) => {
        const messages = ['a', 'b', 'c', 'd', 'e'].map((value) => ({ topic: 'orders', value }));
        await producer.send({ messages, acks: -1 });
        return (await consume(5)).toSorted();
      }),
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
    name: 'the response comes 31 s late',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).delayResponse(31_000),
    program: sendOne(),
  },
  {
    name: 'the leader crashes',
    faults: (sim) => void sim.at(5).crash('broker-1'),
    program: sendOne(),
  },
  {
    name: 'two requests find too few replicas in sync',
    faults: (sim) => void sim.faults.on('Produce').times(2).respond('NOT_ENOUGH_REPLICAS'),
    program: sendOne(),
  },
];
