/** Programs with kafka-ts. */
import { API, createKafkaClient, setLogger } from 'kafka-ts';
import type { Flow } from './play.ts';

const ignore = (): void => {};
setLogger({ debug: ignore, info: ignore, warn: ignore, error: ignore });

type Client = ReturnType<typeof createKafkaClient>;
type Producer = ReturnType<Client['createProducer']>;

const clientOf = (): Client =>
  createKafkaClient({ clientId: 'shop', bootstrapServers: [{ host: 'broker-1', port: 9092 }] });

async function withProducer<T>(use: (producer: Producer) => Promise<T>): Promise<T> {
  const producer = clientOf().createProducer({});
  try {
    return await use(producer);
  } finally {
    await producer.close();
  }
}

export const sendOne = (): Promise<unknown> =>
  withProducer(async (producer) => {
    try {
      await producer.send([{ topic: 'orders', value: 'one' }]);
      return 'acknowledged';
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  });

export const FLOWS: readonly Flow[] = [
  {
    name: 'a topic is created by a broker that is not the controller',
    program: async () => {
      const cluster = clientOf().createCluster();
      await cluster.connect();
      const topic = { name: 'refunds', numPartitions: 2, replicationFactor: 3, assignments: [], configs: [] };
      const { topics } = await cluster.sendRequestToNode(2)(API.CREATE_TOPICS, {
        validateOnly: false,
        timeoutMs: 10_000,
        topics: [topic],
      });
      await cluster.disconnect();
      return topics.map(({ name, errorCode }) => `${name} ${errorCode}`);
    },
  },
  { name: 'a producer sends', program: sendOne },
  {
    name: 'a consumer of a group reads five messages',
    partitions: 2,
    program: () =>
      withProducer(async (producer) => {
        await producer.send(['a', 'b', 'c', 'd', 'e'].map((value) => ({ topic: 'orders', value })));
        const read: string[] = [];
        await new Promise<void>((resolve, reject) => {
          const starting = clientOf().startConsumer({
            groupId: 'billing',
            topics: ['orders'],
            fromTimestamp: -2n,
            onBatch: async (messages) => {
              for (const { partition, value } of messages) read.push(`${partition}: ${value}`);
              if (read.length === 5) starting.then((consumer) => consumer.close()).then(resolve, reject);
            },
          });
          starting.catch(reject);
        });
        return read.toSorted();
      }),
  },
  {
    name: 'the connection breaks before the response',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).breakBeforeResponse(),
    program: sendOne,
  },
  {
    name: 'the response comes 61 s late',
    faults: (sim) => void sim.faults.on('Produce', { client: 'shop' }).nth(1).delayResponse(61_000),
    program: sendOne,
  },
  {
    name: 'the leader crashes',
    faults: (sim) => void sim.at(5).crash('broker-1'),
    program: sendOne,
  },
  {
    name: 'two requests find too few replicas in sync',
    faults: (sim) => void sim.faults.on('Produce').times(2).respond('NOT_ENOUGH_REPLICAS'),
    program: sendOne,
  },
];
