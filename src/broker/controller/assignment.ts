/**
 * Which brokers hold which partition.
 *
 * Owns: the assignment. Kafka starts at a random broker; here it is round robin from a place that moves on by one with every
 * topic, so that it is easy to foretell: replica r of partition p of topic t lies on broker (t + p + r) mod n.
 * Refuses to know: which brokers are up.
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
