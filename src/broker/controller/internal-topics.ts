/**
 * The topics in which coordinators keep their state. The first client that looks for a coordinator has them created
 * (AutoTopicCreationManager).
 */
import type { CreatableTopic } from '../../protocol/messages.ts';
import type { BrokerConfig } from '../config/broker-config.ts';
import {
  CONSUMER_OFFSETS_TOPIC,
  type CoordinatorTopic,
  TRANSACTION_STATE_TOPIC,
} from '../coordinators/log/coordinator-topic.ts';
import type { Controller } from './controller.ts';
import { planTopic } from './plan-topic.ts';
import { createTopic } from './topics.ts';

/** Does nothing if the topic exists or is being created. A reason why it cannot be created is reported once. */
export function createInternalTopic(controller: Controller, name: CoordinatorTopic): void {
  const { controlPlane, config, effects, reportedRefusals } = controller;
  if (controlPlane.topic(name) !== undefined) return;
  const topic = creatableTopic(config, name);
  const plan = planTopic(controller, topic);
  if (!('refusal' in plan)) {
    createTopic(controller, topic, plan.assignment, 'later');
    return;
  }
  const { error, message } = plan.refusal;
  if (reportedRefusals.has(message)) return;
  reportedRefusals.add(message);
  effects.event('topic refused', { topic: name, error, message });
}

/** A topic that is created because a client asked for it: internal ones have settings of their own. */
export function creatableTopic(config: BrokerConfig, name: string): CreatableTopic {
  if (name === TRANSACTION_STATE_TOPIC) return transactionState(config);
  if (name === CONSUMER_OFFSETS_TOPIC) return consumerOffsets(config);
  return { name, numPartitions: -1, replicationFactor: -1, configs: {} };
}

function transactionState(config: BrokerConfig): CreatableTopic {
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

function consumerOffsets(config: BrokerConfig): CreatableTopic {
  return {
    name: '__consumer_offsets',
    numPartitions: config.offsetsTopicPartitions,
    replicationFactor: config.offsetsTopicReplicationFactor,
    configs: { 'cleanup.policy': 'compact', 'compression.type': 'producer' },
  };
}
