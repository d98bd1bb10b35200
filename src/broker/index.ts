/**
 * The door of the broker room. Owns: what other rooms may see of it.
 */
export { Cluster } from './cluster.ts';
export { type BrokerConfigInput, resolveBrokerConfig } from './config/broker-config.ts';
export { parseServerProperties, type ServerProperties } from './config/server-properties.ts';
export { illegalTopicName } from './controller/topic-name.ts';
export type { CommittedOffset } from './coordinators/groups/offsets.ts';
export { metadataOf } from './handlers/metadata.ts';
export type { ReadRecord } from './log/read-records.ts';
export type { ClusterOptions, TopicOptions } from './state/cluster-options.ts';
export type { BrokerRegistration, ControlPlane, PartitionState, TopicState } from './state/control-plane.ts';
export type { Effect, Token } from './state/effects.ts';
export type { BrokerQuestion } from './state/inter-broker.ts';
export type { ClusterSnapshot, ReplicaNumbers } from './state/snapshot.ts';
