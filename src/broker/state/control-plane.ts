/**
 * What the controller knows: brokers, topics, leaders, in-sync replicas.
 *
 * Owns: the shape of the control plane, which is immutable; every change goes through immer (cluster-state.ts).
 * Refuses to know: logs and their numbers, which move with every batch and live beside it (replication/replica.ts).
 */
import type { Node } from '../../protocol/node.ts';

/** No broker leads. */
export const NO_LEADER = -1;

export interface BrokerRegistration {
  readonly node: Node;
  /** The process runs. */
  readonly isUp: boolean;
  /** The controller counts on it. A crashed broker stays registered until its session times out. */
  readonly isRegistered: boolean;
}

export interface PartitionState {
  readonly partition: number;
  /** Broker ids; the first is the preferred leader. */
  readonly replicas: readonly number[];
  /** Broker id, or -1. Invariant: -1, or in isr. */
  readonly leader: number;
  /** Moves up by one whenever the controller chooses anew. */
  readonly leaderEpoch: number;
  /** Moves up by one with every change of this object. */
  readonly partitionEpoch: number;
  /** In-sync replicas, in the order of `replicas`. Never empty: the last one stays though it may be down. */
  readonly isr: readonly number[];
  /** Where the partition is being moved to; absent or undefined while it is not. Invariant: among `replicas`. */
  readonly targetReplicas?: readonly number[] | undefined;
}

export interface TopicState {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  /** What was set on the topic itself. */
  readonly configs: Readonly<Record<string, string>>;
  readonly partitions: readonly PartitionState[];
  /** False in the moment between a topic's creation and the election of its first leaders: brokers do not know it yet. */
  readonly isAnnounced: boolean;
}

export interface ControlPlane {
  readonly clusterId: string;
  /** Broker id, or -1 while there is none. */
  readonly controllerId: number;
  readonly brokers: readonly BrokerRegistration[];
  /** In the order of creation. */
  readonly topics: readonly TopicState[];
  /** Start of the next block of producer ids. */
  readonly nextProducerIdBlock: number;
}

/** A draft's view of an immutable type: what immer hands to a transition. */
export type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

export type Transition = (draft: Writable<ControlPlane>) => void;
