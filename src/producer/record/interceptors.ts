/**
 * Interceptors: hooks of the user's, before a record is sent and after it was acknowledged or has failed. An exception of an
 * interceptor is logged and goes no further.
 */

import type { ClientLogger } from '../../client/host/logging.ts';
import { thrownError } from '../../client/host/thrown-error.ts';
import type { ProducerRecord } from './producer-record.ts';
import { RecordMetadata } from './record-metadata.ts';

/**
 * Hooks of the user's around send() (Java's ProducerInterceptor), for the configuration key `interceptor.classes`.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * class Counter {
 *   static acknowledged = 0;
 *
 *   onAcknowledgement(metadata, error) {
 *     if (error === null) Counter.acknowledged++;
 *   }
 * }
 *
 * const sim = new Simulation();
 * const producer = sim.producer({
 *   'key.serializer': StringSerializer,
 *   'value.serializer': StringSerializer,
 *   'interceptor.classes': [Counter],
 * });
 * await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
 * console.log(Counter.acknowledged);
 * // prints: 1
 */
export interface ProducerInterceptor<K = unknown, V = unknown> {
  /** Called once, when the producer is created. @param configs its configuration */
  configure?(configs: ReadonlyMap<string, unknown>): void;
  /** Called in send(), before serialization. @returns the record to be sent, which may be another one */
  onSend?(record: ProducerRecord<K, V>): ProducerRecord<K, V>;
  /**
   * Called when a record was acknowledged or has failed, before its callback.
   *
   * @param metadata of a failed record it has the topic and the partition, as far as they are known, and -1 for the rest
   * @param error `null`: acknowledged
   */
  onAcknowledgement?(metadata: RecordMetadata, error: Error | null): void;
  /** Called when the producer is closed. */
  close?(): void;
}

export type InterceptorClass<K = unknown, V = unknown> = new () => ProducerInterceptor<K, V>;

export class ProducerInterceptors<K = unknown, V = unknown> {
  private readonly interceptors: readonly ProducerInterceptor<K, V>[];
  private readonly logger: ClientLogger;

  constructor(interceptors: readonly ProducerInterceptor<K, V>[], logger: ClientLogger) {
    this.interceptors = interceptors;
    this.logger = logger;
  }

  get isEmpty(): boolean {
    return this.interceptors.length === 0;
  }

  /** Each interceptor gets what the one before it returned; one that throws is skipped. */
  onSend(record: ProducerRecord<K, V>): ProducerRecord<K, V> {
    let current = record;
    for (const interceptor of this.interceptors) {
      try {
        current = interceptor.onSend?.(current) ?? current;
      } catch (error) {
        this.logger.warn(
          `Error executing interceptor onSend callback for topic: ${record.topic}, partition: ${record.partition}`,
          thrownError(error),
        );
      }
    }
    return current;
  }

  onAcknowledgement(metadata: RecordMetadata, error: Error | null): void {
    for (const interceptor of this.interceptors) {
      try {
        interceptor.onAcknowledgement?.(metadata, error);
      } catch (thrown) {
        this.logger.warn('Error executing interceptor onAcknowledgement callback', thrownError(thrown));
      }
    }
  }

  /** For a send() that failed before the record was in a batch. @param partition UNKNOWN_PARTITION: not chosen yet */
  onSendError(topic: string, partition: number, error: Error): void {
    this.onAcknowledgement(RecordMetadata.unknown(topic, partition), error);
  }

  close(): void {
    for (const interceptor of this.interceptors) {
      try {
        interceptor.close?.();
      } catch (error) {
        this.logger.error('Failed to close producer interceptor ', thrownError(error));
      }
    }
  }
}
