/**
 * A producer in a soak and the recorder of its requests. The value of a record begins with the record's number, by which the recorder
 * distinguishes records.
 */
import { type KafkaProducer, type Simulation, StringSerializer } from 'kafka-trial';
import { ProducerRecorder } from '../producer/producer-recorder.ts';
import { type Burst, type ProducerCase, TOPIC } from './case.ts';

export interface PlayedProducer {
  readonly drawn: ProducerCase;
  readonly producer: KafkaProducer<string, string>;
  readonly recorder: ProducerRecorder;
  /** Number of send() calls. */
  sent: number;
  /** The number of the first record that was sent after the faults; -1: none was. */
  firstAfterFaults: number;
}

export function createProducer(sim: Simulation, drawn: ProducerCase): PlayedProducer {
  const producer = sim.producer<string, string>({
    ...drawn.config,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  const recorder = new ProducerRecorder(producer, () => sim.startMs + sim.nowMs);
  return { drawn, producer, recorder, sent: 0, firstAfterFaults: -1 };
}

/** Resolves when the record is completed, with or without success: judge.ts checks the outcome. */
export function send(
  played: PlayedProducer,
  { partition, bytes, isAwaited }: Pick<Burst, 'partition' | 'bytes' | 'isAwaited'>,
): Promise<unknown> | undefined {
  const value = `${++played.sent} `.padEnd(bytes, '.');
  try {
    const future = played.producer.send({ topic: TOPIC, partition, value });
    return isAwaited ? future.get().catch(() => {}) : undefined;
  } catch {
    return undefined;
  }
}
