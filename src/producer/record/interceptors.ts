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
   * @returns the record to be sent, which may be another one; send() throws for anything else, such as a promise
   */
  onSend?(record: ProducerRecord<K, V>): ProducerRecord<K, V>;
  /**
   * Called when a record was acknowledged or has failed, before its callback.
   *
   * @param metadata of a failed record it has the topic and the partition, as far as they are known, and -1 for the rest
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
   * @throws NullPointerException if one returns nothing, IllegalArgumentException if one returns something other than a record
   */
  onSend(record: ProducerRecord<K, V>): ProducerRecord<K, V> {
    let current = record;
    for (const interceptor of this.interceptors) {
      if (interceptor.onSend === undefined) continue;
      let returned: unknown;
      try {
        returned = interceptor.onSend(current);
      } catch (error) {
        this.logger.warn(
          `Error executing interceptor onSend callback for topic: ${record.topic}, partition: ${record.partition}`,
          thrownError(error),
        );
        this.noteThrown(error, interceptor, 'onSend');
        continue;
      }
      current = this.checked(returned, interceptor, record);
    }
    return current;
  }

  /** As in Java, the interceptors are notified of the failure, and send() throws it. */
  private checked(
    returned: unknown,
    interceptor: ProducerInterceptor<K, V>,
    record: ProducerRecord<K, V>,
  ): ProducerRecord<K, V> {
    if (returned instanceof ProducerRecord) return returned;
    try {
      return recordOf(returned, interceptor);
    } catch (error) {
      this.onSendError(record.topic, record.partition ?? UNKNOWN_PARTITION, error as Error);
      throw error;
    }
  }

  onAcknowledgement(metadata: RecordMetadata, error: Error | null): void {
    for (const interceptor of this.interceptors) {
      try {
        interceptor.onAcknowledgement?.(metadata, error);
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

/** @throws NullPointerException, as in Java, for a missing record; IllegalArgumentException for a value that is no record */
function recordOf<K, V>(returned: unknown, interceptor: object): ProducerRecord<K, V> {
  const subject = `onSend() of the interceptor ${interceptor.constructor.name}`;
  const problem = `${subject} returned ${describeValue(returned)}`;
  if (returned === null || returned === undefined) {
    throw new NullPointerException(`${problem}. Return the record that is to be sent, changed or not`);
  }
  if (isPromise(returned)) {
    returned.then(undefined, () => {});
    throw new IllegalArgumentException(`${problem}. Interceptors are synchronous, as in Java: return a record`);
  }
  try {
    checkRecord(returned);
    return ProducerRecord.from(returned as ProducerRecordLike<K, V>);
  } catch (cause) {
    throw new IllegalArgumentException(`${problem}, which is not a record: ${(cause as Error).message}`, { cause });
  }
}
