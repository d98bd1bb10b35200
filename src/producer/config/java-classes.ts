/**
 * The Java class names that a producer's configuration can use: those of every client, and the partitioners that its version
 * has.
 */
import { invalidValue } from '../../client/config/value-checks.ts';
import { CLIENT_CLASSES, type JavaClasses } from '../../client/java/java-classes.ts';
import type { ClientVersion, JavaPartitioner } from '../../client/versions/client-version.ts';
import { isRemoval, removalText } from '../../client/versions/removals.ts';
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
    const names = Object.keys(PARTITIONERS) as JavaPartitioner[];
    const present = names.filter((name) => !isRemoval(version.partitioners[name]));
    classes = CLIENT_CLASSES.with(present.map((name) => [name, PARTITIONERS[name]]));
    classesByVersion.set(version, classes);
  }
  return classes;
}

/**
 * A class that the program passes itself does not depend on the version, but some of ours stand for a class of Java.
 *
 * @throws ConfigException if the version does not have that class any more
 */
export function checkPartitionerExists(type: unknown, version: ClientVersion): void {
  for (const [name, one] of Object.entries(PARTITIONERS)) {
    const partitioner = version.partitioners[name as JavaPartitioner];
    if (one === type && isRemoval(partitioner)) {
      throw invalidValue('partitioner.class', `class ${name}`, removalText('The class', version.name, partitioner));
    }
  }
}
