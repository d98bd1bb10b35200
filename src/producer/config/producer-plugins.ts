/**
 * The partitioner, serializers and interceptors that a producer's configuration names.
 *
 * Owns: making and configuring them, and the warning about retired ones.
 */

import type { Properties } from '../../client/config/config-def.ts';
import type { ConfigLog } from '../../client/config/config-log.ts';
import { INTERCEPTOR, newInstance, PARTITIONER, SERIALIZER } from '../../client/config/configured-instances.ts';
import type { Serializer } from '../../client/serialization/serializer.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { ProducerInterceptor } from '../record/interceptors.ts';
import { PRODUCER_CLASSES } from './java-classes.ts';

export const KAFKA_PRODUCER = 'org.apache.kafka.clients.producer.KafkaProducer';

export function makePartitioner(
  values: Properties,
  configs: Properties,
  nextRandom: () => number,
  log: ConfigLog,
): Partitioner | null {
  const named = values.get('partitioner.class');
  if (named === null || named === undefined) return null;
  const partitioner = newInstance<Partitioner>(named, PARTITIONER, PRODUCER_CLASSES);
  partitioner.configure?.(configs, nextRandom);
  const remedy = DEPRECATED_PARTITIONERS[PRODUCER_CLASSES.nameOf(named as new () => object)];
  if (remedy !== undefined) log('WARN', KAFKA_PRODUCER, remedy);
  return partitioner;
}

const DEPRECATED_PARTITIONERS: Readonly<Record<string, string>> = {
  'org.apache.kafka.clients.producer.internals.DefaultPartitioner':
    'DefaultPartitioner is deprecated.  Please clear partitioner.class configuration setting to get the default ' +
    'partitioning behavior',
  'org.apache.kafka.clients.producer.UniformStickyPartitioner':
    'UniformStickyPartitioner is deprecated.  Please clear partitioner.class configuration setting and set ' +
    "partitioner.ignore.keys to 'true' to get the uniform sticky partitioning behavior",
};

export function makeSerializer(values: Properties, name: string, configs: Properties): Serializer {
  const serializer = newInstance<Serializer>(values.get(name), SERIALIZER, PRODUCER_CLASSES);
  serializer.configure?.(configs, name === 'key.serializer');
  return serializer;
}

export function makeInterceptors(values: Properties, configs: Properties): readonly ProducerInterceptor[] {
  const named = values.get('interceptor.classes') as readonly unknown[];
  return named.map((name) => {
    const interceptor = newInstance<ProducerInterceptor>(name, INTERCEPTOR, PRODUCER_CLASSES);
    interceptor.configure?.(configs);
    return interceptor;
  });
}
