/** Programs with @platformatic/kafka, version 1 or 2. */
import * as version1 from '@platformatic/kafka';
import type { Flow } from './play.ts';

const CLIENT = { clientId: 'shop', bootstrapBrokers: ['broker-1:9092'] };

/** The package. */
type Library = Pick<typeof version1, 'Admin' | 'Consumer' | 'Producer' | 'stringDeserializers' | 'stringSerializers'>;

type TextProducer = version1.Producer<string, string, string, string>;

async function withProducer<T>(
  { Producer, stringSerializers }: Library,
  options: object,
  use: (producer: TextProducer) => Promise<T>,
): Promise<T> {
  const producer = new Producer({ ...CLIENT, serializers: stringSerializers, ...options });
  try {
    return await use(producer);
  } finally {
    await producer.close();
  }
}

export const sendOne =
  (options: object = {}, library: Library = version1) =>
  (): Promise<unknown> =>
    withProducer(library, options, async (producer) => {
      try {
        const { offsets } = await producer.send({ messages: [{ topic: 'orders', value: 'one' }], acks: -1 });
        return `${offsets?.[0]?.offset}`;
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    });

async function consume({ Consumer, stringDeserializers }: Library, count: number): Promise<readonly string[]> {
  const consumer = new Consumer({ ...CLIENT, groupId: 'billing', deserializers: stringDeserializers });
  const stream = await consumer.consume({ topics: ['orders'], mode: 'earliest', autocommit: true });
  const read: string[] = [];
  for await (const { partition, value } of stream) {
    read.push(`${partition}: ${value}`);
    if (read.length === count) break;
  }
  await stream.close();
  await consumer.close();
  return read;
}

export const flowsOf = (library: Library): readonly Flow[] => [
  {
    name: 'an admin creates a topic',
    program: async () => {
      const admin = new library.Admin(CLIENT);
      const created = await admin.createTopics({ topics: ['refunds'], partitions: 2, replicas: 3 });
      await admin.close();
      return created.map(({ name, partitions }) => `${name} ${partitions}`);
    },
  },
  { name: 'a producer sends', program: sendOne({}, library) },
  { name: 'an idempotent producer sends', program: sendOne({ idempotent: true }, library) },
  {
    name: 'a transaction is committed, and the next one is aborted',
    program: () =>
      withProducer(library, { idempotent: true, transactionalId: 'shop-1' }, async (producer) => {
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
      withProducer(library, {}, async (producer) => {
        const messages = ['a', 'b', 'c', 'd', 'e'].map((value) => ({ topic: 'orders', value }));
        await producer.send({ messages, acks: -1 });
        return (await consume(library, 5)).toSorted();
      }),
  },
  {
    name: 'the connection breaks before the response',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).breakBeforeResponse(),
    program: sendOne({}, library),
  },
  {
    name: 'the connection breaks before the response to an idempotent producer',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).breakBeforeResponse(),
    program: sendOne({ idempotent: true }, library),
  },
  {
    name: 'the response comes 31 s late',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).delayResponse(31_000),
    program: sendOne({}, library),
  },
  {
    name: 'the leader crashes',
    faults: (sim) => void sim.at(5).crash('broker-1'),
    program: sendOne({}, library),
  },
  {
    name: 'two requests find too few replicas in sync',
    faults: (sim) => void sim.faults.on('Produce').times(2).respond('NOT_ENOUGH_REPLICAS'),
    program: sendOne({}, library),
  },
];

export const FLOWS: readonly Flow[] = flowsOf(version1);

const [nodeVersion = 0] = process.versions.node.split('.').map(Number);

/** Version 2, which needs Node 22; `null` with older versions of Node. */
export const VERSION_2: Library | null =
  nodeVersion >= 22 ? ((await import('platformatic-kafka-2')) as unknown as Library) : null;
