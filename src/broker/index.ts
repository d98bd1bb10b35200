/**
 * The door of the broker room. Owns: what other rooms may see of it.
 */
export { Cluster } from './cluster.ts';
export type { ClusterOptions, TopicOptions } from './cluster-options.ts';
export { type BrokerConfigInput, resolveBrokerConfig } from './config/broker-config.ts';
export { parseServerProperties, type ServerProperties } from './config/server-properties.ts';
export type { BrokerRegistration, ControlPlane, PartitionState, TopicState } from './control-plane.ts';
export type { Effect, Token } from './effects.ts';
export { metadataOf } from './handlers/metadata.ts';
export type { BrokerQuestion } from './inter-broker.ts';
export type { ReadRecord } from './read-records.ts';
export type { ClusterSnapshot, ReplicaNumbers } from './snapshot.ts';
export { illegalTopicName } from './topic-name.ts';
export type { CommittedOffset } from './transactions/offsets.ts';
