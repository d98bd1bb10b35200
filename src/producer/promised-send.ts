/** `producer.promised`: the sends of a producer with the host's own promises (docs/decisions/0015). */
import { startAt } from '../checks/call-sites.ts';
import type { ProducerRecord, ProducerRecordLike } from './record/producer-record.ts';
import type { RecordMetadata } from './record/record-metadata.ts';
import type { Callback } from './result/callback.ts';
import type { RecordFuture } from './result/record-future.ts';

/** A send() that returns the host's own promise. */
export interface PromisedSend<K, V> {
  /**
   * Sends a record as KafkaProducer's `send` does.
   *
   * @returns a promise of the record's metadata, which rejects with Kafka's exception if the record fails, and with what `send` throws
   */
  send(record: ProducerRecord<K, V> | ProducerRecordLike<K, V>, callback?: Callback | null): Promise<RecordMetadata>;
}

interface Sender<K, V> {
  send(record: ProducerRecord<K, V> | ProducerRecordLike<K, V>, callback?: Callback | null): RecordFuture;
}

/** A view of a producer that inherits everything but `send`. */
export function promisedView<K, V, P extends Sender<K, V>>(producer: P): Omit<P, 'send'> & PromisedSend<K, V> {
  const send: PromisedSend<K, V>['send'] = (record, callback) => {
    try {
      return producer.send(record, callback).get();
    } catch (error) {
      return Promise.reject(startAt(error, send));
    }
  };
  return Object.create(producer, { send: { value: send } }) as Omit<P, 'send'> & PromisedSend<K, V>;
}
