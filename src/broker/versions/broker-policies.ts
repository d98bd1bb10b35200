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
}
