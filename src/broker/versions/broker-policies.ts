/**
 * The behaviours in which versions of Kafka's brokers differ, each a choice with a name. The place that acts on a policy has a
 * table of its choices; nothing else asks for a broker's version.
 */
import type { KraftChoices } from '../modes/cluster-mode.ts';

export interface BrokerPolicies {
  /**
   * Which sequence number a log accepts from a producer that it knows nothing of. `any`: any, so that the second batch can be
   * stored before the first (KAFKA-15591). Table: src/broker/log/producer-state.ts.
   */
  readonly firstSequence: 'any';
  /**
   * What a leader asks the coordinator before it appends the first batch of a transaction, if
   * transaction.partition.verification.enable is true. `records`: whether the producer has added the partition (KIP-890, part 1).
   * `records and offsets`, since 3.7: a group coordinator asks, too; clients that know TRANSACTION_ABORTABLE get it (3.8). `or add`, since 4.0
   * (KIP-890, part 2): requests of clients that have not added the partition themselves add it. Tables:
   * src/broker/coordinators/transactions/verification-rules.ts and src/broker/log/unverified-batches.ts.
   */
  readonly transactionVerification: 'records' | 'records and offsets' | 'or add';
  /**
   * How long the epoch of a transactional producer lasts. `while it produces`: until a producer initializes. `one transaction`, since 4.0
   * (KIP-890, part 2): until the transaction ends, if the client knows of it, and so the log accepts nothing that is late. Tables:
   * src/broker/coordinators/transactions/transaction-rules.ts, src/broker/log/unverified-batches.ts and src/broker/log/producer-state.ts.
   */
  readonly transactionEpochs: 'while it produces' | 'one transaction';
  /**
   * What responses to producers and consumers say about the leaders of partitions that the broker does not lead. `none`; `named`, since 3.7 (KIP-951).
   * Table: src/broker/replication/leader-hints.ts.
   */
  readonly leaderHints: 'none' | 'named';
  /**
   * What a transaction coordinator does with the marker of a partition that has no leader. `wait`: for a leader. `drop it`, since 4.1 (KAFKA-20734, open): it
   * takes the partition for a deleted one, so the transaction is complete without the marker, and stays open in the partition's log. Table:
   * src/broker/coordinators/transactions/marker-sender.ts.
   */
  readonly markersWithoutLeader: 'wait' | 'drop it';
  /** How KRaft differs from that of 3.6.1. Used by src/broker/modes/index.ts. */
  readonly kraft: KraftChoices;
  /**
   * Which group coordinator serves groups of consumers. `of Kafka 3`: the old one. `of Kafka 3.9`: it, too,
   * with the filters of KIP-848 in ListGroups. `of Kafka 4`, since 4.0: the one that was written for KIP-848, which
   * serves groups with the classic protocol, too. Table: src/broker/coordinators/groups/coordinator-rules.ts.
   */
  readonly groupCoordinator: 'of Kafka 3' | 'of Kafka 3.9' | 'of Kafka 4';
  /**
   * Whether a broker looks at the ids of topics in Produce requests. `not read`: topics are found by name. `understood`, since 4.1
   * (KIP-516): another topic of the same name is UNKNOWN_TOPIC_ID. Used by src/broker/handlers/produce.ts.
   */
  readonly topicIdsInProduce: 'not read' | 'understood';
  /**
   * What a leader with fewer in-sync replicas than min.insync.replicas does. `refuse acks=all`: that alone; a number above that of the replicas can never be met.
   * `hold the high watermark`, since 3.7 (KIP-966, KAFKA-15583): that, too; and a number above that of the replicas means all of them. Table:
   * src/broker/config/topic-config.ts.
   */
  readonly tooFewInSync: 'refuse acks=all' | 'hold the high watermark';
  /**
   * What ListOffsets does with a negative timestamp that has no meaning in the version of the request. `look it up`: like any other. `refuse it`, since 3.9 at the
   * latest (KAFKA-16480): UNSUPPORTED_VERSION. Table: src/broker/handlers/list-offsets.ts.
   */
  readonly unknownTimestamp: 'look it up' | 'refuse it';
  /**
   * Whether brokers can exclude log directories from new replicas (KIP-1066, since 4.3), which here only a message says. Table:
   * src/broker/controller/too-few-brokers.ts.
   */
  readonly cordonedDirectories: 'unknown' | 'possible';
  /**
   * What a KRaft controller does when a broker registers whose predecessor it has not fenced. `keeps its roles`: it leads and is in sync
   * where the predecessor was, even with an empty disk (KAFKA-18106). `loses its roles`, since 4.0: as if it had been fenced. Table:
   * src/broker/controller/membership-kraft.ts.
   */
  readonly unnoticedRestart: 'keeps its roles' | 'loses its roles';
  /** Whether brokers can use ZooKeeper. `available`; `removed`, since 4.0. Used by src/broker/config/broker-config.ts. */
  readonly zookeeperMode: 'available' | 'removed';
}
