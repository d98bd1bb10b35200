/**
 * Resolves the broker that a step addresses: an id, or a role that is looked up as a client does, with Metadata and FindCoordinator.
 */
import type { PartitionMetadata } from '../../../../src/protocol/messages.ts';
import { type Connections, NotReached } from './connections.ts';
import { asNumber, asText, InvalidScenarioError, isObject, type Json, list } from './json.ts';
import type { PlayedCluster } from './played-cluster.ts';

export type Mode = 'kraft' | 'zookeeper';

const METADATA_VERSION = 12;
const FIND_COORDINATOR_VERSION = 4;
const RETRY_PAUSE_MS = 50;
const MAX_COORDINATOR_LOOKUPS = 600;
const MAX_PARTITION_LOOKUPS = 200;

export class Targets {
  private readonly cluster: PlayedCluster;
  private readonly connections: Connections;
  private readonly mode: Mode;

  constructor(cluster: PlayedCluster, connections: Connections, mode: Mode) {
    this.cluster = cluster;
    this.connections = connections;
    this.mode = mode;
  }

  /** @throws InvalidScenarioError, NotReached */
  brokerOf(to: Json | undefined): number {
    if (to === undefined || to === null || to === 'any') return this.anyBroker();
    if (to === 'controller') return this.controller();
    if (typeof to === 'number') return this.known(to);
    if (!isObject(to))
      throw new InvalidScenarioError(`${JSON.stringify(to)} is not a broker: use an id, any, controller or a role`);
    const { leader, follower, notReplica, coordinator, notCoordinator } = to;
    if (leader !== undefined) return this.partition(leader).leader;
    if (follower !== undefined) {
      const { isr, leader: leaderId } = this.partition(follower);
      return this.found(
        to,
        isr.find((id) => id !== leaderId && this.cluster.isUp(id)),
      );
    }
    if (notReplica !== undefined) {
      const { replicas } = this.partition(notReplica);
      return this.found(
        to,
        this.cluster.brokerIds.find((id) => !replicas.includes(id)),
      );
    }
    if (coordinator !== undefined) return this.coordinator(coordinator);
    if (notCoordinator !== undefined) {
      const other = this.coordinator(notCoordinator);
      return this.found(
        to,
        this.cluster.brokerIds.find((id) => id !== other && this.cluster.isUp(id)),
      );
    }
    throw new InvalidScenarioError(
      `${Object.keys(to)
        .map((role) => JSON.stringify(role))
        .join(', ')} is not a role`,
    );
  }

  /** The first broker that is up. */
  anyBroker(): number {
    return this.found(
      'any',
      this.cluster.brokerIds.find((id) => this.cluster.isUp(id)),
    );
  }

  /** The broker to which admin requests are sent. In KRaft mode this is any broker, because brokers forward them. */
  controller(): number {
    if (this.mode === 'kraft') return this.anyBroker();
    for (let lookup = 1; lookup <= MAX_COORDINATOR_LOOKUPS; lookup++) {
      const request = { api: 'Metadata', topics: [], allowAutoTopicCreation: false } as const;
      const { controllerId } = this.connections.ask<'Metadata'>(this.anyBroker(), request, METADATA_VERSION);
      if (controllerId >= 0 && this.cluster.isUp(controllerId)) return controllerId;
      this.cluster.advance(RETRY_PAUSE_MS);
    }
    throw new NotReached('there is no controller');
  }

  /** The metadata of a partition at a broker, as soon as the broker has it. */
  partitionAt(brokerId: number, topic: string, partition: number): PartitionMetadata {
    for (let lookup = 1; lookup <= MAX_PARTITION_LOOKUPS; lookup++) {
      const request = { api: 'Metadata', topics: [topic], allowAutoTopicCreation: false } as const;
      const { topics } = this.connections.ask<'Metadata'>(brokerId, request, METADATA_VERSION);
      const found = topics[0]?.partitions.find((one) => one.partition === partition);
      if (found !== undefined) return found;
      this.cluster.advance(RETRY_PAUSE_MS);
    }
    throw new NotReached(`broker ${brokerId} does not know the partition ${topic}-${partition}`);
  }

  /** @throws NotReached if there is no such topic */
  topicId(topic: string): string {
    const request = { api: 'Metadata', topics: [topic], allowAutoTopicCreation: false } as const;
    const { topics } = this.connections.ask<'Metadata'>(this.anyBroker(), request, METADATA_VERSION);
    const topicId = topics[0]?.topicId ?? '';
    if (topicId === '') throw new NotReached(`there is no topic ${topic}`);
    return topicId;
  }

  private partition(named: Json): PartitionMetadata {
    const [topic, partition] = list('a partition', named);
    return this.partitionAt(this.anyBroker(), asText('topic', topic), asNumber('partition', partition));
  }

  /** Sends FindCoordinator until a coordinator is available. */
  private coordinator(named: Json): number {
    const [type, key] = list('coordinator', named);
    const keyType = type === 'transaction' ? 'transaction' : 'group';
    const request = { api: 'FindCoordinator', keyType, key: asText('key', key) } as const;
    for (let lookup = 1; lookup <= MAX_COORDINATOR_LOOKUPS; lookup++) {
      const { error, node } = this.connections.ask<'FindCoordinator'>(
        this.anyBroker(),
        request,
        FIND_COORDINATOR_VERSION,
      );
      if (error === 'NONE' && node !== null && this.cluster.isUp(node.id)) return node.id;
      this.cluster.advance(RETRY_PAUSE_MS);
    }
    throw new NotReached(`there is no coordinator of ${JSON.stringify(named)}`);
  }

  private known(id: number): number {
    if (this.cluster.brokerIds.includes(id)) return id;
    throw new InvalidScenarioError(`there is no broker ${id}`);
  }

  private found(what: Json, id: number | undefined): number {
    if (id !== undefined) return id;
    throw new NotReached(`no broker is ${JSON.stringify(what)}`);
  }
}
