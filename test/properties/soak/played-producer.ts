/**
 * A producer at work in a soak, and what is written down of it.
 *
 * Owns: its values, which begin with the record's number, so that the wire tap knows them.
 */
import { type KafkaProducer, type Simulation, StringSerializer } from 'kafka-trial';
import { WireTap } from '../producer/wire-tap.ts';
import { type Burst, type ProducerCase, TOPIC } from './case.ts';

export interface PlayedProducer {
  readonly drawn: ProducerCase;
  readonly producer: KafkaProducer<string, string>;
  readonly tap: WireTap;
  /** How often send() was called. */
  sent: number;
  /** The number of the first record that was sent after all was mended; -1: none was. */
  firstAfterwards: number;
}

export function engage(sim: Simulation, drawn: ProducerCase): PlayedProducer {
  const producer = sim.producer<string, string>({
    ...drawn.config,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  const tap = new WireTap(producer, () => sim.startMs + sim.nowMs);
  return { drawn, producer, tap, sent: 0, firstAfterwards: -1 };
}

/** Settles when the record has ended; how it did is for the judge to see. */
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
