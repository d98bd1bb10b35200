/** Covers src/broker/coordinators/log: coordinator-runtime.ts and coordinator-log.ts, with a coordinator of counters. */
import { describe, expect, it } from 'vitest';
import { assembleCluster, type ClusterParts } from '../../../../src/broker/cluster-parts.ts';
import { restartBroker, shutDownBroker } from '../../../../src/broker/controller/broker-lifecycle.ts';
import { createInternalTopic } from '../../../../src/broker/controller/internal-topics.ts';
import { deleteTopic } from '../../../../src/broker/controller/topics.ts';
import type { CoordinatorLogFormat } from '../../../../src/broker/coordinators/log/coordinator-log.ts';
import {
  CoordinatorRuntime,
  type CoordinatorState,
} from '../../../../src/broker/coordinators/log/coordinator-runtime.ts';
import { CONSUMER_OFFSETS_TOPIC } from '../../../../src/broker/coordinators/log/coordinator-topic.ts';
import type { ReplicaManager } from '../../../../src/broker/replication/replica-manager.ts';

interface Increment {
  readonly name: string;
  readonly amount: number;
}

class Counters implements CoordinatorState<Increment> {
  readonly totals = new Map<string, number>();

  replay({ name, amount }: Increment): void {
    this.totals.set(name, (this.totals.get(name) ?? 0) + amount);
  }
}

/** The broker's group coordinator loads the same log, and takes the counters for offsets. */
const FORMAT: CoordinatorLogFormat<Increment> = {
  topic: CONSUMER_OFFSETS_TOPIC,
  encode: ({ name, amount }) => ({
    key: JSON.stringify({ groupId: name, topic: 'counters', partition: 0 }),
    value: JSON.stringify({ offset: amount }),
  }),
  decode: ({ key, value }) => ({
    name: (JSON.parse(key) as { groupId: string }).groupId,
    amount: (JSON.parse(value as string) as { offset: number }).offset,
  }),
  clientErrors: { NOT_ENOUGH_REPLICAS: 'COORDINATOR_NOT_AVAILABLE' },
};

/** One broker that coordinates counters. */
class CounterCluster {
  readonly parts: ClusterParts;
  readonly replicas: ReplicaManager;
  readonly runtime: CoordinatorRuntime<Increment, Counters>;
  /** What the coordinator was notified of. */
  readonly log: string[] = [];

  constructor() {
    const config = { 'offsets.topic.replication.factor': 1, 'offsets.topic.num.partitions': 1 };
    this.parts = assembleCluster({ brokers: 1, config, nextInt: () => 0 });
    this.replicas = this.parts.replication.managers[0] as ReplicaManager;
    this.runtime = new CoordinatorRuntime(this.replicas, FORMAT, {
      reloads: 'once elected',
      newState: () => new Counters(),
      loaded: ({ epoch, state }) => this.log.push(`loaded in epoch ${epoch}: ${[...state.totals].join(' ')}`),
      unloaded: ({ totals }) => this.log.push(`unloaded ${totals.size}`),
    });
    createInternalTopic(this.parts.controller, CONSUMER_OFFSETS_TOPIC);
    this.advance(5);
  }

  advance(ms: number): void {
    this.parts.scheduler.nowMs += ms;
    this.parts.scheduler.wake();
  }

  restart(): void {
    shutDownBroker(this.parts.controller, this.replicas);
    restartBroker(this.parts.controller, this.replicas);
  }

  /** Appends an increment and applies it once it is in the log; returns what was applied, by and by. */
  increment(name: string, amount: number, epoch: number): string[] {
    const outcomes: string[] = [];
    this.runtime.append(epoch, { key: name, records: [{ name, amount }], timeoutMs: 100 }, (error, state) => {
      if (error === 'NONE') state?.replay({ name, amount });
      outcomes.push(`${error} ${state?.totals.get(name)}`);
    });
    return outcomes;
  }

  /** The epoch and the total of a counter, or the error. */
  find(name: string): unknown {
    const found = this.runtime.find(name);
    return found.error === 'NONE' ? [found.epoch, found.state.totals.get(name)] : found.error;
  }
}

describe('A coordinator', () => {
  it('applies records only after they have been appended', () => {
    const cluster = new CounterCluster();
    const outcomes = cluster.increment('a', 2, 0);
    expect([outcomes, cluster.find('a')]).toEqual([[], [0, undefined]]);
    cluster.parts.scheduler.endCall();
    expect([outcomes, cluster.find('a')]).toEqual([['NONE 2'], [0, 2]]);
  });

  it('loads its state from the log when it becomes the leader, and cannot answer until then', () => {
    const cluster = new CounterCluster();
    for (const amount of [1, 2, 3]) cluster.increment('a', amount, 0);
    cluster.parts.scheduler.endCall();
    cluster.restart();
    expect(cluster.find('a')).toBe('COORDINATOR_LOAD_IN_PROGRESS');
    expect(cluster.increment('a', 1, 2)).toEqual(['COORDINATOR_LOAD_IN_PROGRESS undefined']);
    cluster.advance(1);
    expect(cluster.find('a')).toEqual([2, 6]);
    expect(cluster.log).toEqual(['unloaded 1', 'loaded in epoch 2: a,6']);
  });

  it('rejects appends of an earlier epoch', () => {
    const cluster = new CounterCluster();
    cluster.restart();
    expect(cluster.find('a')).toEqual([2, undefined]);
    expect(cluster.increment('a', 1, 0)).toEqual(['NOT_COORDINATOR undefined']);
  });

  it('does not apply records if it has ceased to be the coordinator when they are in the log', () => {
    const cluster = new CounterCluster();
    const outcomes = cluster.increment('a', 1, 0);
    cluster.restart();
    cluster.parts.scheduler.endCall();
    expect(outcomes).toEqual(['COORDINATOR_LOAD_IN_PROGRESS undefined']);
    cluster.advance(1);
    expect(cluster.find('a')).toEqual([2, 1]);
  });

  it('translates errors of appends for its clients', () => {
    const cluster = new CounterCluster();
    const replica = cluster.replicas.replica(CONSUMER_OFFSETS_TOPIC, 0);
    if (replica !== undefined) replica.isr = [];
    const outcomes = cluster.increment('a', 1, 0);
    cluster.parts.scheduler.endCall();
    expect(outcomes).toEqual(['COORDINATOR_NOT_AVAILABLE undefined']);
  });

  it('forgets the state of a partition that it no longer leads', () => {
    const cluster = new CounterCluster();
    cluster.increment('a', 1, 0);
    cluster.parts.scheduler.endCall();
    deleteTopic(cluster.parts.controller, CONSUMER_OFFSETS_TOPIC);
    expect(cluster.find('a')).toBe('NOT_COORDINATOR');
    expect(cluster.log).toEqual(['unloaded 1']);
  });
});
