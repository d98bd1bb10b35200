/**
 * The internal topics in which coordinators keep their state. A transactional id or a group belongs to one partition; the leader of
 * that partition is its coordinator.
 */

import type { Node } from '../../../protocol/cluster/node.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import { javaAbs, javaHashCode } from '../../../protocol/java-hash-code.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import type { ClusterContext } from '../../state/cluster-context.ts';

export type CoordinatorTopic = '__transaction_state' | '__consumer_offsets';

export const TRANSACTION_STATE_TOPIC = '__transaction_state';
export const CONSUMER_OFFSETS_TOPIC = '__consumer_offsets';

/** Utils.abs(key.hashCode) % partitions. */
export function partitionFor(
  { config, controlPlane }: Pick<ClusterContext, 'config' | 'controlPlane'>,
  topic: CoordinatorTopic,
  key: string,
): number {
  const configured =
    topic === TRANSACTION_STATE_TOPIC ? config.transactionTopicPartitions : config.offsetsTopicPartitions;
  return javaAbs(javaHashCode(key)) % (controlPlane.topic(topic)?.partitions.length ?? configured);
}

/** The leader of the key's partition, as this broker knows it; COORDINATOR_NOT_AVAILABLE without the topic, or without a live leader. */
export function coordinatorOf(
  { metadata, replication }: ReplicaManager,
  topic: CoordinatorTopic,
  key: string,
): { readonly error: ErrorName; readonly node: Node | null } {
  const known = metadata.topic(topic);
  const partition = partitionFor(replication, topic, key);
  const leader = known?.isAnnounced === true ? known.partitions[partition]?.leader : undefined;
  if (leader === undefined || !metadata.isRegistered(leader)) {
    return { error: 'COORDINATOR_NOT_AVAILABLE', node: null };
  }
  return { error: 'NONE', node: replication.brokers.get(leader)?.node ?? null };
}
