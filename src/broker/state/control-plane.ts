/**
 * What the controller knows: brokers, topics, leaders and in-sync replicas.
 *
 * The control plane is immutable and changes through `ControlPlaneStore` only. The offsets of logs, which move with every
 * batch, are kept outside of it (replication/replica.ts).
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { ModeName } from '../modes/index.ts';

/** The value of `leader` when no broker leads the partition. */
export const NO_LEADER = -1;

export interface BrokerRegistration {
  readonly node: Node;
  /** Whether the broker's process runs. */
  readonly isUp: boolean;
  /** Whether the controller counts the broker as alive. A crashed broker stays registered until its session expires. */
  readonly isRegistered: boolean;
}

export interface PartitionState {
  readonly partition: number;
  /** Broker ids; the first is the preferred leader. */
  readonly replicas: readonly number[];
  /** Broker id, or -1. Invariant: leader = -1 or leader ∈ isr. */
  readonly leader: number;
  /** Increases by one with every election, and when a replica is removed from the partition or from its in-sync replicas. */
  readonly leaderEpoch: number;
  /** Increases by one with every change of this object. */
  readonly partitionEpoch: number;
  /** In-sync replicas, in the order of `replicas`. Never empty: the last one stays even if its broker is down. */
  readonly isr: readonly number[];
  /** The replicas after the reassignment in progress; absent or undefined without one. Invariant: targetReplicas ⊆ replicas. */
  readonly targetReplicas?: readonly number[] | undefined;
  /** The replicas that the reassignment in progress adds; absent or undefined without one. Invariant: addingReplicas ⊆ targetReplicas. */
  readonly addingReplicas?: readonly number[] | undefined;
}

export interface TopicState {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  /** The configuration set on the topic itself, without what it inherits from the brokers. */
  readonly configs: Readonly<Record<string, string>>;
  readonly partitions: readonly PartitionState[];
  /** False between the topic's creation and the election of its first leaders: brokers do not know the topic yet. */
  readonly isAnnounced: boolean;
}

/** A partition with its topic's name. */
export type NamedPartition = readonly [topic: string, partition: PartitionState];

export interface ControlPlane {
  readonly clusterId: string;
  readonly mode: ModeName;
  /**
   * Broker id, or -1 without a controller. In KRaft mode the controller is not a broker: this is the one that Metadata names in its
   * place.
   */
  readonly controllerId: number;
  readonly brokers: readonly BrokerRegistration[];
  /** In the order of creation. */
  readonly topics: readonly TopicState[];
  /** The first id of the next block of producer ids. */
  readonly nextProducerIdBlock: number;
}

/** Whether the broker is registered. A loop, since V8's array methods are slow on frozen arrays, and this runs for each replica of a topic. */
export function isRegistered({ brokers }: ControlPlane, brokerId: number): boolean {
  for (let i = 0; i < brokers.length; i++) {
    const broker = brokers[i] as BrokerRegistration;
    if (broker.isRegistered && broker.node.id === brokerId) return true;
  }
  return false;
}

/** The registered brokers, in the order of the control plane. */
export function registeredNodes({ brokers }: ControlPlane): Node[] {
  const nodes: Node[] = [];
  for (let i = 0; i < brokers.length; i++) {
    const { node, isRegistered } = brokers[i] as BrokerRegistration;
    if (isRegistered) nodes.push(node);
  }
  return nodes;
}

/** Those of the brokers that are registered, in the same order. */
export function registeredAmong(plane: ControlPlane, brokerIds: readonly number[]): number[] {
  const registered: number[] = [];
  for (let i = 0; i < brokerIds.length; i++) {
    const id = brokerIds[i] as number;
    if (isRegistered(plane, id)) registered.push(id);
  }
  return registered;
}

/** A control plane without its topics. */
export type ControlPlaneHead = Omit<ControlPlane, 'topics'>;
