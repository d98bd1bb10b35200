/**
 * One broker's memory: the replicas it hosts, its fetchers, its producer ids.
 *
 * Owns: finding them. Refuses to know: requests.
 */
import type { Node } from '../../protocol/node.ts';
import { CoordinatorMemory } from '../coordinators/transactions/coordinator-memory.ts';
import { VerificationChannels } from '../coordinators/transactions/verification-channels.ts';
import type { DelayedFetch } from '../purgatory/delayed.ts';
import { Fetcher } from '../replication/fetcher.ts';
import type { Replica } from '../replication/replica.ts';
import type { ControlPlane } from './control-plane.ts';
import type { ProduceSamples } from './quotas.ts';

export class Broker {
  readonly node: Node;
  readonly id: number;
  isUp = true;
  /** Counts starts, so that what was planned for an earlier life can be told. */
  incarnation = 0;
  /** How far its clock is ahead of the true time, in ms; below 0: behind. */
  clockSkewMs = 0;
  /** What it last heard of the controller, since it was cut off from it or there is none; undefined while it hears everything. */
  lastHeard: ControlPlane | undefined;
  /** Since when nothing passes between it and the controller, as far as this controller knows. */
  cutOffSinceMs: number | undefined;
  /** Its process is another one than the controller heard of last. */
  startedUnheard = false;
  private readonly topics = new Map<string, (Replica | undefined)[]>();
  /** The topic looked up last, which is mostly looked up next, and its replicas; '' is no topic. */
  private lastTopic = '';
  private lastReplicas: readonly (Replica | undefined)[] | undefined;
  private readonly fetchersByLeader: (Fetcher | undefined)[] = [];
  /** As a leader: by follower, its one fetch if that waits here. */
  readonly waitingFollowers: (DelayedFetch | undefined)[] = [];
  /** The block of producer ids it hands out; empty when both are equal. */
  nextProducerId = 0;
  producerIdBlockEnd = 0;
  /** By client.id, of clients with a quota. */
  readonly producedBytes: Map<string, ProduceSamples> = new Map();
  /** As a transaction coordinator. */
  coordination: CoordinatorMemory = new CoordinatorMemory();
  /** As a leader that has transactions verified. */
  verifications: VerificationChannels = new VerificationChannels();

  constructor(node: Node) {
    this.node = node;
    this.id = node.id;
  }

  replica(topic: string, partition: number): Replica | undefined {
    if (topic !== this.lastTopic) {
      this.lastReplicas = this.topics.get(topic);
      this.lastTopic = topic;
    }
    return this.lastReplicas?.[partition];
  }

  host(replica: Replica): void {
    let partitions = this.topics.get(replica.topic);
    if (partitions === undefined) {
      partitions = [];
      this.topics.set(replica.topic, partitions);
      this.lastTopic = '';
    }
    partitions[replica.partition] = replica;
  }

  /** Drops a topic and its logs; returns what was hosted. */
  dropTopic(topic: string): Replica[] {
    const hosted = this.topics.get(topic) ?? [];
    this.topics.delete(topic);
    this.lastTopic = '';
    return hosted.filter((replica) => replica !== undefined);
  }

  /** Drops one partition and its log; returns it if it was hosted. */
  dropReplica(topic: string, partition: number): Replica | undefined {
    const partitions = this.topics.get(topic);
    const replica = partitions?.[partition];
    if (partitions !== undefined) partitions[partition] = undefined;
    return replica;
  }

  /** All hosted replicas, by topic in the order of hosting, then by partition. */
  *replicas(): Generator<Replica> {
    for (const partitions of this.topics.values()) {
      for (const replica of partitions) if (replica !== undefined) yield replica;
    }
  }

  fetcher(leaderId: number): Fetcher {
    this.fetchersByLeader[leaderId] ??= new Fetcher(this.id, leaderId);
    return this.fetchersByLeader[leaderId];
  }

  /** By the leaders' ids. */
  fetchers(): Fetcher[] {
    return this.fetchersByLeader.filter((fetcher) => fetcher !== undefined);
  }

  /** The process is gone: memory is lost, logs remain. */
  forget(): void {
    this.isUp = false;
    this.incarnation++;
    this.fetchersByLeader.length = 0;
    this.waitingFollowers.length = 0;
    this.producedBytes.clear();
    this.nextProducerId = 0;
    this.producerIdBlockEnd = 0;
    this.coordination = new CoordinatorMemory();
    this.verifications = new VerificationChannels();
    for (const replica of this.replicas()) replica.forget();
  }
}
