/**
 * Interceptors: a user's hooks before a record is sent and when its end is known.
 *
 * Owns: the contract, the chain, and that an interceptor's exception never reaches anybody but the log.
 * Refuses to know: when the hooks are due.
 */
import type { ClientLogger } from '../../client/host/logging.ts';
import type { ProducerRecord } from './producer-record.ts';
import { RecordMetadata, UNKNOWN_PARTITION } from './record-metadata.ts';

export interface ProducerInterceptor<K = unknown, V = unknown> {
  configure?(configs: ReadonlyMap<string, unknown>): void;
  /** Before serialization. Returns the record to send, which may be another one. */
  onSend?(record: ProducerRecord<K, V>): ProducerRecord<K, V>;
  /** The record was acknowledged, or failed (then `metadata` holds -1 where nothing is known). Before the callback. */
  onAcknowledgement?(metadata: RecordMetadata, error: Error | null): void;
  close?(): void;
}

export type InterceptorClass<K = unknown, V = unknown> = new () => ProducerInterceptor<K, V>;

export class ProducerInterceptors<K = unknown, V = unknown> {
  private readonly interceptors: readonly ProducerInterceptor<K, V>[];
  private readonly logger: ClientLogger;

  /** @param logger for `org.apache.kafka.clients.producer.internals.ProducerInterceptors`, without a prefix. */
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
          asError(error),
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
        this.logger.warn('Error executing interceptor onAcknowledgement callback', asError(thrown));
      }
    }
  }

  /** send() failed before the record had a batch. `partition` is the chosen one, if it came that far. */
  onSendError(record: ProducerRecord<K, V>, partition: number | null, error: Error): void {
    const known = partition ?? record.partition ?? UNKNOWN_PARTITION;
    this.onAcknowledgement(RecordMetadata.unknown(record.topic, known), error);
  }

  close(): void {
    for (const interceptor of this.interceptors) {
      try {
        interceptor.close?.();
      } catch (error) {
        this.logger.error('Failed to close producer interceptor ', asError(error));
      }
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
