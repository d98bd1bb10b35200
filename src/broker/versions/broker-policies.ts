/**
 * The behaviours in which versions of Kafka's brokers differ, each a choice with a name. The place that acts on a policy has a
 * table of its choices; nothing else asks for a broker's version.
 */

export interface BrokerPolicies {
  /**
   * Which sequence number a log accepts from a producer that it knows nothing of. `any`: any, so that the second batch can be
   * stored before the first (KAFKA-15591). Table: src/broker/log/producer-state.ts.
   */
  readonly firstSequence: 'any';
  /**
   * What a leader asks the coordinator before it appends the first batch of a transaction, if
   * transaction.partition.verification.enable is true. `verify only`: whether the producer has added the partition (KIP-890, part
   * 1). Brokers from 4.0 on can add it themselves. Table: src/broker/coordinators/transactions/partition-verifier.ts.
   */
  readonly transactionVerification: 'verify only';
  /**
   * What a Produce response says about the leaders of partitions that the broker does not lead. `none`; `named`, since 3.7 (KIP-951).
   * Table: src/broker/replication/leader-hints.ts.
   */
  readonly leaderHints: 'none' | 'named';
  /**
   * Whether a broker looks at the ids of topics in Produce requests. `not read`: topics are found by name. `understood`, since 4.1
   * (KIP-516): another topic of the same name is UNKNOWN_TOPIC_ID. Used by src/broker/handlers/produce.ts.
   */
  readonly topicIdsInProduce: 'not read' | 'understood';
  /** Whether brokers can use ZooKeeper. `available`; `removed`, since 4.0. Used by src/broker/config/broker-config.ts. */
  readonly zookeeperMode: 'available' | 'removed';
}
