/**
 * What whoever runs a cluster does to it, at once and without a client: Kafka's tools, the disks, the clocks, the wires to the
 * controller.
 *
 * Owns: which broker a name or an id means. Refuses to know: what becomes of the cluster (broker), and when it is done
 * (`sim.at(ms).do(...)`).
 */
import type { BrokerNodes } from './broker-nodes.ts';

export class Operator {
  private readonly brokers: BrokerNodes;
  private readonly idOf: (broker: string | number) => number;

  constructor(brokers: BrokerNodes, idOf: (broker: string | number) => number) {
    this.brokers = brokers;
    this.idOf = idOf;
  }

  // --- Leaders and partitions ------------------------------------------------------------------------------------------

  /**
   * Gives a partition's leadership back to its first replica (kafka-leader-election.sh).
   * @throws IllegalArgumentException if that one is not in sync
   */
  electPreferredLeader(topic: string, partition: number): void {
    this.brokers.apply((cluster, nowMs) => cluster.electPreferredLeader(topic, partition, nowMs));
  }

  /**
   * Has another in-sync replica lead a partition.
   * @throws IllegalArgumentException if the broker is not in sync
   */
  moveLeader(topic: string, partition: number, broker: string | number): void {
    const id = this.idOf(broker);
    this.brokers.apply((cluster, nowMs) => cluster.setLeader(topic, partition, id, nowMs));
  }

  /**
   * Moves a partition to these brokers, the preferred leader first (kafka-reassign-partitions.sh). It goes on while the new
   * ones catch up; then the old ones drop their logs.
   * @throws IllegalArgumentException if the partition does not exist, or a broker is named twice
   */
  reassign(topic: string, partition: number, brokers: readonly (string | number)[]): void {
    const ids = brokers.map(this.idOf);
    this.brokers.apply((cluster, nowMs) => cluster.reassign(topic, partition, ids, nowMs));
  }

  /**
   * Gives a topic more partitions, `total` of them. Clients learn of it with their next metadata.
   * @throws IllegalArgumentException with Kafka's reason if there is no such topic, or it has as many already
   */
  addPartitions(topic: string, total: number): void {
    this.brokers.apply((cluster, nowMs) => cluster.addPartitions(topic, total, nowMs));
  }

  /**
   * Deletes a partition's records before `offset` (kafka-delete-records.sh); -1: all that consumers can see.
   * @throws IllegalArgumentException with Kafka's error if there is no leader, or the offset is not in the log
   */
  deleteRecords(topic: string, partition: number, offset: number): void {
    this.brokers.apply((cluster, nowMs) => cluster.deleteRecords(topic, partition, offset, nowMs));
  }

  // --- Brokers ---------------------------------------------------------------------------------------------------------

  /**
   * Nothing passes between the broker and the controller any more; clients and other brokers reach it as before. The
   * controller gives it up after broker.session.timeout.ms. Until it is back in touch the broker goes on leading what it led,
   * and what it takes from then on is lost.
   */
  cutOffFromController(broker: string | number): void {
    const id = this.idOf(broker);
    this.brokers.apply((cluster, nowMs) => cluster.disconnectFromController(id, nowMs));
  }

  /** The broker hears the controller again, and learns all that it missed. */
  reconnectToController(broker: string | number): void {
    const id = this.idOf(broker);
    this.brokers.apply((cluster, nowMs) => cluster.reconnectToController(id, nowMs));
  }

  /**
   * The log directory fails in which all logs lie that the broker has now. It answers KAFKA_STORAGE_ERROR for them, others take
   * over, and a restart finds an empty directory.
   */
  failDisk(broker: string | number): void {
    const id = this.idOf(broker);
    this.brokers.apply((cluster, nowMs) => cluster.failDisk(id, nowMs));
  }

  /** Sets a broker's clock so many ms ahead of the others; below 0: behind. Its log append times and age limits follow it. */
  skewClock(broker: string | number, skewMs: number): void {
    const id = this.idOf(broker);
    this.brokers.apply((cluster) => cluster.skewClock(id, skewMs));
  }

  // --- Clients ---------------------------------------------------------------------------------------------------------

  /**
   * Limits how fast a client may write: producer_byte_rate, in bytes per second and broker. `null` for the client.id: all without
   * a quota of their own. `undefined` for the rate takes the quota away.
   */
  setProducerByteRate(clientId: string | null, bytesPerSecond: number | undefined): void {
    this.brokers.apply((cluster) => cluster.setProducerByteRate(clientId, bytesPerSecond));
  }
}
