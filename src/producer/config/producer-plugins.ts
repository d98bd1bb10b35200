/**
 * Makes and configures the partitioner, serializers and interceptors that a producer's configuration names.
 */

import type { ConfigLog } from '../../client/config/config-log.ts';
import {
  checkConfigured,
  INTERCEPTOR,
  newInstance,
  PARTITIONER,
  SERIALIZER,
} from '../../client/config/configured-instances.ts';
import type { Properties } from '../../client/config/parse-config.ts';
import type { ParsedValues } from '../../client/config/parsed-values.ts';
import type { Serializer } from '../../client/serialization/serializer.ts';
import type { ClientVersion, JavaPartitioner } from '../../client/versions/client-version.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { ProducerInterceptor } from '../record/interceptors.ts';
import { checkPartitionerExists, producerClasses } from './java-classes.ts';

export const KAFKA_PRODUCER = 'org.apache.kafka.clients.producer.KafkaProducer';

export class ProducerPlugins {
  private readonly version: ClientVersion;
  private readonly values: ParsedValues;
  /** What `configure()` is called with. */
  private readonly configs: Properties;

  constructor(version: ClientVersion, values: ParsedValues, configs: Properties) {
    this.version = version;
    this.values = values;
    this.configs = configs;
  }

  /** `null`: the built-in partitioner. A deprecated one is logged. */
  partitioner(nextRandom: () => number, log: ConfigLog): Partitioner | null {
    const named = this.values.get('partitioner.class');
    if (named === null || named === undefined) return null;
    checkPartitionerExists(named, this.version);
    const classes = producerClasses(this.version);
    const partitioner = newInstance<Partitioner>(named, PARTITIONER, classes);
    checkConfigured(partitioner.configure?.(this.configs, nextRandom), partitioner, 'partitioner.class');
    const warning = this.version.partitioners[classes.nameOf(named as new () => object) as JavaPartitioner] ?? null;
    if (typeof warning === 'string') log('WARN', KAFKA_PRODUCER, warning);
    return partitioner;
  }

  serializer(name: 'key.serializer' | 'value.serializer'): Serializer {
    const serializer = newInstance<Serializer>(this.values.get(name), SERIALIZER, producerClasses(this.version));
    checkConfigured(serializer.configure?.(this.configs, name === 'key.serializer'), serializer, name);
    return serializer;
  }

  interceptors(): readonly ProducerInterceptor[] {
    const named = this.values.get('interceptor.classes') as readonly unknown[];
    return named.map((name) => {
      const interceptor = newInstance<ProducerInterceptor>(name, INTERCEPTOR, producerClasses(this.version));
      checkConfigured(interceptor.configure?.(this.configs), interceptor, 'interceptor.classes');
      return interceptor;
    });
  }
}
