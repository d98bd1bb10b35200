/**
 * The replicas that the brokers of a cluster host. Those of a partition stand next to each other, since an append looks for one after
 * the other: then the topic is looked up once.
 */
import type { Replica } from './replica.ts';

export class HostedReplicas {
  private readonly brokerCount: number;
  /** Of each topic, all replicas of its first partition, then those of the next one; `undefined` for a broker that has none. */
  private readonly byTopic = new Map<string, (Replica | undefined)[]>();
  /** The topic that was looked up last, which is mostly looked up next, and its replicas. '' is not a topic. */
  private lastTopic = '';
  private lastReplicas: readonly (Replica | undefined)[] | undefined;

  constructor(brokerCount: number) {
    this.brokerCount = brokerCount;
  }

  /** @param place of the broker among all */
  find(topic: string, partition: number, place: number): Replica | undefined {
    if (topic !== this.lastTopic) {
      this.lastReplicas = this.byTopic.get(topic);
      this.lastTopic = topic;
    }
    return this.lastReplicas?.[partition * this.brokerCount + place];
  }

  add(replica: Replica, place: number): void {
    let replicas = this.byTopic.get(replica.topic);
    if (replicas === undefined) {
      replicas = [];
      this.byTopic.set(replica.topic, replicas);
      this.lastTopic = '';
    }
    const index = replica.partition * this.brokerCount + place;
    while (replicas.length < index) replicas.push(undefined);
    replicas[index] = replica;
  }

  /** The broker hosts the replica no longer. */
  remove({ topic, partition }: Replica, place: number): void {
    const replicas = this.byTopic.get(topic) as (Replica | undefined)[];
    replicas[partition * this.brokerCount + place] = undefined;
    if (replicas.findLast((replica) => replica !== undefined) !== undefined) return;
    this.byTopic.delete(topic);
    this.lastTopic = '';
  }

  /** Those of one broker, in order of partition. */
  ofTopic(topic: string, place: number): Replica[] {
    const found: Replica[] = [];
    const replicas = this.byTopic.get(topic) ?? [];
    for (let index = place; index < replicas.length; index += this.brokerCount) {
      const replica = replicas[index];
      if (replica !== undefined) found.push(replica);
    }
    return found;
  }
}
