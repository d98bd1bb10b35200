/** What an operator does to a cluster: Kafka's command line tools, and brokers' disks, clocks and connections to the controller. */
import type { TopicConfigInput } from '../../broker/index.ts';
import { checkArgument } from '../../checks/arguments.ts';
import {
  INT,
  INTEGER,
  LIST,
  OBJECT,
  OFFSET_MS,
  PARTITION,
  TEXT,
  TOPIC,
  type ValueType,
  valueType,
} from '../../checks/value-type.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { AlterableConfig } from '../../protocol/messages.ts';
import type { BrokerControl } from './broker-control.ts';
import type { BrokerNodes } from './broker-nodes.ts';

const CLIENT_ID: ValueType = valueType(
  (value): value is string | null => value === null || TEXT.accepts(value),
  'a client.id, or null for all clients',
);

const BYTE_RATE: ValueType = valueType(
  (value): value is number | undefined =>
    value === undefined || (typeof value === 'number' && value > 0 && Number.isFinite(value)),
  'a number of bytes above 0, or undefined',
);

/**
 * `sim.operator`: changes the cluster at once, without a client. Use `sim.at(ms).do(...)` to do it at a scripted time. Every method throws
 * an IllegalArgumentException for an argument of another type.
 *
 * Brokers are given by id (`1`) or by name (`'broker-1'`). Every method that takes one throws a SimulationError of kind 'misuse' if
 * there is no such broker.
 *
 * @example
 * import { Simulation } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
 * sim.operator.moveLeader('payments', 0, 'broker-2');
 * console.log(sim.snapshot().topics[0]?.partitions[0]?.leader);
 * // prints: 2
 */
export class Operator {
  private readonly brokers: BrokerNodes;
  private readonly control: BrokerControl;

  constructor(brokers: BrokerNodes, control: BrokerControl) {
    this.brokers = brokers;
    this.control = control;
  }

  // --- Leaders and partitions ------------------------------------------------------------------------------------------

  /**
   * Elects the preferred leader of a partition, its first replica, as kafka-leader-election.sh does.
   *
   * @throws IllegalArgumentException if that replica is not in sync
   */
  electPreferredLeader(topic: string, partition: number): void {
    checkPartition('electPreferredLeader', topic, partition);
    this.brokers.apply((cluster, nowMs) => cluster.electPreferredLeader(topic, partition, nowMs));
  }

  /**
   * Makes another in-sync replica the leader of a partition.
   *
   * @throws IllegalArgumentException if the broker has no in-sync replica
   */
  moveLeader(topic: string, partition: number, broker: string | number): void {
    checkPartition('moveLeader', topic, partition);
    const id = this.idOf(broker);
    this.brokers.apply((cluster, nowMs) => cluster.setLeader(topic, partition, id, nowMs));
  }

  /**
   * Starts to move a partition to other brokers, as kafka-reassign-partitions.sh does. It completes when the new replicas have caught
   * up; the old replicas are then deleted.
   *
   * @param brokers the new replicas, the preferred leader first
   * @throws IllegalArgumentException if the partition does not exist, or a broker is given twice
   */
  reassign(topic: string, partition: number, brokers: readonly (string | number)[]): void {
    checkPartition('reassign', topic, partition);
    checkArgument('sim.operator.reassign(topic, partition, brokers)', brokers, LIST);
    const ids = brokers.map((broker) => this.idOf(broker));
    this.brokers.apply((cluster, nowMs) => cluster.reassign(topic, partition, ids, nowMs));
  }

  /**
   * Increases the number of partitions of a topic to `total`. Clients learn of it when they refresh their metadata.
   *
   * @throws IllegalArgumentException with Kafka's message if the topic does not exist, or does not have fewer partitions
   */
  addPartitions(topic: string, total: number): void {
    checkArgument('sim.operator.addPartitions(topic)', topic, TOPIC);
    checkArgument('sim.operator.addPartitions(topic, total)', total, INT);
    this.brokers.apply((cluster, nowMs) => cluster.addPartitions(topic, total, nowMs));
  }

  /**
   * Deletes the records of a partition before `offset`, as kafka-delete-records.sh does. With -1 it deletes all records below the
   * high watermark.
   *
   * @throws IllegalArgumentException with Kafka's error if the partition has no leader, or the offset is not in the log
   */
  deleteRecords(topic: string, partition: number, offset: number): void {
    checkPartition('deleteRecords', topic, partition);
    checkArgument('sim.operator.deleteRecords(topic, partition, offset)', offset, INTEGER);
    this.brokers.apply((cluster, nowMs) => cluster.deleteRecords(topic, partition, offset, nowMs));
  }

  // --- Topics ----------------------------------------------------------------------------------------------------------

  /**
   * Changes the configuration of a topic, as kafka-configs.sh does. Brokers use the new values from their next request on.
   *
   * @param configs values by Kafka's keys; `null` restores the default of the brokers
   * @throws InvalidConfigurationException with Kafka's message if a key or value is not allowed, UnknownTopicOrPartitionException if the
   *   topic does not exist
   * @example
   * import { Simulation, StringSerializer } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
   * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
   * await sim.run(async () => {
   *   sim.operator.alterTopicConfig('payments', { 'max.message.bytes': 100 });
   *   await producer.send({ topic: 'payments', value: '€'.repeat(100) }).catch((error) => console.log(error.name));
   * });
   * // prints: RecordTooLargeException
   */
  alterTopicConfig(
    topic: string,
    configs: { readonly [Name in keyof TopicConfigInput]: TopicConfigInput[Name] | null },
  ): void {
    checkArgument('sim.operator.alterTopicConfig(topic)', topic, TOPIC);
    checkArgument('sim.operator.alterTopicConfig(topic, configs)', configs, OBJECT);
    const given = Object.entries(configs).filter(([, value]) => value !== undefined);
    const changes = given.map(([name, value]): AlterableConfig => {
      return value === null
        ? { name, operation: 'DELETE', value: null }
        : { name, operation: 'SET', value: String(value) };
    });
    this.brokers.apply((cluster, nowMs) => cluster.alterTopicConfig(topic, changes, nowMs));
  }

  // --- Brokers ---------------------------------------------------------------------------------------------------------

  /**
   * Interrupts the connection between a broker and the controller; clients and other brokers still reach the broker. The controller
   * fences the broker after `broker.session.timeout.ms`. Until it has reconnected, the broker still acts as the leader of its
   * partitions, and the records that it accepts after it was fenced are lost.
   */
  cutOffFromController(broker: string | number): void {
    const id = this.idOf(broker);
    this.brokers.apply((cluster, nowMs) => cluster.disconnectFromController(id, nowMs));
  }

  /** Restores the connection between a broker and the controller. The broker then catches up on all changes of the metadata. */
  reconnectToController(broker: string | number): void {
    const id = this.idOf(broker);
    this.brokers.apply((cluster, nowMs) => cluster.reconnectToController(id, nowMs));
  }

  /**
   * Delays the metadata of a broker: it learns of new topics, leaders, in-sync replicas and configurations `delayMs` later than the
   * others, and until then answers Metadata, accepts records and refuses them by what it knows. Its session with the controller goes on.
   * By default, all brokers learn of a change at once.
   *
   * @param delayMs a whole number of virtual ms; 0 ends the delay, for changes from now on
   * @throws IllegalArgumentException for another value
   * @example
   * import { Simulation, StringSerializer } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
   * sim.operator.delayMetadata('broker-2', 500);
   * sim.operator.moveLeader('payments', 0, 'broker-3');
   * const serializers = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
   * await sim.run(async () => {
   *   for (const ms of [0, 500]) {
   *     await sim.sleep(ms);
   *     const producer = sim.producer({ ...serializers, 'bootstrap.servers': 'broker-2:9092' });
   *     console.log((await producer.partitionsFor('payments'))[0]?.leader?.id);
   *   }
   * });
   * // prints: 1
   * // prints: 3
   */
  delayMetadata(broker: string | number, delayMs: number): void {
    const id = this.idOf(broker);
    if (!Number.isSafeInteger(delayMs) || delayMs < 0) {
      throw new IllegalArgumentException(
        `The delay of metadata must be a whole number of ms, 0 or more; got ${String(delayMs)}.`,
      );
    }
    this.brokers.apply((cluster, nowMs) => cluster.delayMetadata(id, delayMs, nowMs));
  }

  /**
   * Fails the log directory with all logs that the broker has now. A broker with no other one (`log.dirs`, by default one) halts, as in
   * a crash. One with several answers KAFKA_STORAGE_ERROR for these logs, and in ZooKeeper mode other replicas become leaders; in KRaft
   * mode 3.6.1 does not report the failure to the controller. After a restart the directory is empty.
   */
  failDisk(broker: string | number): void {
    this.control.failDisk(broker);
  }

  /**
   * Sets a broker's clock `skewMs` ahead of the others, or behind if it is negative. It affects the timestamps that the broker
   * writes and checks, and retention by age.
   */
  skewClock(broker: string | number, skewMs: number): void {
    checkArgument('sim.operator.skewClock(broker, skewMs)', skewMs, OFFSET_MS);
    const id = this.idOf(broker);
    this.brokers.apply((cluster) => cluster.skewClock(id, skewMs));
  }

  // --- Clients ---------------------------------------------------------------------------------------------------------

  /**
   * Sets the quota `producer_byte_rate` of a client.
   *
   * @param clientId the client id; `null` for all clients without a quota of their own
   * @param bytesPerSecond the rate per broker; `undefined` removes the quota
   */
  setProducerByteRate(clientId: string | null, bytesPerSecond: number | undefined): void {
    checkArgument('sim.operator.setProducerByteRate(clientId)', clientId, CLIENT_ID);
    checkArgument('sim.operator.setProducerByteRate(clientId, bytesPerSecond)', bytesPerSecond, BYTE_RATE);
    this.brokers.apply((cluster) => cluster.setProducerByteRate(clientId, bytesPerSecond));
  }

  private idOf(broker: string | number): number {
    return this.control.node(broker).id;
  }
}

function checkPartition(method: string, topic: string, partition: number): void {
  checkArgument(`sim.operator.${method}(topic)`, topic, TOPIC);
  checkArgument(`sim.operator.${method}(topic, partition)`, partition, PARTITION);
}
