/** What other rooms use of the brokers. */
export { Cluster } from './cluster.ts';
export { type BrokerConfigInput, resolveBrokerConfig } from './config/broker-config.ts';
export { parseServerProperties, type ServerProperties } from './config/server-properties.ts';
export type { TopicConfigInput } from './config/topic-config-input.ts';
export { illegalTopicName } from './controller/topic-name.ts';
export type { CommittedOffset } from './coordinators/groups/group-offsets.ts';
export { metadataOf } from './handlers/metadata.ts';
export type { IncomingRequest } from './incoming-request.ts';
export type { ReadRecord } from './log/visible-records.ts';
export type { ModeName } from './modes/index.ts';
export type { ClusterSnapshot, ReplicaNumbers } from './replication/snapshot.ts';
export type { ClusterEvents } from './state/cluster-events.ts';
export type { ClusterOptions, TopicOptions } from './state/cluster-options.ts';
export type { BrokerRegistration, ControlPlane, PartitionState, TopicState } from './state/control-plane.ts';
export type { Effect, Token } from './state/effects.ts';
export type { InterBrokerRequest } from './state/inter-broker-request.ts';
export { withFeatures } from './versions/finalized-features.ts';
export { type BrokerVersionName, brokerVersionNamed, DEFAULT_BROKER_VERSION } from './versions/index.ts';
