/**
 * Which partition of an internal topic a transactional id or a group belongs to, and so which broker coordinates it.
 *
 * Owns: Java's hash of a string, and the coordinator as brokers know it from metadata.
 * Refuses to know: how internal topics come to be (internal-topics.ts).
 */
import type { ErrorName } from '../../../protocol/errors.ts';
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

/** String.hashCode of Java. */
export function javaHashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Utils.abs: the smallest integer has no positive counterpart, and becomes 0. */
function javaAbs(value: number): number {
  return value === -0x80000000 ? 0 : Math.abs(value);
}
