/**
 * The Java class names that a producer's configuration can use: those of every client, and the partitioners.
 */
import { CLIENT_CLASSES, type JavaClasses } from '../../client/java/java-classes.ts';
import { DefaultPartitioner } from '../partitioner/default-partitioner.ts';
import { RoundRobinPartitioner } from '../partitioner/round-robin-partitioner.ts';
import { UniformStickyPartitioner } from '../partitioner/uniform-sticky-partitioner.ts';

export const PRODUCER_CLASSES: JavaClasses = CLIENT_CLASSES.with([
  ['org.apache.kafka.clients.producer.RoundRobinPartitioner', RoundRobinPartitioner],
  ['org.apache.kafka.clients.producer.UniformStickyPartitioner', UniformStickyPartitioner],
  ['org.apache.kafka.clients.producer.internals.DefaultPartitioner', DefaultPartitioner],
]);
