/**
 * Changing the configuration of a topic while it is used (ConfigurationControlManager, ZkAdminManager.incrementalAlterConfigs), and
 * what brokers do when they learn of it (TopicConfigHandler, Partition.updateConfig).
 */
import type { ConfigResource } from '../../protocol/cluster/config-resource.ts';
import { exceptionFor, InvalidConfigurationException } from '../../protocol/errors/exceptions.ts';
import type { AlterableConfig, AlterConfigsResource } from '../../protocol/messages.ts';
import { listOf } from '../config/parse-value.ts';
import { isKnownTopicKey, isListKey, resolveTopicConfig, topicValue } from '../config/topic-config.ts';
import { configChanged } from '../replication/log-retention.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import type { Broker } from '../state/broker.ts';
import { type ControlPlane, type NamedPartition, NO_LEADER, type TopicState } from '../state/control-plane.ts';
import type { Refusal } from './admin-rules.ts';
import { applyPartitions } from './apply-partitions.ts';
import type { Controller } from './controller.ts';
import { candidateFor, electLeader } from './election.ts';
import { illegalTopicName } from './topic-name.ts';

type Configs = Readonly<Record<string, string>>;

/** Changes a topic's configuration, unless it is only validated; returns why it cannot be changed. */
export function alterTopicConfig(
  controller: Controller,
  { type, name, configs: changes }: AlterConfigsResource,
  validateOnly: boolean,
): Refusal | undefined {
  const { controlPlane, adminRules } = controller;
  if (name === '') return { error: 'INVALID_REQUEST', message: 'Default topic resources are not allowed.' };
  const illegal = illegalTopicName(name);
  if (illegal !== undefined) return { error: 'INVALID_TOPIC_EXCEPTION', message: illegal };
  const topic = controlPlane.topic(name);
  const missing: Refusal | undefined =
    topic === undefined
      ? { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${name}' does not exist.` }
      : undefined;
  if (adminRules.checksTopicBeforeConfig && missing !== undefined) return missing;
  const changed = changedConfigs(controller, topic?.configs ?? {}, changes);
  const refusal =
    'error' in changed ? changed : (refusalOfConfigs(controller, { type, name }, changed.configs) ?? missing);
  if (refusal !== undefined || topic === undefined || 'error' in changed || validateOnly) return refusal;
  setTopicConfigs(controller, topic, changed.configs);
  return undefined;
}

/**
 * Changes a topic's configuration without a client.
 *
 * @throws Kafka's exception, with its message, if the topic does not exist or a key or value is not allowed
 */
export function changeTopicConfig(controller: Controller, name: string, configs: readonly AlterableConfig[]): void {
  const refusal = alterTopicConfig(controller, { type: 'TOPIC', name, configs }, false);
  if (refusal !== undefined) throw exceptionFor(refusal.error, refusal.message);
}

/** Called when a broker receives `received` in place of the control plane it knew: it learns of changed configurations. */
export function updateTopicConfigs(
  controller: Controller,
  { id, outdatedControlPlane }: Broker,
  received: ControlPlane,
): void {
  const manager = controller.replication.manager(id);
  if (outdatedControlPlane === undefined || manager === undefined) return;
  const before = new Map(outdatedControlPlane.topics.map((topic) => [topic.topicId, topic.configs]));
  for (const topic of received.topics) {
    const isPresent = controller.controlPlane.topic(topic.name)?.topicId === topic.topicId;
    if (isPresent && before.get(topic.topicId) !== topic.configs) applyTopicConfig(controller, manager, topic);
  }
}

function setTopicConfigs(controller: Controller, topic: TopicState, configs: Configs): void {
  const { controlPlane, replication, effects } = controller;
  const changed = Object.freeze({ ...topic, configs: Object.freeze(configs) });
  controlPlane.replaceTopic(changed);
  const text = Object.entries(configs).map(([key, value]) => `${key}=${value}`);
  effects.event('topic configuration changed', { topic: topic.name, configs: `{${text.join(', ')}}` });
  for (const manager of replication.managers) {
    if (manager.broker.isUpToDate) applyTopicConfig(controller, manager, changed);
  }
  const { uncleanLeaderElectionEnable } = resolveTopicConfig(configs, controller.config);
  if (uncleanLeaderElectionEnable) electWhereMissing(controller, changed);
}

function applyTopicConfig({ config }: Controller, manager: ReplicaManager, topic: TopicState): void {
  const topicConfig = resolveTopicConfig(topic.configs, config);
  for (const { partition } of topic.partitions) {
    const replica = manager.replica(topic.name, partition);
    if (replica === undefined) continue;
    replica.config = topicConfig;
    configChanged(manager.replication, replica);
  }
}

/**
 * With ZooKeeper, partitions without a leader get one now that it need not be in sync
 * (KafkaController.processTopicUncleanLeaderElectionEnable).
 */
function electWhereMissing(controller: Controller, topic: TopicState): void {
  const elected = topic.partitions
    .filter((state) => state.leader === NO_LEADER && candidateFor(controller, topic, state) !== undefined)
    .map((state): NamedPartition => [topic.name, electLeader(controller, topic, state)]);
  if (elected.length > 0) applyPartitions(controller, elected);
}

function changedConfigs(
  controller: Controller,
  present: Configs,
  changes: readonly AlterableConfig[],
): { readonly configs: Configs } | Refusal {
  const { config, adminRules } = controller;
  const configs: Record<string, string> = { ...present };
  for (const { name, operation, value } of changes) {
    if (operation === 'DELETE') {
      delete configs[name];
    } else if (operation === 'SET') {
      configs[name] = value ?? '';
    } else {
      if (!isListKey(name, config)) return { error: 'INVALID_CONFIG', message: adminRules.notAList(operation, name) };
      const entries = listOf(configs[name] ?? String(topicValue(name, config) ?? ''));
      const named = listOf(value ?? '');
      const result =
        operation === 'APPEND'
          ? [...entries, ...named.filter((entry) => !entries.includes(entry))]
          : entries.filter((entry) => !named.includes(entry));
      configs[name] = result.join(',');
    }
  }
  return { configs };
}

function refusalOfConfigs(
  { config, adminRules }: Controller,
  resource: ConfigResource,
  configs: Configs,
): Refusal | undefined {
  try {
    resolveTopicConfig(configs, config);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidConfigurationException)) throw error;
    const isUnknownKey = Object.keys(configs).some((name) => !isKnownTopicKey(name, config));
    const message = isUnknownKey ? error.message : adminRules.invalidValue(resource, error.message);
    return { error: 'INVALID_CONFIG', message };
  }
}
