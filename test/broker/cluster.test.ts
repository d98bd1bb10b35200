/** Covers src/broker/cluster.ts: options, snapshots, reading, wakes. */
import { describe, expect, it } from 'vitest';
import { Cluster } from '../../src/broker/index.ts';
import { batchOf, Pump, withTopic } from './pump.ts';

const nextInt = () => 0;

describe('A cluster', () => {
  it('accepts a number of brokers, or a list of them', () => {
    expect(new Cluster({ brokers: 2, nextInt }).nodes.map(({ id, host }) => `${id} ${host}`)).toEqual([
      '1 broker-1',
      '2 broker-2',
    ]);
    const own = [
      { id: 7, host: 'seven', port: 1 },
      { id: 3, host: 'three', port: 2 },
    ];
    expect(new Cluster({ brokers: own, nextInt }).nodes.map(({ id }) => id)).toEqual([3, 7]);
  });

  it('rejects an empty cluster, an unknown broker and an impossible topic, naming each', () => {
    expect(() => new Cluster({ brokers: 0, nextInt })).toThrow('at least one broker');
    const cluster = new Cluster({ brokers: 1, nextInt });
    expect(() => cluster.crash(9, 0)).toThrow('There is no broker 9 in this cluster; its brokers are 1.');
    expect(() => cluster.createTopic('t', { replicationFactor: 2 }, 0)).toThrow('only 1 broker(s) are registered.');
  });

  it('assigns partitions round robin, and begins one broker further with every topic', () => {
    const pump = new Pump();
    for (const name of ['a', 'b']) {
      pump.do((cluster, nowMs) => cluster.createTopic(name, { partitions: 3, replicationFactor: 2 }, nowMs));
    }
    const replicas = pump.cluster.snapshot().topics.map(({ partitions }) => partitions.map((p) => p.replicas));
    expect(replicas).toEqual([
      [
        [1, 2],
        [2, 3],
        [3, 1],
      ],
      [
        [2, 3],
        [3, 1],
        [1, 2],
      ],
    ]);
  });

  it('takes snapshots that later changes do not affect', () => {
    const pump = withTopic();
    const before = pump.cluster.snapshot();
    const text = JSON.stringify(before);
    pump.produce(batchOf(['a']));
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    expect(JSON.stringify(before)).toBe(text);
    expect(pump.cluster.snapshot().replicas[0]).toMatchObject({ logEndOffset: 1 });
    expect(() => Object.assign(before.topics[0] as object, { name: 'x' })).toThrow(TypeError);
  });

  it('shares what has not changed between snapshots', () => {
    const pump = withTopic();
    const before = pump.cluster.snapshot();
    pump.produce(batchOf(['a']));
    expect(pump.cluster.snapshot().topics).toBe(before.topics);
  });

  it('reads records with their headers and without transaction markers', () => {
    const pump = withTopic();
    const headers = [[{ key: 'h', value: null }]];
    pump.produce(batchOf(['a'], undefined, { keys: ['k'], headers }));
    expect([...pump.cluster.readRecords('t', 0)]).toEqual([
      { topic: 't', partition: 0, offset: 0, timestampMs: 500, key: 'k', value: 'a', headers: headers[0] },
    ]);
    expect([...pump.cluster.readRecords('nowhere')]).toEqual([]);
  });

  it('asks for one wake instead of one per waiting request', () => {
    const cluster = new Cluster({ brokers: 2, nextInt, config: { 'log.retention.ms': -1 } });
    cluster.createTopic('t', { replicationFactor: 2 }, 0);
    cluster.effects.length = 0;
    for (let i = 0; i < 10; i++) {
      const partitions = [{ topic: 't', partition: 0, batch: batchOf(['a']) }];
      const request = { api: 'Produce', acks: -1, timeoutMs: 1_000, transactionalId: null, partitions } as const;
      cluster.receive(1, { request, clientId: 'c', expectResponse: true }, i, i);
    }
    expect(cluster.effects.filter(({ kind }) => kind === 'wake')).toEqual([{ kind: 'wake', atMs: 1_000 }]);
  });

  it('ignores requests at a broker that is down, and wakes that it has not asked for', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    const token = pump.produce(batchOf(['a']), { acks: 1 });
    pump.do((cluster, nowMs) => cluster.wake(nowMs));
    expect(pump.answers.has(token)).toBe(false);
  });
});
