/**
 * The interface of partitioners for `partitioner.class`. The built-in partitioner does not implement it, since it also has to know
 * sizes and queues.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';

/**
 * Chooses the partitions of records (Java's Partitioner). The configuration key `partitioner.class` takes a class that implements
 * it.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * class LastPartition {
 *   partition(topic, key, keyBytes, value, valueBytes, cluster) {
 *     return cluster.partitionCountForTopic(topic) - 1;
 *   }
 * }
 *
 * const sim = new Simulation();
 * sim.createTopic('payments', { partitions: 3 });
 * const producer = sim.producer({
 *   'key.serializer': StringSerializer,
 *   'value.serializer': StringSerializer,
 *   'partitioner.class': LastPartition,
 * });
 * const metadata = await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
 * console.log(metadata.partition());
 * // prints: 2
 */
export interface Partitioner {
  /**
   * Chooses the partition of a record that has none of its own.
   *
   * @param keyBytes the serialized key; `null`: no key
   * @param valueBytes the serialized value; `null`: a tombstone
   * @returns the number of the partition; for a negative one, and for anything but a whole number, send() throws an
   * IllegalArgumentException
   */
  partition(
    topic: string,
    key: unknown,
    keyBytes: Uint8Array | null,
    value: unknown,
    valueBytes: Uint8Array | null,
    cluster: ClusterView,
  ): number;
  /**
   * Called before a record opens a batch; `partition` is then called again for the same record.
   *
   * @param previousPartition the choice so far
   */
  onNewBatch?(topic: string, cluster: ClusterView, previousPartition: number): void;
  /**
   * Called once, when the producer is created.
   *
   * @param configs the configuration of the producer
   * @param nextRandom returns a random whole number from 0 to 2^31 - 1, drawn from the seed of the simulation
   */
  configure?(configs: ReadonlyMap<string, unknown>, nextRandom: () => number): void;
  /** Called when the producer is closed, and if its constructor fails. What it throws is the cause of what close() rejects with. */
  close?(): void;
}

/** The partition for a number from 0 on: counted among those with a leader, or among all if none has a leader. */
export function nthPartition(number: number, topic: string, cluster: ClusterView): number {
  const available = cluster.availablePartitionsForTopic(topic);
  if (available.length > 0) return available[number % available.length]!.partition;
  return number % cluster.partitionsForTopic(topic).length;
}
