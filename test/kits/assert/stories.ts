/** Runs that go wrong in ways worth telling, for the messages of expectations. */
import { type KafkaProducer, type RecordFuture, Simulation, type SimulationOptions } from 'kafka-trial';

export const TEXT = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

export interface Story {
  readonly sim: Simulation;
  readonly producer: KafkaProducer;
}

export function payments(options: SimulationOptions = {}, config: object = {}): Story {
  const sim = new Simulation({ seed: 7, guarantees: 'all', ...options });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  return { sim, producer: sim.producer({ ...TEXT, ...config }) };
}

/** Three records; the second is refused for good. */
export async function oneRefused(options: SimulationOptions = {}): Promise<Story & { futures: RecordFuture[] }> {
  const story = payments(options);
  const { sim, producer } = story;
  sim.faults.on('Produce').nth(2).respond('INVALID_RECORD');
  const futures: RecordFuture[] = [];
  await sim.run(async () => {
    for (const value of ['one', 'two', 'three']) {
      futures.push(producer.send({ topic: 'payments', key: 'k', value }));
      await producer.flush();
    }
  });
  return { ...story, futures };
}

/** One record, stored twice: its first answer is lost, and nothing tells the broker that it is the same. */
export async function oneTwice(): Promise<Story & { futures: RecordFuture[] }> {
  const story = payments({ expectedViolations: ['NoDuplicateWithIdempotence'] }, { 'enable.idempotence': false });
  const { sim, producer } = story;
  sim.faults.on('Produce').nth(1).loseResponse();
  const future = producer.send({ topic: 'payments', value: 'once' });
  await sim.run(() => future.get());
  return { ...story, futures: [future] };
}

/** The message of what `expectation` throws. */
export function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return `${(error as Error).message}\n`;
  }
  throw new Error('the expectation was to fail, and is met');
}
