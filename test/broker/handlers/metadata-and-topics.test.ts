/**
 * Covers src/broker/handlers: metadata.ts, create-topics.ts, delete-topics.ts, init-producer-id.ts, fetch.ts, list-offsets.ts,
 * describe-cluster.ts and api-versions.ts, and src/broker/controller: topics.ts, topic-name.ts and announce-topic.ts.
 */
import { describe, expect, it } from 'vitest';
import type { BrokerConfigInput, ModeName } from '../../../src/broker/index.ts';
import type { CreatableTopic } from '../../../src/protocol/messages.ts';
import { batchOf, Pump, withTopic } from '../pump.ts';

const noAuto: BrokerConfigInput = { 'auto.create.topics.enable': false };

function metadata(pump: Pump, topics: readonly string[] | null, allowAutoTopicCreation = true) {
  return pump.ask<'Metadata'>({ api: 'Metadata', topics, allowAutoTopicCreation });
}

function errors(pump: Pump, topics: readonly string[], allowAutoTopicCreation = true) {
  return metadata(pump, topics, allowAutoTopicCreation).topics.map(({ error }) => error);
}

function creatable(name: string, more: Partial<CreatableTopic> = {}): CreatableTopic {
  return { name, numPartitions: -1, replicationFactor: -1, configs: {}, ...more };
}

function create(pump: Pump, topics: readonly CreatableTopic[], broker = 1, timeoutMs = 30_000, validateOnly = false) {
  return pump.send({ api: 'CreateTopics', topics, timeoutMs, validateOnly }, broker);
}

function created(pump: Pump, token: number) {
  const answer = pump.answers.get(token);
  return answer?.api === 'CreateTopics' ? answer.topics : undefined;
}

describe('Metadata', () => {
  it('describes the brokers, the controller and the requested topics', () => {
    const response = metadata(withTopic(), ['t']);
    expect(response.brokers.map(({ host, port }) => `${host}:${port}`)).toEqual([
      'broker-1:9092',
      'broker-2:9092',
      'broker-3:9092',
    ]);
    expect(response).toMatchObject({ controllerId: 1, clusterId: 'a2Fma2EtdHJpYWwtMDAwMQ' });
    expect(response.topics[0]?.topicId).toMatch(/^[\w-]{22}$/);
    expect(response.topics[0]?.partitions).toEqual([
      {
        error: 'NONE',
        partition: 0,
        leader: 1,
        leaderEpoch: 0,
        replicas: [1, 2, 3],
        isr: [1, 2, 3],
        offlineReplicas: [],
      },
    ]);
  });

  it('takes null as all topics and an empty list as none', () => {
    const pump = withTopic();
    expect(metadata(pump, null).topics.map(({ name }) => name)).toEqual(['t']);
    expect(metadata(pump, []).topics).toEqual([]);
  });

  it.each([
    ['kraft', 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['zookeeper', 'LEADER_NOT_AVAILABLE'],
  ] as const)(
    'in %s mode answers %s about an unknown topic, which has leaders after the election delay',
    (mode, error) => {
      const pump = new Pump({ mode });
      expect(errors(pump, ['new'])).toEqual([error]);
      pump.advance(4);
      expect(errors(pump, ['new'])).toEqual([error]);
      expect(pump.produced(pump.produce(batchOf(['a']), { topic: 'new' }))?.error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
      pump.advance(1);
      expect(errors(pump, ['new'])).toEqual(['NONE']);
      expect(pump.produced(pump.produce(batchOf(['a']), { topic: 'new' }))?.error).toBe('NONE');
    },
  );

  it('creates topics only if both the broker and the client allow it', () => {
    const pump = new Pump();
    expect(errors(pump, ['new'], false)).toEqual(['UNKNOWN_TOPIC_OR_PARTITION']);
    expect(errors(new Pump({ config: noAuto }), ['new'])).toEqual(['UNKNOWN_TOPIC_OR_PARTITION']);
    expect(pump.cluster.snapshot().topics).toEqual([]);
  });

  it('refuses invalid names, whether it may create topics or not', () => {
    for (const name of ['', '.', '..', 'a b', 'x'.repeat(250)]) {
      expect(errors(new Pump(), [name])).toEqual(['INVALID_TOPIC_EXCEPTION']);
      expect(errors(new Pump({ config: noAuto }), [name])).toEqual(['INVALID_TOPIC_EXCEPTION']);
    }
  });

  it.each([
    ['kraft', 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['zookeeper', 'INVALID_REPLICATION_FACTOR'],
  ] as const)('in %s mode answers %s if there are fewer brokers than replicas', (mode, error) => {
    const pump = new Pump({ mode, config: { 'default.replication.factor': 4 } });
    expect(errors(pump, ['new'])).toEqual([error]);
    pump.advance(100);
    expect(errors(pump, ['new'])).toEqual([error]);
  });

  it('leaves out a crashed broker and marks its replicas offline', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    const response = pump.ask<'Metadata'>({ api: 'Metadata', topics: ['t'], allowAutoTopicCreation: false }, 2);
    expect(response.brokers.map(({ id }) => id)).toEqual([2, 3]);
    expect(response.topics[0]?.partitions[0]).toMatchObject({ leader: 2, isr: [2, 3], offlineReplicas: [1] });
  });
});

describe('CreateTopics', () => {
  it('responds once the topic has leaders', () => {
    const pump = new Pump();
    const token = create(pump, [creatable('new', { numPartitions: 2, replicationFactor: 2 })]);
    expect(created(pump, token)).toBeUndefined();
    pump.advance(5);
    expect(created(pump, token)).toMatchObject([{ error: 'NONE', numPartitions: 2, replicationFactor: 2 }]);
    expect([0, 1].map((partition) => pump.partition('new', partition).isr)).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });

  it('is forwarded to the controller in KRaft mode', () => {
    const pump = new Pump();
    const token = create(pump, [creatable('new')], 2);
    pump.advance(5);
    expect(created(pump, token)).toMatchObject([{ error: 'NONE' }]);
  });

  it.each(['kraft', 'zookeeper'] as const)('refuses a topic with more than 10,000 partitions: %s', (mode) => {
    const pump = new Pump({ mode });
    const numPartitions = 2 ** 31 - 1;
    const token = create(pump, [creatable('new', { numPartitions, replicationFactor: 1 })], pump.controllerId);
    expect(created(pump, token)).toMatchObject([
      { error: 'POLICY_VIOLATION', errorMessage: 'Unable to perform excessively large batch operation.' },
    ]);
  });

  it('is served by the controller only in ZooKeeper mode', () => {
    const pump = new Pump({ mode: 'zookeeper' });
    expect(created(pump, create(pump, [creatable('new')], 2))).toMatchObject([{ error: 'NOT_CONTROLLER' }]);
  });

  it.each([
    ['an existing name', creatable('t'), 'TOPIC_ALREADY_EXISTS', "Topic 't' already exists."],
    [
      'an illegal name',
      creatable('a/b'),
      'INVALID_TOPIC_EXCEPTION',
      "Topic name is invalid: 'a/b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [
      'no partitions',
      creatable('n', { numPartitions: 0 }),
      'INVALID_PARTITIONS',
      'Number of partitions was set to an invalid non-positive value.',
      'Number of partitions must be larger than 0.',
    ],
    [
      'too many replicas',
      creatable('n', { replicationFactor: 4 }),
      'INVALID_REPLICATION_FACTOR',
      'Unable to replicate the partition 4 time(s): The target replication factor of 4 cannot be reached because only 3 broker(s) are registered.',
      'Replication factor: 4 larger than available brokers: 3.',
    ],
    [
      'an unknown config',
      creatable('n', { configs: { 'cleanup.polcy': 'compact' } }),
      'INVALID_CONFIG',
      "Unknown topic config name: cleanup.polcy (did you mean 'cleanup.policy'?)",
    ],
    [
      'an invalid value',
      creatable('n', { configs: { 'min.insync.replicas': '0' } }),
      'INVALID_CONFIG',
      'Invalid value 0 for configuration min.insync.replicas: Value must be at least 1',
    ],
    [
      'uneven replicas',
      creatable('n', { assignments: [[1], [1, 2]] }),
      'INVALID_REPLICA_ASSIGNMENT',
      'The manual partition assignment includes a partition with 2 replica(s), but this is not consistent with previous partitions, which have 1 replica(s).',
      'All partitions should have the same number of replicas',
    ],
  ])('refuses %s in the words of the mode', (_, topic, error, inKraft, inZooKeeper = inKraft) => {
    const refused = (mode: ModeName) => {
      const pump = withTopic({}, { mode });
      return created(pump, create(pump, [topic], pump.controllerId));
    };
    expect(refused('kraft')).toMatchObject([{ error, errorMessage: inKraft }]);
    expect(refused('zookeeper')).toMatchObject([{ error, errorMessage: inZooKeeper }]);
  });

  it('refuses names that differ only in dots and underscores', () => {
    const pump = new Pump();
    create(pump, [creatable('a.b')]);
    pump.advance(5);
    expect(created(pump, create(pump, [creatable('a_b')]))).toMatchObject([{ error: 'INVALID_TOPIC_EXCEPTION' }]);
  });

  it('creates nothing if validateOnly is set', () => {
    const pump = new Pump();
    expect(created(pump, create(pump, [creatable('new')], 1, 1, true))).toMatchObject([{ error: 'NONE' }]);
    expect(pump.cluster.snapshot().topics).toEqual([]);
  });

  it('in ZooKeeper mode times out before the leaders are elected, and the topic is created nevertheless', () => {
    const pump = new Pump({ mode: 'zookeeper' });
    const token = create(pump, [creatable('new')], pump.controllerId, 2);
    pump.advance(2);
    expect(created(pump, token)).toMatchObject([{ error: 'REQUEST_TIMED_OUT' }]);
    pump.advance(3);
    expect(pump.partition('new').leader).toBe(1);
  });
});

describe('DeleteTopics', () => {
  const remove = (pump: Pump, topics: readonly string[], broker = 1) =>
    pump.ask<'DeleteTopics'>({ api: 'DeleteTopics', topics, timeoutMs: 1 }, broker).topics.map(({ error }) => error);

  it('removes the topic and its records', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    expect(remove(pump, ['t', 'nowhere'])).toEqual(['NONE', 'UNKNOWN_TOPIC_OR_PARTITION']);
    expect(pump.values()).toEqual([]);
    pump.do((cluster, nowMs) => cluster.createTopic('t', {}, nowMs));
    expect(pump.values()).toEqual([]);
  });

  it('is served by the controller only in ZooKeeper mode, and only with delete.topic.enable', () => {
    expect(remove(withTopic(), ['t'], 2)).toEqual(['NONE']);
    expect(remove(withTopic({}, { mode: 'zookeeper' }), ['t'], 2)).toEqual(['NOT_CONTROLLER']);
    expect(remove(withTopic({}, { config: { 'delete.topic.enable': 'false' } }), ['t'])).toEqual([
      'TOPIC_DELETION_DISABLED',
    ]);
  });

  it('fails a Produce that waits for acknowledgement', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']));
    remove(pump, ['t']);
    expect(pump.produced(token)?.error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

describe('InitProducerId', () => {
  const init = (pump: Pump, broker = 1, more: object = {}) =>
    pump.ask<'InitProducerId'>(
      {
        api: 'InitProducerId',
        transactionalId: null,
        transactionTimeoutMs: 1,
        producerId: -1,
        producerEpoch: -1,
        ...more,
      },
      broker,
    );

  it('assigns a new producer id to each request, from blocks of 1000 per broker', () => {
    const pump = new Pump({ firstProducerId: 13_000 });
    expect([1, 1, 2, 1].map((broker) => init(pump, broker).producerId)).toEqual([13_000, 13_001, 14_000, 13_002]);
    expect(init(pump).producerEpoch).toBe(0);
  });

  it('takes the next block when a block is used up', () => {
    const pump = new Pump();
    init(pump, 2);
    for (let i = 0; i < 999; i++) init(pump, 2);
    init(pump, 1);
    expect(init(pump, 2).producerId).toBe(2_000);
  });

  it('refuses a producer id without an epoch', () => {
    const pump = new Pump();
    expect(init(pump, 1, { producerId: 3 }).error).toBe('INVALID_REQUEST');
  });
});

describe('Fetch and ListOffsets', () => {
  const filled = () => {
    const pump = withTopic();
    pump.produce(batchOf(['a', 'b'], undefined, { timestampsMs: [100, 200] }));
    pump.produce(batchOf(['c'], undefined, { timestampsMs: [300] }));
    return pump;
  };
  const lookUp = (pump: Pump, timestampMs: number, currentLeaderEpoch = -1, broker = 1) => {
    const partitions = [{ topic: 't', partition: 0, currentLeaderEpoch, timestampMs }];
    return pump.ask<'ListOffsets'>(
      { api: 'ListOffsets', replicaId: -1, isolationLevel: 'read_uncommitted', partitions },
      broker,
    ).partitions[0];
  };

  it('return the batch that contains the requested offset', () => {
    const fetchOf = (fetchOffset: number) => {
      const pump = filled();
      return pump.fetched(pump.fetch({ fetchOffset }))?.partitions[0]?.records.map(({ baseOffset }) => baseOffset);
    };
    expect([0, 1, 2, 3].map(fetchOf)).toEqual([[0, 2], [0, 2], [2], []]);
  });

  it('return at least one batch, and no further batch beyond the limit', () => {
    const pump = filled();
    const records = pump.fetched(pump.fetch({ partitionMaxBytes: 1 }))?.partitions[0]?.records;
    expect(records?.map(({ baseOffset }) => baseOffset)).toEqual([0]);
  });

  it('refuse offsets outside of the log and epochs other than the leader’s', () => {
    const pump = filled();
    const error = (partition: object) => pump.fetched(pump.fetch(partition))?.partitions[0]?.error;
    expect(error({ fetchOffset: 4 })).toBe('OFFSET_OUT_OF_RANGE');
    expect(error({ currentLeaderEpoch: 1 })).toBe('UNKNOWN_LEADER_EPOCH');
    expect(error({ partition: 1 })).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(pump.fetched(pump.fetch({ currentLeaderEpoch: 0 }, { broker: 2 }))?.partitions[0]?.error).toBe(
      'FENCED_LEADER_EPOCH',
    );
  });

  it('find the first and last offset, and the first record since a timestamp', () => {
    const pump = filled();
    expect(lookUp(pump, -2)).toMatchObject({ offset: 0, timestampMs: -1 });
    expect(lookUp(pump, -1)).toMatchObject({ offset: 3, timestampMs: -1, leaderEpoch: 0 });
    expect(lookUp(pump, 150)).toMatchObject({ offset: 1, timestampMs: 200 });
    expect(lookUp(pump, 301)).toMatchObject({ error: 'NONE', offset: -1 });
    expect(lookUp(pump, -1, -1, 2)?.error).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  it('do not tell the last offset while the high watermark of a new leader is below the start of its epoch', () => {
    const pump = filled();
    for (const follower of [1, 3]) pump.hold(follower);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(pump.numbers(2)).toEqual([3, 2]);
    const latest = (apiVersion: number, replicaId = -1) =>
      pump.ask<'ListOffsets'>(
        {
          api: 'ListOffsets',
          replicaId,
          isolationLevel: 'read_uncommitted',
          partitions: [{ topic: 't', partition: 0, currentLeaderEpoch: -1, timestampMs: -1 }],
        },
        2,
        apiVersion,
      ).partitions[0];
    expect(latest(5)).toMatchObject({ error: 'OFFSET_NOT_AVAILABLE', offset: -1 });
    expect(latest(4)?.error).toBe('LEADER_NOT_AVAILABLE');
    expect(latest(5, 3)).toMatchObject({ error: 'NONE', offset: 3 });
    expect(lookUp(pump, -2, -1, 2)).toMatchObject({ error: 'NONE', offset: 0 });
    for (const follower of [1, 3]) pump.release(follower);
    expect(latest(5)).toMatchObject({ error: 'NONE', offset: 3 });
  });

  it('refuse a partition that ListOffsets names twice, both times', () => {
    const pump = filled();
    const named = (partition: number) => ({ topic: 't', partition, currentLeaderEpoch: -1, timestampMs: -1 });
    const partitions = [named(0), named(1), named(0)];
    const asked = { api: 'ListOffsets', replicaId: -1, isolationLevel: 'read_uncommitted', partitions } as const;
    expect(pump.ask<'ListOffsets'>(asked).partitions.map(({ error }) => error)).toEqual([
      'INVALID_REQUEST',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'INVALID_REQUEST',
    ]);
  });
});

describe('The other APIs', () => {
  it('describe the cluster and the supported versions', () => {
    const pump = new Pump();
    expect(pump.ask<'DescribeCluster'>({ api: 'DescribeCluster' })).toMatchObject({ controllerId: 1, error: 'NONE' });
    const versions = pump.ask<'ApiVersions'>({
      api: 'ApiVersions',
      clientSoftwareName: 'a',
      clientSoftwareVersion: '1',
    });
    expect(versions.apiVersions.find(({ api }) => api === 'Produce')).toMatchObject({ minVersion: 0, maxVersion: 9 });
  });
});
