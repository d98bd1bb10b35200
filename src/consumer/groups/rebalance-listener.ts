/**
 * What a program does when its consumer gets and loses partitions.
 */
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';

/**
 * Is called during poll() when partitions are assigned to a consumer or taken from it (Java's ConsumerRebalanceListener). A method that
 * returns a promise holds up the rebalance until it has settled, so that it can await commitSync().
 */
export interface ConsumerRebalanceListener {
  /** These partitions are about to be given up. Their offsets can still be committed. */
  onPartitionsRevoked?(partitions: readonly TopicPartition[]): Promise<void> | void;
  /** These partitions have been added; maybe none. */
  onPartitionsAssigned?(partitions: readonly TopicPartition[]): Promise<void> | void;
  /** Other members may own these partitions already. Default: what onPartitionsRevoked does. */
  onPartitionsLost?(partitions: readonly TopicPartition[]): Promise<void> | void;
}
