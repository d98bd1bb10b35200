/**
 * The checks of a new topic in KRaft mode, in the order and wording of 3.6.1 (ReplicationControlManager.createTopics). A broker that
 * is down is fenced, but stays registered: it gets replicas if there are not enough others (StripedReplicaPlacer).
 */
import type { CreatableTopic } from '../../protocol/messages.ts';
import { assignReplicas, racksOf, startIndexOf } from './assignment.ts';
import type { Controller } from './controller.ts';
import { tooFewBrokers } from './too-few-brokers.ts';
import { illegalTopicName } from './topic-name.ts';
import { refusalOfConfigs, refused, type TopicPlan, type TopicRefusal, UNSET } from './topic-refusal.ts';

export function planInKRaft(controller: Controller, topic: CreatableTopic): TopicPlan {
  const refusal = refusalOfName(controller, topic.name) ?? refusalOfConfigs(controller, topic.configs);
  if (refusal !== undefined) return { refusal };
  return topic.assignments === undefined ? placed(controller, topic) : byHand(controller, topic, topic.assignments);
}

function refusalOfName({ controlPlane }: Controller, name: string): TopicRefusal | undefined {
  if (controlPlane.topic(name) !== undefined) {
    return { error: 'TOPIC_ALREADY_EXISTS', message: `Topic '${name}' already exists.` };
  }
  const [colliding] = controlPlane.topicsCollidingWith(name);
  if (colliding !== undefined) {
    const message = `Topic '${name}' collides with existing topic: ${colliding}`;
    return { error: 'INVALID_TOPIC_EXCEPTION', message };
  }
  const illegal = illegalTopicName(name);
  return illegal === undefined ? undefined : { error: 'INVALID_TOPIC_EXCEPTION', message: illegal };
}

function byHand(
  { controlPlane, brokers }: Controller,
  topic: CreatableTopic,
  assignments: readonly (readonly number[])[],
): TopicPlan {
  const set = topic.replicationFactor !== UNSET ? 'replication factor' : 'numPartitions';
  if (topic.replicationFactor !== UNSET || topic.numPartitions !== UNSET) {
    return refused('INVALID_REQUEST', `A manual partition assignment was specified, but ${set} was not set to -1.`);
  }
  const invalid = (message: string): TopicPlan => refused('INVALID_REPLICA_ASSIGNMENT', message);
  for (const [partition, replicas] of assignments.entries()) {
    const problem = problemOf(replicas, assignments[0]?.length ?? 0, (id) => brokers.get(id) !== undefined);
    if (problem !== undefined) return invalid(`The manual partition assignment includes ${problem}`);
    if (!replicas.some((id) => controlPlane.isRegistered(id))) {
      return invalid(
        `All brokers specified in the manual partition assignment for partition ${partition} are fenced or in controlled shutdown.`,
      );
    }
  }
  return { assignment: assignments };
}

/** What is wrong with the replicas of one partition (ReplicationControlManager.validateManualPartitionAssignment). */
function problemOf(
  replicas: readonly number[],
  replicationFactor: number,
  exists: (id: number) => boolean,
): string | undefined {
  if (replicas.length === 0) return 'an empty replica list.';
  const sorted = [...replicas].sort((a, b) => a - b);
  for (const [place, id] of sorted.entries()) {
    if (!exists(id)) return `broker ${id}, but no such broker is registered.`;
    if (place > 0 && sorted[place - 1] === id) return `the broker ${id} more than once.`;
  }
  if (replicas.length === replicationFactor) return undefined;
  return (
    `a partition with ${replicas.length} replica(s), but this is not consistent with previous partitions, ` +
    `which have ${replicationFactor} replica(s).`
  );
}

function placed({ controlPlane, brokers, config }: Controller, topic: CreatableTopic): TopicPlan {
  const { name, numPartitions, replicationFactor } = topic;
  if (replicationFactor < UNSET || replicationFactor === 0) {
    return refused(
      'INVALID_REPLICATION_FACTOR',
      'Replication factor must be larger than 0, or -1 to use the default value.',
    );
  }
  if (numPartitions < UNSET || numPartitions === 0) {
    return refused('INVALID_PARTITIONS', 'Number of partitions was set to an invalid non-positive value.');
  }
  const partitions = numPartitions === UNSET ? config.numPartitions : numPartitions;
  const replicas = replicationFactor === UNSET ? config.defaultReplicationFactor : replicationFactor;
  const live = controlPlane.registeredIds();
  const fenced = brokers.all.map(({ id }) => id).filter((id) => !live.includes(id));
  const known = live.length + fenced.length;
  const problem =
    live.length === 0
      ? 'All brokers are currently fenced.'
      : replicas > known
        ? tooFewBrokers(replicas, known, config.version.policies)
        : undefined;
  if (problem !== undefined) {
    return refused('INVALID_REPLICATION_FACTOR', `Unable to replicate the partition ${replicas} time(s): ${problem}`);
  }
  const startIndex = startIndexOf(controlPlane, name);
  return { assignment: assignReplicas({ live, fenced }, partitions, replicas, startIndex, racksOf(brokers)) };
}
