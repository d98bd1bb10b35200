/**
 * Interceptors: hooks of the user's, before a record is sent and after it was acknowledged or has failed. An exception of an
 * interceptor is logged and goes no further.
 */

import { describeValue, isPromise } from '../../checks/describe-value.ts';
import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClientLogger } from '../../client/host/logging.ts';
import { thrownError } from '../../client/host/thrown-error.ts';
import { IllegalArgumentException, NullPointerException } from '../../protocol/errors/exceptions.ts';
import { ProducerRecord, type ProducerRecordLike } from './producer-record.ts';
import { checkRecord } from './record-checks.ts';
import { RecordMetadata, UNKNOWN_PARTITION } from './record-metadata.ts';

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
  /**
   * Called in send(), before serialization. As in Java, an exception is logged, and the record is sent as it was.
   *
   * @param record what the interceptor before this one returned; `null`, which its type leaves out, if that was no record
   * @returns the record to be sent, which may be another one; send() throws for anything else, such as a promise
   */
  onSend?(record: ProducerRecord<K, V>): ProducerRecord<K, V>;
  /**
   * Called when a record was acknowledged or has failed, before its callback.
   *
   * @param metadata of a failed record it has the topic and the partition, as far as they are known, and -1 for the rest; `null`, which
   *   its type leaves out, if send() got no record
   * @param error `null`: acknowledged
   */
  onAcknowledgement?(metadata: RecordMetadata, error: Error | null): void;
  /** Called when the producer is closed, and if its constructor fails. */
  close?(): void;
}

export type InterceptorClass<K = unknown, V = unknown> = new () => ProducerInterceptor<K, V>;

export class ProducerInterceptors<K = unknown, V = unknown> {
  private readonly interceptors: readonly ProducerInterceptor<K, V>[];
  private readonly logger: ClientLogger;
  private readonly clientHost: Pick<ClientHost, 'userCodeThrew'>;
  /** Which interceptor was the last to return no record, as a sentence; empty: none so far. */
  private missing = '';

  constructor(
    interceptors: readonly ProducerInterceptor<K, V>[],
    logger: ClientLogger,
    clientHost: Pick<ClientHost, 'userCodeThrew'>,
  ) {
    this.interceptors = interceptors;
    this.logger = logger;
    this.clientHost = clientHost;
  }

  get isEmpty(): boolean {
    return this.interceptors.length === 0;
  }

  /**
   * Each interceptor gets what the one before it returned; one that throws is skipped.
   *
   * @param record `null` for send(null): as in Java, the interceptors are called, and one of them may return a record
   * @returns `null` if the last of them returned no record
   * @throws IllegalArgumentException if one returns something other than a record
   */
  onSend(record: ProducerRecord<K, V> | null): ProducerRecord<K, V> | null {
    let current = record;
    for (const interceptor of this.interceptors) {
      if (interceptor.onSend === undefined) continue;
      let returned: unknown;
      try {
        returned = interceptor.onSend(current as ProducerRecord<K, V>);
      } catch (error) {
        this.logger.warn(`Error executing interceptor onSend callback${placeOf(record)}`, thrownError(error));
        this.noteThrown(error, interceptor, 'onSend');
        continue;
      }
      if (returned === null || returned === undefined) {
        this.missing = `${returnedBy(interceptor, returned)}. Return the record that is to be sent, changed or not`;
        current = null;
      } else current = this.checked(returned, interceptor, record);
    }
    return current;
  }

  /** Why onSend() has returned `null` for a record. */
  missingRecord(): NullPointerException {
    return new NullPointerException(this.missing);
  }

  /** As in Java, the interceptors are notified of the failure, and send() throws it. */
  private checked(
    returned: unknown,
    interceptor: ProducerInterceptor<K, V>,
    record: ProducerRecord<K, V> | null,
  ): ProducerRecord<K, V> {
    if (returned instanceof ProducerRecord) return returned;
    try {
      return recordOf(returned, interceptor);
    } catch (error) {
      if (record === null) this.onMissingRecord(error as Error);
      else this.onSendError(record.topic, record.partition ?? UNKNOWN_PARTITION, error as Error);
      throw error;
    }
  }

  onAcknowledgement(metadata: RecordMetadata | null, error: Error | null): void {
    for (const interceptor of this.interceptors) {
      try {
        interceptor.onAcknowledgement?.(metadata as RecordMetadata, error);
      } catch (thrown) {
        this.logger.warn('Error executing interceptor onAcknowledgement callback', thrownError(thrown));
        this.noteThrown(thrown, interceptor, 'onAcknowledgement');
      }
    }
  }

  /** For a send() that failed before the record was in a batch. @param partition UNKNOWN_PARTITION: not chosen yet */
  onSendError(topic: string, partition: number, error: Error): void {
    this.onAcknowledgement(RecordMetadata.unknown(topic, partition), error);
  }

  /** For a send() of `null`. As in Java, the metadata is `null`, too. */
  onMissingRecord(error: Error): void {
    this.onAcknowledgement(null, error);
  }

  close(): void {
    for (const interceptor of this.interceptors) {
      try {
        interceptor.close?.();
      } catch (error) {
        this.logger.error('Failed to close producer interceptor ', thrownError(error));
        this.noteThrown(error, interceptor, 'close');
      }
    }
  }

  private noteThrown(thrown: unknown, interceptor: object, method: string): void {
    this.clientHost.userCodeThrew(thrown, `${method}() of the interceptor ${interceptor.constructor.name}`);
  }
}

/** What the line in the log says of the record that was given to send(). */
function placeOf(record: ProducerRecord | null): string {
  return record === null ? '' : ` for topic: ${record.topic}, partition: ${record.partition}`;
}

function returnedBy(interceptor: object, returned: unknown): string {
  return `onSend() of the interceptor ${interceptor.constructor.name} returned ${describeValue(returned)}`;
}

/** @throws IllegalArgumentException if the value is not a record */
function recordOf<K, V>(returned: unknown, interceptor: object): ProducerRecord<K, V> {
  const problem = returnedBy(interceptor, returned);
  if (isPromise(returned)) {
    returned.then(undefined, () => {});
    throw new IllegalArgumentException(`${problem}. Interceptors are synchronous, as in Java: return a record`);
  }
  try {
    checkRecord(returned as object);
    return ProducerRecord.from(returned as ProducerRecordLike<K, V>);
  } catch (cause) {
    throw new IllegalArgumentException(`${problem}, which is not a record: ${(cause as Error).message}`, { cause });
  }
}
