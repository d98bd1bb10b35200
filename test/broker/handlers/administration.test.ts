/**
 * Covers src/broker/handlers: create-partitions.ts, elect-leaders.ts, alter-partition-reassignments.ts,
 * list-partition-reassignments.ts, incremental-alter-configs.ts and describe-configs.ts; and src/broker/controller: admin-rules.ts,
 * admin-rules-kraft.ts, admin-rules-zookeeper.ts, elect-on-request.ts and topic-settings.ts.
 */
import { describe, expect, it } from 'vitest';
import type { ClusterOptions, TopicOptions } from '../../../src/broker/index.ts';
import type { AlterableConfig, CreatePartitionsTopic, ElectionType } from '../../../src/protocol/messages.ts';
import { batchOf, Pump, withTopic as topicOn } from '../pump.ts';

const KRAFT = { mode: 'kraft' } as const;
const ZOOKEEPER = { mode: 'zookeeper' } as const;
const NO_TIME = 0;
const SOME_TIME = 1_000;

function withTopic(configs: Record<string, string> = {}, options: Partial<ClusterOptions> = {}): Pump {
  return topicOn(configs, { ...KRAFT, ...options });
}

function withPlacedTopic(options: TopicOptions): Pump {
  const pump = new Pump(KRAFT);
  pump.do((cluster, nowMs) => cluster.createTopic('t', options, nowMs));
  return pump;
}

function createPartitions(
  pump: Pump,
  topic: Partial<CreatePartitionsTopic>,
  options: { timeoutMs?: number; validateOnly?: boolean } = {},
) {
  const { timeoutMs = SOME_TIME, validateOnly = false } = options;
  const topics = [{ name: 't', count: 3, ...topic }];
  const request = { api: 'CreatePartitions', topics, timeoutMs, validateOnly } as const;
  return pump.ask<'CreatePartitions'>(request, pump.controllerId).topics[0];
}

const countOf = (pump: Pump): number | undefined => pump.cluster.topics[0]?.partitions.length;

describe('CreatePartitions', () => {
  it('adds partitions that have leaders when the response is sent', () => {
    const pump = withTopic();
    expect(createPartitions(pump, {})).toEqual({ name: 't', error: 'NONE', errorMessage: null });
    expect(pump.cluster.topics[0]?.partitions.map(({ leader }) => leader)).toEqual([1, 2, 3]);
    expect(pump.produced(pump.produce(batchOf(['a']), { partition: 2, broker: 3 }))?.error).toBe('NONE');
  });

  it('places them on the brokers that are named', () => {
    const pump = withTopic();
    expect(createPartitions(pump, { count: 2, assignments: [[3, 1, 2]] })?.error).toBe('NONE');
    expect(pump.cluster.topics[0]?.partitions[1]).toMatchObject({ replicas: [3, 1, 2], leader: 3 });
  });

  it.each([
    [[[3, 1]], 'is not consistent with previous partitions, which have 3 replica(s)'],
    [[[3, 1, 9]], 'includes broker 9, but no such broker is registered'],
    [[[3, 1, 1]], 'includes the broker 1 more than once'],
    [[[]], 'includes an empty replica list'],
    [
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      'Attempted to add 1 additional partition(s), but only 2 assignment(s) were specified.',
    ],
  ])('refuses the assignment %j', (assignments, message) => {
    const pump = withTopic();
    const refused = createPartitions(pump, { count: 2, assignments });
    expect(refused?.error).toBe('INVALID_REPLICA_ASSIGNMENT');
    expect(refused?.errorMessage).toContain(message);
    expect(countOf(pump)).toBe(1);
  });

  it('adds no more than 10,000 at once', () => {
    const pump = withTopic();
    expect(createPartitions(pump, { count: 2 ** 31 - 1 })).toMatchObject({ error: 'UNKNOWN_SERVER_ERROR' });
    expect(createPartitions(pump, { count: 10_002 }, { validateOnly: true })?.error).toBe('UNKNOWN_SERVER_ERROR');
    expect(createPartitions(pump, { count: 10_001 }, { validateOnly: true })?.error).toBe('NONE');
    expect(countOf(pump)).toBe(1);
    const tooMany = (): void => pump.do((cluster, nowMs) => cluster.addPartitions('t', 20_000, nowMs));
    expect(tooMany).toThrow('(UNKNOWN_SERVER_ERROR): These are too many at once.');
  });

  it('only looks whether it could, if that is asked', () => {
    const pump = withTopic();
    expect(createPartitions(pump, {}, { validateOnly: true })?.error).toBe('NONE');
    expect(createPartitions(pump, { count: 1 }, { validateOnly: true })?.error).toBe('INVALID_PARTITIONS');
    expect(countOf(pump)).toBe(1);
  });

  it('does nothing if there is no time for it', () => {
    const pump = withTopic();
    expect(createPartitions(pump, {}, { timeoutMs: NO_TIME })?.error).toBe('REQUEST_TIMED_OUT');
    expect(countOf(pump)).toBe(1);
  });

  it('refuses a topic that is named twice', () => {
    const pump = withTopic();
    const topics = [2, 3].map((count) => ({ name: 't', count }));
    const request = { api: 'CreatePartitions', topics, timeoutMs: SOME_TIME, validateOnly: false } as const;
    expect(pump.ask<'CreatePartitions'>(request).topics).toEqual([
      { name: 't', error: 'INVALID_REQUEST', errorMessage: 'Duplicate topic name.' },
    ]);
  });
});

describe('With ZooKeeper', () => {
  const withTwoPartitions = (): Pump => {
    const pump = topicOn({}, ZOOKEEPER);
    createPartitions(pump, { count: 2 });
    return pump;
  };

  it.each([
    [{ count: 2 }, 'INVALID_PARTITIONS', 'Topic already has 2 partitions.'],
    [{ count: 1 }, 'INVALID_PARTITIONS', 'Topic currently has 2 partitions, which is higher than the requested 1.'],
    [{ name: 'gone' }, 'UNKNOWN_TOPIC_OR_PARTITION', "The topic 'gone' does not exist."],
    [{ assignments: [[1, 2, 9]] }, 'INVALID_REPLICA_ASSIGNMENT', 'Unknown broker(s) in replica assignment: 9.'],
    [
      { assignments: [] },
      'INVALID_REPLICA_ASSIGNMENT',
      'Increasing the number of partitions by 1 but 0 assignments provided.',
    ],
    [{ assignments: [[]] }, 'INVALID_REPLICA_ASSIGNMENT', 'Cannot have replication factor of 0 for partition id 2.'],
    [
      { assignments: [[1, 1, 2]] },
      'INVALID_REPLICA_ASSIGNMENT',
      'Duplicate brokers not allowed in replica assignment: 1, 1, 2 for partition id 2.',
    ],
    [
      { assignments: [[1]] },
      'INVALID_REPLICA_ASSIGNMENT',
      'Inconsistent replication factor between partitions, partition 0 has 3 while partitions [2] have replication factors [1], respectively.',
    ],
  ])('CreatePartitions refuses %j', (topic, error, errorMessage) => {
    expect(createPartitions(withTwoPartitions(), topic)).toEqual({
      name: 'name' in topic ? topic.name : 't',
      error,
      errorMessage,
    });
  });

  it('CreatePartitions creates them even if there is no time to wait', () => {
    const pump = topicOn({}, ZOOKEEPER);
    expect(createPartitions(pump, {}, { timeoutMs: NO_TIME })?.error).toBe('REQUEST_TIMED_OUT');
    expect(countOf(pump)).toBe(3);
  });

  it('only the controller serves requests', () => {
    const pump = topicOn({}, ZOOKEEPER);
    const partitions = [{ topic: 't', partition: 0 }];
    const timeoutMs = SOME_TIME;
    const topics = [{ name: 't', count: 2 }];
    const moves = [{ topic: 't', partition: 0, replicas: [1] }];
    expect(
      pump.ask<'CreatePartitions'>({ api: 'CreatePartitions', topics, timeoutMs, validateOnly: false }, 2).topics,
    ).toEqual([{ name: 't', error: 'NOT_CONTROLLER', errorMessage: null }]);
    expect(
      pump.ask<'ElectLeaders'>({ api: 'ElectLeaders', electionType: 'PREFERRED', partitions, timeoutMs }, 2).partitions,
    ).toMatchObject([{ error: 'NOT_CONTROLLER' }]);
    expect(
      pump.ask<'AlterPartitionReassignments'>({ api: 'AlterPartitionReassignments', partitions: moves, timeoutMs }, 2),
    ).toMatchObject({ error: 'NOT_CONTROLLER', partitions: [] });
    expect(
      pump.ask<'ListPartitionReassignments'>({ api: 'ListPartitionReassignments', partitions, timeoutMs }, 2),
    ).toMatchObject({ error: 'NOT_CONTROLLER', partitions: [] });
  });

  it('a reassignment raises the leader epoch at its start, at its end, and for each removed replica', () => {
    const pump = new Pump({ brokers: 4, ...ZOOKEEPER });
    pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 1, replicationFactor: 3 }, nowMs));
    pump.hold(4);
    const partitions = [{ topic: 't', partition: 0, replicas: [1, 2, 4] }];
    const request = { api: 'AlterPartitionReassignments', timeoutMs: SOME_TIME, partitions } as const;
    pump.ask<'AlterPartitionReassignments'>(request, pump.controllerId);
    expect(pump.partition().leaderEpoch).toBe(1);
    pump.release(4);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 3, isr: [1, 2, 4] });
  });

  it('partitions without a leader get one when unclean elections are allowed', () => {
    const pump = topicOn({}, ZOOKEEPER);
    for (const broker of [2, 3]) pump.do((cluster, nowMs) => cluster.shutdown(broker, nowMs));
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    pump.advance(60_000);
    pump.do((cluster, nowMs) => cluster.restart(2, nowMs));
    expect(pump.partition().leader).toBe(-1);
    const configs = [{ name: 'unclean.leader.election.enable', operation: 'SET', value: 'true' }] as const;
    const resources = [{ type: 'TOPIC', name: 't', configs }] as const;
    pump.ask<'IncrementalAlterConfigs'>({ api: 'IncrementalAlterConfigs', resources, validateOnly: false }, 2);
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [2] });
  });

  it('a value that is not allowed is reported with the resource', () => {
    const pump = topicOn({}, ZOOKEEPER);
    const configs = [{ name: 'retention.ms', operation: 'SET', value: 'long' }] as const;
    const resources = [{ type: 'TOPIC', name: 't', configs }] as const;
    const request = { api: 'IncrementalAlterConfigs', resources, validateOnly: false } as const;
    expect(pump.ask<'IncrementalAlterConfigs'>(request).resources[0]?.errorMessage).toBe(
      "Invalid config value for resource ConfigResource(type=TOPIC, name='t'): Invalid value long for configuration retention.ms: Not a number of type LONG",
    );
  });
});

describe('ElectLeaders', () => {
  const elect = (pump: Pump, electionType: ElectionType, partition: number | null = 0) => {
    const partitions = partition === null ? null : [{ topic: 't', partition }];
    const request = { api: 'ElectLeaders', electionType, partitions, timeoutMs: SOME_TIME } as const;
    const broker = pump.cluster.isUp(1) ? 1 : 3;
    return pump.ask<'ElectLeaders'>(request, broker).partitions;
  };

  it('elects the preferred leader, once it is in sync', () => {
    const pump = withTopic();
    expect(elect(pump, 'PREFERRED')[0]?.error).toBe('ELECTION_NOT_NEEDED');
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(elect(pump, 'PREFERRED')).toEqual([{ topic: 't', partition: 0, error: 'NONE', errorMessage: null }]);
    expect(pump.partition().leader).toBe(1);
  });

  it('refuses partitions that do not exist', () => {
    expect(elect(withTopic(), 'PREFERRED', 7)).toEqual([
      { topic: 't', partition: 7, error: 'UNKNOWN_TOPIC_OR_PARTITION', errorMessage: 'No such partition as t-7' },
    ]);
  });

  it('leaves those that need no election out of the answer for all', () => {
    const pump = withPlacedTopic({ partitions: 2, replicationFactor: 3 });
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(elect(pump, 'PREFERRED', null)).toEqual([{ topic: 't', partition: 0, error: 'NONE', errorMessage: null }]);
  });

  it('elects a leader that is not in sync if that is asked', () => {
    const pump = withPlacedTopic({ partitions: 1, replicationFactor: 2 });
    pump.do((cluster, nowMs) => cluster.shutdown(2, nowMs));
    pump.produce(batchOf(['a']));
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    expect(elect(pump, 'UNCLEAN')[0]?.error).toBe('ELIGIBLE_LEADERS_NOT_AVAILABLE');
    pump.do((cluster, nowMs) => cluster.restart(2, nowMs));
    expect(pump.partition().leader).toBe(-1);
    expect(elect(pump, 'PREFERRED')[0]?.error).toBe('PREFERRED_LEADER_NOT_AVAILABLE');
    expect(elect(pump, 'UNCLEAN')[0]?.error).toBe('NONE');
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [2] });
    expect(elect(pump, 'UNCLEAN')[0]?.error).toBe('ELECTION_NOT_NEEDED');
  });
});

describe('AlterPartitionReassignments and ListPartitionReassignments', () => {
  const alter = (pump: Pump, replicas: readonly number[] | null, partition = 0) =>
    pump.ask<'AlterPartitionReassignments'>({
      api: 'AlterPartitionReassignments',
      timeoutMs: SOME_TIME,
      partitions: [{ topic: 't', partition, replicas }],
    }).partitions[0];
  const listed = (pump: Pump, partitions: readonly { topic: string; partition: number }[] | null = null) =>
    pump.ask<'ListPartitionReassignments'>({ api: 'ListPartitionReassignments', timeoutMs: SOME_TIME, partitions })
      .partitions;

  function withFourBrokers(options: Partial<ClusterOptions> = KRAFT): Pump {
    const pump = new Pump({ brokers: 4, ...options });
    pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 1, replicationFactor: 3 }, nowMs));
    pump.hold(4);
    return pump;
  }

  it('begin a reassignment, list it, and no longer list it once it is complete', () => {
    const pump = withFourBrokers();
    expect(alter(pump, [4, 2])).toEqual({ topic: 't', partition: 0, error: 'NONE', errorMessage: null });
    const ongoing = { topic: 't', partition: 0, replicas: [4, 2, 1, 3], addingReplicas: [4], removingReplicas: [1, 3] };
    expect(listed(pump)).toEqual([ongoing]);
    expect(listed(pump, [{ topic: 't', partition: 0 }])).toEqual([ongoing]);
    expect(listed(pump, [{ topic: 't', partition: 1 }])).toEqual([]);
    pump.release(4);
    expect(listed(pump)).toEqual([]);
    expect(pump.partition()).toEqual({ leader: 4, leaderEpoch: 1, isr: [4, 2] });
  });

  it('revert a reassignment in progress', () => {
    const pump = withFourBrokers();
    alter(pump, [4, 2]);
    expect(alter(pump, null)?.error).toBe('NONE');
    expect(pump.cluster.topics[0]?.partitions[0]?.replicas.toSorted()).toEqual([1, 2, 3]);
    pump.release(4);
    expect(pump.partition()).toMatchObject({ leader: 1 });
    expect(() => pump.numbers(4)).toThrow('no replica');
    expect(alter(pump, null)?.error).toBe('NO_REASSIGNMENT_IN_PROGRESS');
  });

  it('wait only for the replicas that are added', () => {
    const pump = withFourBrokers();
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    alter(pump, [3, 4]);
    pump.release(4);
    expect(listed(pump)).toEqual([]);
    expect(pump.partition()).toMatchObject({ leader: 4, isr: [4] });
  });

  it.each([
    [[], 0, 'INVALID_REPLICA_ASSIGNMENT'],
    [[1, 1], 0, 'INVALID_REPLICA_ASSIGNMENT'],
    [[1, 9], 0, 'INVALID_REPLICA_ASSIGNMENT'],
    [[1], 5, 'UNKNOWN_TOPIC_OR_PARTITION'],
    [null, 0, 'NO_REASSIGNMENT_IN_PROGRESS'],
  ])('refuse %j for partition %i', (replicas, partition, error) => {
    expect(alter(withFourBrokers(), replicas, partition)?.error).toBe(error);
  });
});

describe('IncrementalAlterConfigs', () => {
  const alter = (
    pump: Pump,
    name: string,
    operation: AlterableConfig['operation'],
    value: string | null,
    topic = 't',
  ) =>
    pump.ask<'IncrementalAlterConfigs'>({
      api: 'IncrementalAlterConfigs',
      resources: [{ type: 'TOPIC', name: topic, configs: [{ name, operation, value }] }],
      validateOnly: false,
    }).resources[0];
  const errorOfProduce = (pump: Pump): string | undefined => pump.produced(pump.produce(batchOf(['x'])))?.error;

  it('changes what the next append is checked against', () => {
    const pump = withTopic();
    expect(errorOfProduce(pump)).toBe('NONE');
    expect(alter(pump, 'max.message.bytes', 'SET', '79')?.error).toBe('NONE');
    expect(errorOfProduce(pump)).toBe('MESSAGE_TOO_LARGE');
    expect(alter(pump, 'max.message.bytes', 'DELETE', null)?.error).toBe('NONE');
    expect(errorOfProduce(pump)).toBe('NONE');
  });

  it('changes how many replicas have to be in sync', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    alter(pump, 'min.insync.replicas', 'SET', '3');
    expect(errorOfProduce(pump)).toBe('NOT_ENOUGH_REPLICAS');
  });

  it('has records deleted that are too old by the new retention', () => {
    const pump = withTopic({}, { config: { 'log.retention.check.interval.ms': 1_000 } });
    errorOfProduce(pump);
    pump.advance(100_000);
    expect(pump.values()).toEqual(['x']);
    alter(pump, 'retention.ms', 'SET', '5000');
    pump.advance(1_001);
    expect(pump.values()).toEqual([]);
  });

  it('reaches a broker that was disconnected from the controller when it reconnects', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.disconnectFromController(1, nowMs));
    const request = {
      api: 'IncrementalAlterConfigs',
      resources: [{ type: 'TOPIC', name: 't', configs: [{ name: 'max.message.bytes', operation: 'SET', value: '1' }] }],
      validateOnly: false,
    } as const;
    expect(pump.ask<'IncrementalAlterConfigs'>(request, 2).resources[0]?.error).toBe('NONE');
    expect(errorOfProduce(pump)).toBe('NONE');
    pump.do((cluster, nowMs) => cluster.reconnectToController(1, nowMs));
    expect(errorOfProduce(pump)).toBe('MESSAGE_TOO_LARGE');
  });

  it('adds to lists and removes from them', () => {
    const pump = withTopic();
    alter(pump, 'cleanup.policy', 'APPEND', 'compact,delete');
    expect(pump.cluster.topics[0]?.configs).toEqual({ 'cleanup.policy': 'delete,compact' });
    alter(pump, 'cleanup.policy', 'SUBTRACT', 'delete');
    expect(pump.cluster.topics[0]?.configs).toEqual({ 'cleanup.policy': 'compact' });
    expect(alter(pump, 'retention.ms', 'APPEND', '1')).toMatchObject({
      error: 'INVALID_CONFIG',
      errorMessage: "Can't APPEND to key retention.ms because its type is not LIST.",
    });
  });

  it.each([
    ['max.message.bytes', 'many', 't', 'INVALID_CONFIG'],
    ['no.such.key', '1', 't', 'INVALID_CONFIG'],
    ['max.message.bytes', null, 't', 'INVALID_REQUEST'],
    ['max.message.bytes', '1', 'gone', 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['max.message.bytes', '1', '', 'INVALID_REQUEST'],
    ['max.message.bytes', '1', 'a b', 'INVALID_TOPIC_EXCEPTION'],
  ] as const)('refuses %s=%s for %j', (name, value, topic, error) => {
    const pump = withTopic();
    expect(alter(pump, name, 'SET', value, topic)?.error).toBe(error);
    expect(pump.cluster.topics[0]?.configs).toEqual({});
  });

  it('changes nothing that is only validated', () => {
    const pump = withTopic();
    const configs = [{ name: 'max.message.bytes', operation: 'SET', value: '1' }] as const;
    const resources = [{ type: 'TOPIC', name: 't', configs }] as const;
    const request = { api: 'IncrementalAlterConfigs', resources, validateOnly: true } as const;
    expect(pump.ask<'IncrementalAlterConfigs'>(request).resources[0]?.error).toBe('NONE');
    expect(pump.cluster.topics[0]?.configs).toEqual({});
  });

  it('does not change brokers', () => {
    const configs = [{ name: 'num.partitions', operation: 'SET', value: '1' }] as const;
    const resources = [{ type: 'BROKER', name: '1', configs }] as const;
    const request = { api: 'IncrementalAlterConfigs', resources, validateOnly: false } as const;
    expect(withTopic().ask<'IncrementalAlterConfigs'>(request).resources[0]?.error).toBe('INVALID_REQUEST');
  });
});

describe('DescribeConfigs', () => {
  const described = (pump: Pump, type: 'TOPIC' | 'BROKER', name: string, keys: readonly string[] | null = null) =>
    pump.ask<'DescribeConfigs'>({
      api: 'DescribeConfigs',
      resources: [{ type, name, configurationKeys: keys }],
      includeSynonyms: true,
    }).resources[0];

  it('says where each value of a topic comes from', () => {
    const config = { 'min.insync.replicas': 2 };
    const pump = withTopic({ 'retention.ms': '1' }, { config });
    const configs = described(pump, 'TOPIC', 't')?.configs ?? [];
    expect(configs.find(({ name }) => name === 'retention.ms')).toEqual({
      name: 'retention.ms',
      value: '1',
      source: 'DYNAMIC_TOPIC_CONFIG',
      readOnly: false,
      isSensitive: false,
      type: 'LONG',
      synonyms: [
        { name: 'retention.ms', value: '1', source: 'DYNAMIC_TOPIC_CONFIG' },
        { name: 'log.retention.ms', value: '604800000', source: 'DEFAULT_CONFIG' },
      ],
    });
    expect(configs.find(({ name }) => name === 'min.insync.replicas')).toMatchObject({
      value: '2',
      source: 'STATIC_BROKER_CONFIG',
    });
    expect(configs.find(({ name }) => name === 'message.timestamp.after.max.ms')).toMatchObject({
      value: '9223372036854775807',
      source: 'DEFAULT_CONFIG',
    });
  });

  it('describes only the keys that are asked for', () => {
    expect(described(withTopic(), 'TOPIC', 't', ['segment.ms'])?.configs.map(({ name }) => name)).toEqual([
      'segment.ms',
    ]);
  });

  it('describes the broker itself, and no other', () => {
    const pump = withTopic();
    const own = described(pump, 'BROKER', '1', ['num.partitions']);
    expect(own?.configs).toMatchObject([{ value: '1', source: 'DEFAULT_CONFIG', readOnly: true }]);
    expect(described(pump, 'BROKER', '')?.configs).toEqual([]);
    expect(described(pump, 'BROKER', '2')).toMatchObject({
      error: 'INVALID_REQUEST',
      errorMessage: 'Unexpected broker id, expected 1 or empty string, but received 2',
    });
    expect(described(pump, 'BROKER', 'one')?.errorMessage).toBe('Broker id must be an integer, but it is: one');
  });

  it('does not describe topics that do not exist', () => {
    const gone = described(withTopic(), 'TOPIC', 'gone');
    expect(gone).toMatchObject({ error: 'UNKNOWN_TOPIC_OR_PARTITION', errorMessage: '' });
    expect(described(withTopic(), 'TOPIC', 't')?.errorMessage).toBe('');
    expect(described(withTopic(), 'TOPIC', 'a b')?.error).toBe('INVALID_TOPIC_EXCEPTION');
  });
});

describe('Metadata by topic id', () => {
  it('describes the topics with these ids, after those that no topic has', () => {
    const pump = withTopic();
    const topicId = pump.cluster.topics[0]?.topicId ?? '';
    const unknown = 'AAAAAAAAAAAAAAAAAAAAAQ';
    const request = {
      api: 'Metadata',
      topics: [],
      topicIds: [topicId, unknown],
      allowAutoTopicCreation: true,
    } as const;
    expect(pump.ask<'Metadata'>(request).topics).toMatchObject([
      { error: 'UNKNOWN_TOPIC_ID', name: '', topicId: unknown },
      { error: 'NONE', name: 't', topicId },
    ]);
  });
});
