/**
 * The cluster of a scenario: what its brokers know, and what a script may do to it.
 *
 * Owns: nodes and whether they can be reached, topics with their leaders and log ends, producer ids.
 * Refuses to know: requests (answers.ts) and connections (scripted-network.ts).
 */

import type { Node } from '../../../src/protocol/cluster/node.ts';
import type { ErrorName } from '../../../src/protocol/errors/errors.ts';
import type { ClusterDescription, ClusterOperation, PartitionDescription, TopicDescription } from './scenario.ts';

/** Up; refusing connections; or silent. */
export type Reach = 'up' | 'down' | 'blackhole';

export interface ScriptedNode extends Node {
  reach: Reach;
}

export interface ScriptedPartition {
  leader: number;
  leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  error: ErrorName | undefined;
  /** The offset the next record gets. */
  logEndOffset: number;
}

export interface ScriptedTopic {
  readonly partitions: ScriptedPartition[];
  readonly logAppendTime: boolean;
  readonly error: ErrorName | undefined;
}

export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

const FIRST_PRODUCER_ID = 1000;

export class ScriptedCluster {
  readonly nodes: readonly ScriptedNode[];
  readonly topics: Map<string, ScriptedTopic> = new Map();
  coordinatorId: number;
  private nextProducerId = FIRST_PRODUCER_ID;
  private readonly transactionalIds = new Map<string, ProducerIdentity>();

  constructor(description: ClusterDescription) {
    const { nodes, topics = {} } = description;
    this.nodes =
      typeof nodes === 'number' ? Array.from({ length: nodes }, (_, id) => nodeOf({ id })) : nodes.map(nodeOf);
    for (const [name, topic] of Object.entries(topics)) this.setTopic(name, topic);
    this.coordinatorId = description.coordinator ?? this.nodes[0]?.id ?? 0;
  }

  node(id: number): ScriptedNode | undefined {
    return this.nodes.find((node) => node.id === id);
  }

  nodeAt(host: string, port: number): ScriptedNode | undefined {
    return this.nodes.find((node) => node.host === host && node.port === port);
  }

  partition(topic: string, partition: number): ScriptedPartition | undefined {
    return this.topics.get(topic)?.partitions[partition];
  }

  /** What InitProducerId gives: a new id, the next epoch of the one in the request, or of the transactional id's. */
  nextIdentity(transactionalId: string | null, current: ProducerIdentity): ProducerIdentity {
    const known = transactionalId === null ? undefined : this.transactionalIds.get(transactionalId);
    const identity =
      current.producerId >= 0 ? following(current) : known === undefined ? this.newIdentity() : following(known);
    if (transactionalId !== null) this.transactionalIds.set(transactionalId, identity);
    return identity;
  }

  /** Does what can be done without knowing of connections. */
  apply(operation: ClusterOperation): void {
    const { op, id = -1, topic = '', partition = 0 } = operation;
    switch (op) {
      case 'setLeader':
        this.setLeader(topic, partition, operation);
        return;
      case 'setTopic':
        this.setTopic(topic, { ...operation, partitions: operation.partitions ?? 1 } as TopicDescription);
        return;
      case 'deleteTopic':
        this.topics.delete(topic);
        return;
      case 'nodeDown':
        this.setReach(id, 'down');
        return;
      case 'nodeUp':
        this.setReach(id, 'up');
        return;
      case 'nodeBlackhole':
        this.setReach(id, 'blackhole');
        return;
      case 'setCoordinator':
        this.coordinatorId = id;
        return;
      case 'closeConnections':
    }
  }

  private newIdentity(): ProducerIdentity {
    return { producerId: this.nextProducerId++, producerEpoch: 0 };
  }

  private setReach(id: number, reach: Reach): void {
    const node = this.node(id);
    if (node !== undefined) node.reach = reach;
  }

  private setLeader(topic: string, partition: number, { leader, leaderEpoch, error }: ClusterOperation): void {
    const state = this.partition(topic, partition);
    if (state === undefined) return;
    state.leader = leader ?? -1;
    state.leaderEpoch = leaderEpoch ?? state.leaderEpoch + 1;
    state.error = error;
  }

  /** What is left of a topic's partitions keeps its log. */
  private setTopic(name: string, { partitions, logAppendTime = false, error }: TopicDescription): void {
    const before = this.topics.get(name)?.partitions ?? [];
    const descriptions = typeof partitions === 'number' ? this.spread(partitions) : partitions;
    const states = descriptions.map((description, index) => this.partitionOf(description, before[index]));
    this.topics.set(name, { partitions: states, logAppendTime, error });
  }

  private spread(count: number): PartitionDescription[] {
    return Array.from({ length: count }, (_, i) => ({ leader: this.nodes[i % this.nodes.length]?.id ?? -1 }));
  }

  private partitionOf(description: PartitionDescription, before: ScriptedPartition | undefined): ScriptedPartition {
    const { leader, leaderEpoch = 0, error } = description;
    const replicas = description.replicas ?? (leader >= 0 ? [leader] : []);
    const isr = description.isr ?? replicas;
    return { leader, leaderEpoch, replicas, isr, error, logEndOffset: before?.logEndOffset ?? 0 };
  }
}

/** The scripted broker never runs out of epochs: 16 bits on the wire, as Java's, turn over. */
function following({ producerId, producerEpoch }: ProducerIdentity): ProducerIdentity {
  return { producerId, producerEpoch: ((producerEpoch + 1) << 16) >> 16 };
}

function nodeOf(description: Exclude<ClusterDescription['nodes'], number>[number]): ScriptedNode {
  const { id, host = `10.0.0.${id + 1}`, port = 9092, rack, down = false, blackhole = false } = description;
  const reach = down ? 'down' : blackhole ? 'blackhole' : 'up';
  return rack === undefined ? { id, host, port, reach } : { id, host, port, rack, reach };
}
