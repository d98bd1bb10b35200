/**
 * A producer whose records are watched. It does what any producer does; it is made only where there is a trace or a guarantee.
 */

import type { ClientHost, Properties } from '../../client/index.ts';
import type {
  Callback,
  ProducerConfigInput,
  ProducerRecord,
  ProducerRecordLike,
  RecordFuture,
} from '../../producer/index.ts';
import { KafkaProducer, type ProducerOptions } from '../../producer/kafka-producer.ts';
import { ProducerWatch } from '../checking/producer-watch.ts';
import type { WatchOrder } from '../checking/trial.ts';

export class WatchedProducer<K, V> extends KafkaProducer<K, V> {
  readonly watch: ProducerWatch;

  constructor(
    config: ProducerConfigInput | Properties,
    clientHost: ClientHost,
    options: ProducerOptions<K, V>,
    order: WatchOrder,
  ) {
    super(config, clientHost, options);
    const { deliveryTimeoutMs, requestTimeoutMs } = this.config;
    const { pool } = this.accumulator;
    this.watch = new ProducerWatch({ ...order, deliveryTimeoutMs, requestTimeoutMs, pool });
    this.watch.listen(this.events);
  }

  override send(record: ProducerRecord<K, V> | ProducerRecordLike<K, V>, callback?: Callback): RecordFuture {
    const note = this.watch.sending(record, callback);
    let future: RecordFuture;
    try {
      future = super.send(record, note);
    } catch (error) {
      this.watch.threw(note, error as Error);
      throw error;
    }
    this.watch.returned(note, future);
    return future;
  }
}
