/** Programs with consumers of a group, in a simulation. */
import {
  type ConsumerConfigInput,
  type KafkaConsumer,
  Simulation,
  StringDeserializer,
  StringSerializer,
  type TopicPartition,
} from 'kafka-trial';
import type { ConsumerRebalanceListener } from '../../../src/consumer/groups/rebalance-listener.ts';
import { partitionName } from '../../../src/protocol/cluster/topic-partition.ts';

export type Consumer = KafkaConsumer<string, string>;

export function cluster(partitions = 4): Simulation {
  const sim = new Simulation({ config: { 'group.initial.rebalance.delay.ms': 100 } });
  sim.createTopic('payments', { partitions, replicationFactor: 3 });
  return sim;
}

export function member(sim: Simulation, config: ConsumerConfigInput = {}): Consumer {
  return sim.consumer({
    'group.id': 'billing',
    'auto.offset.reset': 'earliest',
    'key.deserializer': StringDeserializer,
    'value.deserializer': StringDeserializer,
    ...config,
  }) as Consumer;
}

export function namesOf(partitions: Iterable<TopicPartition>): string[] {
  return Array.from(partitions, partitionName);
}

/** Polls until the time has passed. Returns the values that were read. */
export async function poll(sim: Simulation, consumer: Consumer, ms: number): Promise<string[]> {
  const end = sim.nowMs + ms;
  const values: string[] = [];
  while (sim.nowMs < end) {
    const records = await consumer.poll(Math.max(1, end - sim.nowMs));
    for (const { value } of records) values.push(value as string);
  }
  return values;
}

export async function produce(sim: Simulation, values: readonly string[]): Promise<void> {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  await Promise.all(values.map((value) => producer.send({ topic: 'payments', key: value, value }).get()));
}

/** Writes down what it is told. */
export function noting(notes: string[], name: string): ConsumerRebalanceListener {
  const note = (what: string) => (partitions: readonly TopicPartition[]) => {
    notes.push(`${name} ${what} ${namesOf(partitions).join(' ')}`.trim());
  };
  return { onPartitionsAssigned: note('+'), onPartitionsRevoked: note('-'), onPartitionsLost: note('lost') };
}
