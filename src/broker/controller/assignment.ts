/**
 * Which brokers host the partitions of a topic.
 *
 * Kafka begins at a random broker. Here the assignment is round robin from a broker that moves on by one with every topic, so that
 * it is easy to predict: replica r of partition p of topic t is on broker number (t + p + r) mod n.
 */

/** Replicas by partition; the first of each is its preferred leader. */
export function assignReplicas(
  brokerIds: readonly number[],
  partitions: number,
  replicationFactor: number,
  startIndex: number,
): number[][] {
  return Array.from({ length: partitions }, (_, partition) =>
    Array.from(
      { length: replicationFactor },
      (_, replica) => brokerIds[(startIndex + partition + replica) % brokerIds.length] as number,
    ),
  );
}
