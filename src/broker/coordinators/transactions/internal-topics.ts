/**
 * The topics coordinators keep their state in; the first who looks for a coordinator has them created
 * (AutoTopicCreationManager).
 *
 * Owns: how they are made. Refuses to know: what is in them.
 */
import type { CreatableTopic } from '../../../protocol/messages.ts';
import { createTopic, planTopic } from '../../controller/topics.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { type CoordinatorTopic, TRANSACTION_STATE_TOPIC } from './coordinator-partition.ts';

/** Does nothing if the topic is there, or on its way. What speaks against it is told once. */
export function createInternalTopic(state: ClusterState, name: CoordinatorTopic, nowMs: number): void {
  if (state.topic(name) !== undefined) return;
  const topic = name === TRANSACTION_STATE_TOPIC ? transactionState(state) : consumerOffsets(state);
  const plan = planTopic(state, topic);
  if (!('refusal' in plan)) {
    createTopic(state, topic, plan.assignment, nowMs, 'later');
    return;
  }
  const { error, message } = plan.refusal;
  if (state.toldRefusals.has(message)) return;
  state.toldRefusals.add(message);
  state.event('topic refused', { topic: name, error, message });
}

function transactionState({ config }: ClusterState): CreatableTopic {
  return {
    name: '__transaction_state',
    numPartitions: config.transactionTopicPartitions,
    replicationFactor: config.transactionTopicReplicationFactor,
    configs: {
      'cleanup.policy': 'compact',
      'compression.type': 'uncompressed',
      'min.insync.replicas': String(config.transactionTopicMinIsr),
      'unclean.leader.election.enable': 'false',
    },
  };
}

function consumerOffsets({ config }: ClusterState): CreatableTopic {
  return {
    name: '__consumer_offsets',
    numPartitions: config.offsetsTopicPartitions,
    replicationFactor: config.offsetsTopicReplicationFactor,
    configs: { 'cleanup.policy': 'compact', 'compression.type': 'producer' },
  };
}
