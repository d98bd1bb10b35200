/** Runs with failures, for the messages of expectations. */
import { type KafkaProducer, type RecordFuture, Simulation, type SimulationOptions } from 'kafka-trial';

export const TEXT = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

export interface Run {
  readonly sim: Simulation;
  readonly producer: KafkaProducer;
}

export function payments(options: SimulationOptions = {}, config: object = {}): Run {
  const sim = new Simulation({ seed: 7, guarantees: 'all', ...options });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  return { sim, producer: sim.producer({ ...TEXT, ...config }) };
}

/** Three records; the second one is rejected. */
export async function oneRejected(options: SimulationOptions = {}): Promise<Run & { futures: RecordFuture[] }> {
  const run = payments(options);
  const { sim, producer } = run;
  sim.faults.on('Produce').nth(2).respond('INVALID_RECORD');
  const futures: RecordFuture[] = [];
  await sim.run(async () => {
    for (const value of ['one', 'two', 'three']) {
      futures.push(producer.send({ topic: 'payments', key: 'k', value }));
      await producer.flush();
    }
  });
  return { ...run, futures };
}

/** One record, stored twice: its first answer is lost, and the producer is not idempotent. */
export async function oneStoredTwice(): Promise<Run & { futures: RecordFuture[] }> {
  const run = payments({ breaks: ['NoDuplicateWithIdempotence'] }, { 'enable.idempotence': false });
  const { sim, producer } = run;
  sim.faults.on('Produce').nth(1).loseResponse();
  const future = producer.send({ topic: 'payments', value: 'once' });
  await sim.run(() => future.get());
  return { ...run, futures: [future] };
}

/** The message of the error that `expectation` throws. */
export function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return `${(error as Error).message}\n`;
  }
  throw new Error('expected an expectation that is not met');
}
