/**
 * A producer that records what becomes of its records. It behaves like any other; a simulation makes it only if there is a trace
 * or a guarantee to check, so that other producers have no overhead.
 */

import { addEntryPoints, methodOf } from '../../checks/call-sites.ts';
import type { ClientHost, Properties } from '../../client/index.ts';
import type {
  Callback,
  ProducerConfigInput,
  ProducerRecord,
  ProducerRecordLike,
  RecordFuture,
} from '../../producer/index.ts';
import { KafkaProducer } from '../../producer/kafka-producer.ts';
import type { ProducerOptions } from '../../producer/producer-options.ts';
import { checkCallback } from '../../producer/record/record-checks.ts';
import { ProducerRecorder } from './producer-recorder.ts';
import type { RecordingOptions } from './recording-options.ts';

export class RecordedProducer<K, V> extends KafkaProducer<K, V> {
  readonly recorder: ProducerRecorder;

  constructor(
    config: ProducerConfigInput | Properties,
    clientHost: ClientHost,
    options: ProducerOptions<K, V>,
    recording: RecordingOptions,
  ) {
    super(config, clientHost, options);
    const { deliveryTimeoutMs, requestTimeoutMs } = this.config;
    const { pool } = this.accumulator;
    this.recorder = new ProducerRecorder({ deliveryTimeoutMs, requestTimeoutMs, pool, ...recording });
    this.recorder.listen(this.events);
  }

  override send(record: ProducerRecord<K, V> | ProducerRecordLike<K, V>, callback?: Callback | null): RecordFuture {
    // Without a topic it is no record, and send() throws.
    if (typeof (record as { readonly topic: unknown } | null | undefined)?.topic !== 'string')
      return super.send(record);
    checkCallback(callback);
    const { recorder } = this;
    const outer = recorder.sending(record, callback !== undefined && callback !== null);
    let future: RecordFuture;
    try {
      future = super.send(record, callback);
    } catch (error) {
      recorder.threw(outer, error as Error);
      throw error;
    }
    recorder.returned(outer, future);
    return future;
  }

  /** transactional.id; `null`: not set. */
  get transactionalId(): string | null {
    return this.config.transactionalId;
  }
}

addEntryPoints(methodOf(RecordedProducer.prototype, 'send'));
