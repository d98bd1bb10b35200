/** Programs with kafkajs as people write them, for the tests of real clients and for comparisons between versions of Node. */
import type { Simulation } from 'kafka-trial';
import 'kafka-trial/real-clients';
import { CompressionTypes, Kafka, logLevel, type Producer, type ProducerConfig } from 'kafkajs';

export interface Flow {
  readonly name: string;
  /** Sets faults. */
  readonly faults?: (sim: Simulation) => void;
  /** Returns what is compared. */
  readonly program: (sim: Simulation) => Promise<unknown>;
}

const RETRIES = { maxRetryTime: 30_000 };

export function kafkaOf(): Kafka {
  return new Kafka({ brokers: ['broker-1:9092'], clientId: 'shop', logLevel: logLevel.NOTHING });
}

/** Connects a producer, passes it to `use`, and disconnects it. */
async function withProducer<T>(config: ProducerConfig, use: (producer: Producer) => Promise<T>): Promise<T> {
  const producer = kafkaOf().producer(config);
  await producer.connect();
  try {
    return await use(producer);
  } finally {
    await producer.disconnect();
  }
}

const sendOne =
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
