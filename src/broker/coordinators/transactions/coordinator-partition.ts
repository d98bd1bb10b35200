/**
 * The partition of an internal topic that a transactional id or a group belongs to; its leader is the coordinator.
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import { javaAbs, javaHashCode } from '../../../protocol/java-hash-code.ts';
import type { Node } from '../../../protocol/node.ts';
import type { ClusterState } from '../../state/cluster-state.ts';

export type CoordinatorTopic = '__transaction_state' | '__consumer_offsets';

export const TRANSACTION_STATE_TOPIC = '__transaction_state';
export const CONSUMER_OFFSETS_TOPIC = '__consumer_offsets';

/** Utils.abs(key.hashCode) % partitions. */
export function partitionFor(state: ClusterState, topic: CoordinatorTopic, key: string): number {
  const { transactionTopicPartitions, offsetsTopicPartitions } = state.config;
  const configured = topic === TRANSACTION_STATE_TOPIC ? transactionTopicPartitions : offsetsTopicPartitions;
  return javaAbs(javaHashCode(key)) % (state.topic(topic)?.partitions.length ?? configured);
}

/** The leader of the key's partition; COORDINATOR_NOT_AVAILABLE without the topic, or without a live leader. */
export function coordinatorOf(
  state: ClusterState,
  topic: CoordinatorTopic,
  key: string,
): { readonly error: ErrorName; readonly node: Node | null } {
  const known = state.topic(topic);
  const leader = known?.isAnnounced === true ? known.partitions[partitionFor(state, topic, key)]?.leader : undefined;
  if (leader === undefined || !state.isRegistered(leader)) return { error: 'COORDINATOR_NOT_AVAILABLE', node: null };
  return { error: 'NONE', node: state.broker(leader)?.node ?? null };
}
