/**
 * The state of a scenario's cluster: nodes and whether they are reachable, topics with their leaders and log end offsets, and producer ids.
 * Requests are in answers.ts, connections in scripted-network.ts.
 */

import type { Node } from '../../../src/protocol/cluster/node.ts';
import type { ErrorName } from '../../../src/protocol/errors/errors.ts';
import type { ClusterDescription, ClusterOperation, PartitionDescription, TopicDescription } from './scenario.ts';

export interface ScriptedNode extends Node {
  /** Whether the node refuses connections. */
  isDown: boolean;
  /** Whether attempts to connect get no answer, whatever `isDown` says. */
  isBlackhole: boolean;
}

export interface ScriptedPartition {
  leader: number;
  leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  error: ErrorName | undefined;
  /** The offset of the next record. */
  logEndOffset: number;
}

export interface ScriptedTopic {
  readonly partitions: ScriptedPartition[];
  readonly logAppendTime: boolean;
  readonly error: ErrorName | undefined;
  /** A topic that was deleted and created again has another id. */
  readonly topicId: string;
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
  private topicsCreated = 0;
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

  /**
   * The result of InitProducerId: the next epoch of the transactional id, whatever the request says. Without a transactional id, the next
   * epoch of the producer id in the request, or a new producer id if there is none.
   */
  nextIdentity(transactionalId: string | null, current: ProducerIdentity): ProducerIdentity {
    if (transactionalId === null) return current.producerId >= 0 ? withNextEpoch(current) : this.newIdentity();
    const known = this.transactionalIds.get(transactionalId);
    const identity = known === undefined ? this.newIdentity() : withNextEpoch(known);
    this.transactionalIds.set(transactionalId, identity);
    return identity;
  }

  /** Applies an operation, except for its effect on connections. */
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
        this.updateNode(id, { isDown: true });
        return;
      case 'nodeUp':
        this.updateNode(id, { isDown: false, isBlackhole: false });
        return;
      case 'nodeBlackhole':
        this.updateNode(id, { isBlackhole: true });
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

  private updateNode(id: number, changed: Partial<Pick<ScriptedNode, 'isDown' | 'isBlackhole'>>): void {
    Object.assign(this.node(id) ?? {}, changed);
  }

  private setLeader(topic: string, partition: number, { leader, leaderEpoch, error }: ClusterOperation): void {
    const state = this.partition(topic, partition);
    if (state === undefined) return;
    state.leader = leader ?? -1;
    state.leaderEpoch = leaderEpoch ?? state.leaderEpoch + 1;
    state.error = error;
  }

  /** Creates or changes a topic. Absent fields keep their values. A number of partitions can only add partitions. */
  private setTopic(name: string, { partitions, logAppendTime, error }: TopicDescription): void {
    const existing = this.topics.get(name);
    const states = existing?.partitions.slice() ?? [];
    if (typeof partitions === 'number') {
      const added = this.spread(partitions).slice(states.length);
      states.push(...added.map((description) => partitionOf(description, undefined)));
    } else {
      for (const [index, description] of partitions.entries()) states[index] = partitionOf(description, states[index]);
    }
    this.topics.set(name, {
      topicId: existing?.topicId ?? `topic-${++this.topicsCreated}`,
      partitions: states,
      logAppendTime: logAppendTime ?? existing?.logAppendTime ?? false,
      error: error ?? existing?.error,
    });
  }

  private spread(count: number): PartitionDescription[] {
    return Array.from({ length: count }, (_, i) => ({ leader: this.nodes[i % this.nodes.length]?.id ?? -1 }));
  }
}

/** A partition as described. Absent fields, and the log, are those of the partition that it replaces. */
function partitionOf(description: PartitionDescription, before: ScriptedPartition | undefined): ScriptedPartition {
  const { leader = before?.leader ?? -1, leaderEpoch = before?.leaderEpoch ?? 0, error = before?.error } = description;
  const replicas = description.replicas ?? (leader >= 0 ? [leader] : []);
  const isr = description.isr ?? replicas;
  return { leader, leaderEpoch, replicas, isr, error, logEndOffset: before?.logEndOffset ?? 0 };
}

/** The epoch is a signed 16-bit number, as in Java, and wraps around. */
function withNextEpoch({ producerId, producerEpoch }: ProducerIdentity): ProducerIdentity {
  return { producerId, producerEpoch: ((producerEpoch + 1) << 16) >> 16 };
}

function nodeOf(description: Exclude<ClusterDescription['nodes'], number>[number]): ScriptedNode {
  const { id, host = `10.0.0.${id + 1}`, port = 9092, rack, down = false, blackhole = false } = description;
  const node = { id, host, port, isDown: down, isBlackhole: blackhole };
  return rack === undefined ? node : { ...node, rack };
}
