/**
 * The moment from which brokers know a new topic or partition: it has its first leaders.
 */
import { resolveTopicConfig } from '../config/topic-config.ts';
import { Replica } from '../replication/replica.ts';
import type { TopicState } from '../state/control-plane.ts';
import { applyPartitions } from './apply-partitions.ts';
import type { Controller } from './controller.ts';
import { isInUse, withFirstLeader } from './election.ts';

/** Elects the first leaders of a new topic. Without a controller the topic waits for the next one. */
export function announceTopic(controller: Controller, name: string): void {
  const { controlPlane } = controller;
  const topic = controlPlane.topic(name);
  if (topic === undefined || topic.isAnnounced || !controller.isActive) return;
  const partitions = Object.freeze(topic.partitions.map((partition) => withFirstLeader(controller, partition)));
  const { topicId, isInternal, configs } = topic;
  controlPlane.replaceTopic(Object.freeze({ name, topicId, isInternal, configs, partitions, isAnnounced: true }));
  announcePartitions(controller, name, 0);
}

/** Brokers learn of the topic's partitions from `first` on, which already have their leaders. */
export function announcePartitions(controller: Controller, name: string, first: number): void {
  const { controlPlane, replication, config, effects } = controller;
  const topic = controlPlane.topic(name) as TopicState;
  const added = topic.partitions.slice(first);
  const topicConfig = resolveTopicConfig(topic.configs, config);
  for (const { partition, replicas } of added) {
    for (const id of replicas)
      replication.manager(id)?.host(new Replica(name, topic.topicId, partition, id, topicConfig));
  }
  applyPartitions(
    controller,
    added.map((partition) => [name, partition]),
  );
  for (const { partition, leader, leaderEpoch } of added) {
    if (!isInUse(controller, topic, partition)) continue;
    effects.event('leader elected', { topic: name, partition, leader, epoch: leaderEpoch });
  }
}
