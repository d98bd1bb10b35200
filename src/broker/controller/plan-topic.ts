/**
 * Whether a topic can be created, and where its replicas are placed. The two modes check in different orders and say different things.
 */
import type { CreatableTopic } from '../../protocol/messages.ts';
import type { ClusterMode } from '../modes/index.ts';
import type { Controller } from './controller.ts';
import { isExcessive } from './excessive.ts';
import { planInKRaft } from './plan-topic-kraft.ts';
import { planInZooKeeper } from './plan-topic-zookeeper.ts';
import { refused, type TopicPlan } from './topic-refusal.ts';

const CHECKS: Readonly<
  Record<ClusterMode['topicChecks'], (controller: Controller, topic: CreatableTopic) => TopicPlan>
> = { ReplicationControlManager: planInKRaft, ZkAdminManager: planInZooKeeper };

/** Checks a topic to be created and assigns its replicas. */
export function planTopic(controller: Controller, topic: CreatableTopic): TopicPlan {
  const { numPartitions, assignments, configs } = topic;
  if (assignments === undefined && isExcessive(numPartitions, 1 + Object.keys(configs).length)) {
    return refused('POLICY_VIOLATION', 'Unable to perform excessively large batch operation.');
  }
  return CHECKS[controller.config.mode.topicChecks](controller, topic);
}
