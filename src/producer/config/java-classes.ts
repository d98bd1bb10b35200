/**
 * The Java class names that a producer's configuration can use: those of every client, and the partitioners that its version
 * has.
 */
import { CLIENT_CLASSES, type JavaClasses } from '../../client/java/java-classes.ts';
import type { ClientVersion, JavaPartitioner } from '../../client/versions/client-version.ts';
import { DefaultPartitioner } from '../partitioner/default-partitioner.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import { RoundRobinPartitioner } from '../partitioner/round-robin-partitioner.ts';
import { UniformStickyPartitioner } from '../partitioner/uniform-sticky-partitioner.ts';

const PARTITIONERS: Readonly<Record<JavaPartitioner, new () => Partitioner>> = {
  'org.apache.kafka.clients.producer.RoundRobinPartitioner': RoundRobinPartitioner,
  'org.apache.kafka.clients.producer.UniformStickyPartitioner': UniformStickyPartitioner,
  'org.apache.kafka.clients.producer.internals.DefaultPartitioner': DefaultPartitioner,
};

const classesByVersion = new WeakMap<ClientVersion, JavaClasses>();

export function producerClasses(version: ClientVersion): JavaClasses {
  let classes = classesByVersion.get(version);
  if (classes === undefined) {
    const names = Object.keys(version.partitioners) as JavaPartitioner[];
    classes = CLIENT_CLASSES.with(names.map((name) => [name, PARTITIONERS[name]]));
    classesByVersion.set(version, classes);
  }
  return classes;
}
