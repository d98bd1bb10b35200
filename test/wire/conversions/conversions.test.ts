/** Covers: src/wire/conversions/{produce,fetch,metadata,api-versions,find-coordinator,delete-topics,offset-fetch,create-topics,join-group,leave-group}.ts */
import { describe, expect, it } from 'vitest';
import { joinGroupApi } from '../../../src/protocol/apis/join-group.ts';
import type { FetchPartitionResponse, Request, RequestOf } from '../../../src/protocol/messages.ts';
import { EncodedBatch } from '../../../src/wire/batches/encoded-batch.ts';
import { readBatch } from '../../../src/wire/batches/read-batch.ts';
import { javaBatch } from '../batches/java-batches.ts';
import { type AnyRead, WireClient } from '../wire-client.ts';

const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ';
const OTHER_ID = 'AAAAAAAAAAAAAAAAAAAAAg';

function asked<Name extends Request['api']>(client: WireClient, api: Name): RequestOf<Name> {
  const request = client.requests.at(-1)?.request;
  if (request?.api !== api) throw new Error(`The cluster was asked for ${request?.api}.`);
  return request as RequestOf<Name>;
}

describe('Produce', () => {
  const produce = (client: WireClient, version: number, ...batches: string[]): unknown[] =>
    client.ask('Produce', version, {
      acks: 1,
      timeoutMs: -5,
      topicData: batches.map((name, index) => ({
        name: `topic-${index}`,
        partitionData: [{ index, records: [javaBatch(name)] }],
      })),
    });
  const results = (client: WireClient, version: number): unknown =>
    client
      .response('Produce', version)
      .responses.map(({ name, partitionResponses }: AnyRead) => [name, partitionResponses[0].errorCode]);

  it('hands the batches over as they are', () => {
    const client = new WireClient();
    produce(client, 3, 'lz4');
    const { partitions, timeoutMs } = asked(client, 'Produce');
    expect(timeoutMs).toBe(0);
    expect(partitions).toMatchObject([{ topic: 'topic-0', partition: 0 }]);
    expect(partitions[0]?.batch).toBeInstanceOf(EncodedBatch);
  });

  it('refuses older record formats, which no broker here converts', () => {
    const client = new WireClient();
    expect(produce(client, 2, 'format 1', 'format 0')).toEqual([]);
    expect(results(client, 2)).toEqual([
      ['topic-0', 43],
      ['topic-1', 43],
    ]);
  });

  it('leaves them to the broker in versions that do not allow them', () => {
    const client = new WireClient();
    produce(client, 3, 'format 1');
    expect(asked(client, 'Produce').partitions[0]?.batch.malformation).toEqual({ magic: 1 });
  });

  it('refuses Zstandard in versions that do not know it, and serves the other partitions', () => {
    const client = new WireClient();
    produce(client, 6, 'none', 'zstd', 'gzip');
    const { partitions } = asked(client, 'Produce');
    expect(partitions.map(({ topic }) => topic)).toEqual(['topic-0', 'topic-2']);
    client.answer({
      api: 'Produce',
      throttleTimeMs: 0,
      partitions: partitions.map(({ topic, partition }) => ({
        topic,
        partition,
        error: 'NONE',
        baseOffset: 0,
        logAppendTimeMs: -1,
        logStartOffset: 0,
        recordErrors: [],
        errorMessage: null,
      })),
    });
    expect(results(client, 6)).toEqual([
      ['topic-0', 0],
      ['topic-2', 0],
      ['topic-1', 76],
    ]);
    produce(client, 7, 'zstd');
    expect(asked(client, 'Produce').partitions[0]?.batch.compression).toBe('zstd');
  });

  it('closes the connection instead of refusing when no response is expected', () => {
    const client = new WireClient();
    const topicData = [{ name: 'a', partitionData: [{ index: 0, records: [javaBatch('format 1')] }] }];
    client.ask('Produce', 2, { acks: 0, timeoutMs: 0, topicData });
    expect(client.failures).toHaveLength(1);
  });
});

describe('Leaders that a response names (KIP-951)', () => {
  const currentLeader = { leaderId: 2, leaderEpoch: 5 };
  const nodeEndpoints = [{ id: 2, host: 'broker-2', port: 9092 }];
  const endpoint = { nodeId: 2, host: 'broker-2', port: 9092, rack: null };

  it('are in Produce from version 10 on', () => {
    const client = new WireClient();
    const topicData = [{ name: 'orders', partitionData: [{ index: 0, records: [javaBatch('none')] }] }];
    const result = { topic: 'orders', partition: 0, baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1 };
    const refused = { ...result, error: 'NOT_LEADER_OR_FOLLOWER', recordErrors: [], errorMessage: null } as const;
    for (const version of [9, 10]) {
      client.ask('Produce', version, { acks: 1, timeoutMs: 0, topicData });
      const partitions = [{ ...refused, currentLeader }];
      client.answer({ api: 'Produce', throttleTimeMs: 0, partitions, nodeEndpoints });
      const { responses, nodeEndpoints: endpoints } = client.response('Produce', version);
      const named = responses[0].partitionResponses[0].currentLeader;
      expect([named, endpoints]).toEqual(
        version < 10 ? [{ leaderId: -1, leaderEpoch: -1 }, []] : [currentLeader, [endpoint]],
      );
    }
  });

  it('are in Fetch from version 12 on, with their addresses from version 16 on', () => {
    const client = new WireClient();
    client.topicIds.set('orders', TOPIC_ID);
    const partition = { partition: 0, currentLeaderEpoch: 1, fetchOffset: 0, logStartOffset: -1, partitionMaxBytes: 1 };
    const result = { topic: 'orders', partition: 0, highWatermark: -1, lastStableOffset: -1, logStartOffset: -1 };
    const refused = { ...result, error: 'FENCED_LEADER_EPOCH', abortedTransactions: [], records: [] } as const;
    for (const version of [15, 16]) {
      const limits = { maxWaitMs: 0, minBytes: 1, maxBytes: 1, isolationLevel: 0, sessionId: 0, sessionEpoch: -1 };
      const topics = [{ topicId: TOPIC_ID, partitions: [partition] }];
      client.ask('Fetch', version, { ...limits, topics, forgottenTopicsData: [], rackId: '' });
      const partitions = [{ ...refused, currentLeader }];
      client.answer({ api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions, nodeEndpoints });
      const { responses, nodeEndpoints: endpoints } = client.response('Fetch', version);
      const named = responses[0].partitions[0].currentLeader;
      expect([named, endpoints]).toEqual([currentLeader, version < 16 ? [] : [endpoint]]);
    }
  });
});

describe('Fetch', () => {
  const partition = { partition: 0, fetchOffset: 5, partitionMaxBytes: 1000 };
  const request = { maxWaitMs: 500, minBytes: 1 };
  const fetched = (topic: string, records: FetchPartitionResponse['records'] = []): FetchPartitionResponse => ({
    topic,
    partition: 0,
    error: 'NONE',
    highWatermark: 7,
    lastStableOffset: 6,
    logStartOffset: 1,
    abortedTransactions: [{ producerId: 4711, firstOffset: 5 }],
    records,
  });

  it('names topics by their ids from version 13 on', () => {
    const client = new WireClient();
    client.topicIds.set('orders', TOPIC_ID);
    client.ask('Fetch', 15, { ...request, topics: [{ topicId: TOPIC_ID, partitions: [partition] }] });
    expect(asked(client, 'Fetch')).toMatchObject({
      replicaId: -1,
      maxWaitMs: 500,
      partitions: [{ topic: 'orders', fetchOffset: 5 }],
    });
    client.topicIds.clear();
    client.answer({ api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions: [fetched('orders')] });
    const { responses, sessionId } = client.response('Fetch', 15);
    expect(sessionId).toBe(0);
    expect(responses).toMatchObject([
      {
        topicId: TOPIC_ID,
        partitions: [{ highWatermark: 7, abortedTransactions: [{ producerId: 4711, firstOffset: 5 }] }],
      },
    ]);
  });

  it('answers UNKNOWN_TOPIC_ID for an id that no topic has, and does not wait for the others', () => {
    const client = new WireClient();
    client.topicIds.set('orders', TOPIC_ID);
    const topics = [TOPIC_ID, OTHER_ID].map((topicId) => ({ topicId, partitions: [partition] }));
    client.ask('Fetch', 13, { ...request, topics });
    expect(asked(client, 'Fetch')).toMatchObject({ maxWaitMs: 0, partitions: [{ topic: 'orders' }] });
    client.answer({ api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions: [fetched('orders')] });
    expect(client.response('Fetch', 13).responses).toMatchObject([
      { topicId: TOPIC_ID, partitions: [{ errorCode: 0 }] },
      { topicId: OTHER_ID, partitions: [{ errorCode: 100 }] },
    ]);
    expect(client.ask('Fetch', 13, { ...request, topics: topics.slice(1) })).toEqual([]);
    expect(client.response('Fetch', 13).responses).toMatchObject([{ partitions: [{ errorCode: 100 }] }]);
  });

  it('keeps the order of partitions, and repeats topics for it', () => {
    const client = new WireClient();
    const topics = ['a', 'b', 'a'].map((topic) => ({ topic, partitions: [partition] }));
    client.ask('Fetch', 12, { ...request, topics });
    const partitions = ['a', 'a', 'b', 'a'].map((topic) => fetched(topic));
    client.answer({ api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions });
    const { responses } = client.response('Fetch', 12);
    const two = [{ partitionIndex: 0 }, { partitionIndex: 0 }];
    expect(responses).toMatchObject([
      { topic: 'a', partitions: two },
      { topic: 'b', partitions: two.slice(1) },
      { topic: 'a', partitions: two.slice(1) },
    ]);
  });

  it('has the batches as they came, at their offsets', () => {
    const client = new WireClient();
    const topics = [{ topic: 'orders', partitions: [partition] }];
    client.ask('Fetch', 11, { ...request, topics, isolationLevel: 1, rackId: 'a' });
    expect(asked(client, 'Fetch')).toMatchObject({ isolationLevel: 'read_committed', rackId: 'a' });
    const stored = { baseOffset: 100, partitionLeaderEpoch: 5, batch: readBatch(javaBatch('none')) };
    client.answer({
      api: 'Fetch',
      throttleTimeMs: 0,
      error: 'NONE',
      partitions: [fetched('orders', [stored, stored])],
    });
    const bytes = javaBatch('stored at 100 in epoch 5');
    expect(client.response('Fetch', 11).responses[0].partitions[0].records).toEqual(Uint8Array.of(...bytes, ...bytes));
  });

  it('knows no sessions', () => {
    const client = new WireClient();
    expect(client.ask('Fetch', 11, { ...request, topics: [], sessionId: 3, sessionEpoch: 4 })).toEqual([]);
    expect(client.response('Fetch', 11)).toMatchObject({ errorCode: 70, responses: [] });
    expect(client.ask('Fetch', 11, { ...request, topics: [], sessionId: 3, sessionEpoch: -1 })).toHaveLength(1);
  });

  it('of a client that claims to be a follower is that of a consumer', () => {
    const client = new WireClient();
    client.ask('Fetch', 11, { ...request, topics: [], replicaId: 2 });
    expect(asked(client, 'Fetch').replicaId).toBe(-1);
  });
});

describe('Metadata', () => {
  it.each([
    [0, [], null],
    [1, [], []],
    [1, null, null],
    [1, [{ name: 'a' }], ['a']],
  ])('v%i asks for %j', (version, topics, names) => {
    const client = new WireClient();
    client.ask('Metadata', version, { topics });
    expect(asked(client, 'Metadata')).toEqual({ api: 'Metadata', topics: names, allowAutoTopicCreation: true });
  });

  it('names a topic whose name is empty', () => {
    const client = new WireClient();
    client.ask('Metadata', 12, { topics: [{ name: '' }] });
    expect(asked(client, 'Metadata').topics).toEqual(['']);
    const refused = {
      error: 'INVALID_TOPIC_EXCEPTION',
      name: '',
      topicId: '',
      isInternal: false,
      partitions: [],
    } as const;
    const cluster = { brokers: [], clusterId: 'cluster', controllerId: 1 };
    client.answer({ api: 'Metadata', throttleTimeMs: 0, ...cluster, topics: [refused] });
    expect(client.response('Metadata', 12)).toMatchObject({ topics: [{ name: '' }] });
  });

  it('asks for topics by their ids from version 12 on', () => {
    const client = new WireClient();
    client.ask('Metadata', 12, { topics: [{ name: null, topicId: TOPIC_ID }] });
    expect(asked(client, 'Metadata').topicIds).toEqual([TOPIC_ID]);
    client.ask('Metadata', 11, { topics: [{ name: 'a', topicId: TOPIC_ID }] });
    expect(client.requests).toHaveLength(1);
  });

  it('has the addresses at which the client reaches the brokers', () => {
    const client = new WireClient({ addressOf: ({ id }) => ({ host: 'localhost', port: 9000 + id }) });
    client.ask('Metadata', 12, { topics: null });
    client.answer({
      api: 'Metadata',
      throttleTimeMs: 0,
      brokers: [
        { id: 1, host: 'broker-1', port: 9092, rack: 'a' },
        { id: 2, host: 'broker-2', port: 9092 },
      ],
      clusterId: 'cluster',
      controllerId: 2,
      topics: [
        { error: 'UNKNOWN_TOPIC_ID', name: '', topicId: OTHER_ID, isInternal: false, partitions: [] },
        {
          error: 'NONE',
          name: 'orders',
          topicId: TOPIC_ID,
          isInternal: false,
          partitions: [
            {
              error: 'NONE',
              partition: 0,
              leader: 1,
              leaderEpoch: 3,
              replicas: [1, 2],
              isr: [1],
              offlineReplicas: [2],
            },
          ],
        },
      ],
    });
    expect(client.response('Metadata', 12)).toMatchObject({
      brokers: [
        { nodeId: 1, host: 'localhost', port: 9001, rack: 'a' },
        { nodeId: 2, host: 'localhost', port: 9002, rack: null },
      ],
      clusterId: 'cluster',
      controllerId: 2,
      topics: [
        { errorCode: 100, name: null, topicId: OTHER_ID },
        {
          errorCode: 0,
          name: 'orders',
          topicId: TOPIC_ID,
          partitions: [{ leaderId: 1, leaderEpoch: 3, isrNodes: [1] }],
        },
      ],
    });
  });
});

describe('ApiVersions', () => {
  it('refuses names of software that are not valid', () => {
    const client = new WireClient();
    client.ask('ApiVersions', 3, { clientSoftwareName: '-x', clientSoftwareVersion: '1' });
    expect(client.response('ApiVersions', 3)).toMatchObject({ errorCode: 42, apiKeys: [] });
  });
});

describe('FindCoordinator', () => {
  const node = { id: 2, host: 'broker-2', port: 9092 };

  it('asks the cluster once per key', () => {
    const client = new WireClient();
    const requests = client.ask('FindCoordinator', 4, { keyType: 1, coordinatorKeys: ['a', 'b'] });
    expect(requests.map(({ request }) => request)).toMatchObject([
      { keyType: 'transaction', key: 'a' },
      { keyType: 'transaction', key: 'b' },
    ]);
    client.answer({ api: 'FindCoordinator', throttleTimeMs: 3, error: 'NONE', errorMessage: '', node });
    expect(client.sent).toEqual([]);
    const error = 'COORDINATOR_NOT_AVAILABLE';
    client.answer({ api: 'FindCoordinator', throttleTimeMs: 0, error, errorMessage: '', node: null });
    expect(client.response('FindCoordinator', 4)).toMatchObject({
      throttleTimeMs: 3,
      coordinators: [
        { key: 'a', nodeId: 2, host: 'broker-2', port: 9092, errorCode: 0 },
        { key: 'b', nodeId: -1, host: '', port: -1, errorCode: 15 },
      ],
    });
  });

  it('has one key in older versions', () => {
    const client = new WireClient();
    client.ask('FindCoordinator', 2, { keyType: 0, key: 'g' });
    expect(asked(client, 'FindCoordinator')).toMatchObject({ keyType: 'group', key: 'g' });
    client.answer({ api: 'FindCoordinator', throttleTimeMs: 0, error: 'NONE', errorMessage: 'NONE', node });
    expect(client.response('FindCoordinator', 2)).toMatchObject({ nodeId: 2, host: 'broker-2', errorMessage: 'NONE' });
  });

  it('is refused for other types of keys', () => {
    const client = new WireClient();
    expect(client.ask('FindCoordinator', 6, { keyType: 2, coordinatorKeys: ['a'] })).toEqual([]);
    expect(client.response('FindCoordinator', 6)).toMatchObject({ coordinators: [{ key: 'a', errorCode: 42 }] });
  });
});

describe('DeleteTopics', () => {
  it('finds topics by their ids', () => {
    const client = new WireClient();
    client.topicIds.set('orders', TOPIC_ID);
    const topics = [
      { name: null, topicId: TOPIC_ID },
      { name: null, topicId: OTHER_ID },
    ];
    client.ask('DeleteTopics', 6, { topics, timeoutMs: 10 });
    expect(asked(client, 'DeleteTopics').topics).toEqual(['orders']);
    const deleted = { name: 'orders', error: 'NONE', errorMessage: null } as const;
    client.answer({ api: 'DeleteTopics', throttleTimeMs: 0, topics: [deleted] });
    expect(client.response('DeleteTopics', 6).responses).toMatchObject([
      { name: 'orders', topicId: TOPIC_ID, errorCode: 0 },
      { name: null, topicId: OTHER_ID, errorCode: 100 },
    ]);
    expect(client.ask('DeleteTopics', 6, { topics: topics.slice(1), timeoutMs: 10 })).toEqual([]);
    expect(client.response('DeleteTopics', 6).responses).toMatchObject([{ errorCode: 100 }]);
  });
});

describe('OffsetFetch', () => {
  const topics = [{ name: 'a', partitionIndexes: [0, 1] }];

  it('has no place for the error of the group in version 1', () => {
    const client = new WireClient();
    client.ask('OffsetFetch', 1, { groupId: 'g', topics });
    const groups = [{ groupId: 'g', error: 'NOT_COORDINATOR', partitions: [] } as const];
    client.answer({ api: 'OffsetFetch', throttleTimeMs: 0, groups });
    expect(client.response('OffsetFetch', 1).topics).toEqual([]);
    client.ask('OffsetFetch', 2, { groupId: 'g', topics });
    client.answer({ api: 'OffsetFetch', throttleTimeMs: 0, groups });
    expect(client.response('OffsetFetch', 2)).toMatchObject({ errorCode: 16, topics: [] });
  });

  it('asks for all offsets with null, and for several groups from version 8 on', () => {
    const client = new WireClient();
    const groups = [
      { groupId: 'g', topics: null },
      { groupId: 'h', topics },
    ];
    client.ask('OffsetFetch', 8, { groups, requireStable: true });
    expect(asked(client, 'OffsetFetch')).toEqual({
      api: 'OffsetFetch',
      requireStable: true,
      groups: [
        { groupId: 'g', partitions: null },
        {
          groupId: 'h',
          partitions: [
            { topic: 'a', partition: 0 },
            { topic: 'a', partition: 1 },
          ],
        },
      ],
    });
  });
});

describe('CreateTopics', () => {
  it('lists the brokers of partitions in the order of the partitions', () => {
    const client = new WireClient();
    const assignments = [
      { partitionIndex: 1, brokerIds: [2, 3] },
      { partitionIndex: 0, brokerIds: [1, 2] },
    ];
    const configs = [
      { name: 'retention.ms', value: '5' },
      { name: 'cleanup.policy', value: null },
    ];
    const topic = { name: 'a', numPartitions: -1, replicationFactor: -1, assignments, configs };
    client.ask('CreateTopics', 7, { topics: [topic] });
    expect(asked(client, 'CreateTopics')).toEqual({
      api: 'CreateTopics',
      timeoutMs: 60_000,
      validateOnly: false,
      topics: [
        {
          name: 'a',
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [
            [1, 2],
            [2, 3],
          ],
          configs: { 'retention.ms': '5' },
        },
      ],
    });
  });
});

describe('JoinGroup', () => {
  const join = { groupId: 'g', sessionTimeoutMs: 5, rebalanceTimeoutMs: 7, memberId: '', protocolType: 'consumer' };
  const protocols = [{ name: 'range', metadata: Uint8Array.of(1) }];

  it.each([
    [0, 5],
    [1, 7],
  ])('v%i has a rebalance timeout of %i ms', (version, timeoutMs) => {
    const client = new WireClient();
    client.ask('JoinGroup', version, { ...join, protocols });
    expect(asked(client, 'JoinGroup')).toMatchObject({ rebalanceTimeoutMs: timeoutMs, protocols });
  });

  it.each([
    [6, ''],
    [7, null],
  ])('v%i has the name %j for no protocol', (version, protocolName) => {
    const client = new WireClient();
    client.ask('JoinGroup', version, { ...join, protocols });
    client.answer(joinGroupApi.refuse(asked(client, 'JoinGroup'), 'MEMBER_ID_REQUIRED'));
    expect(client.response('JoinGroup', version)).toMatchObject({ errorCode: 79, protocolName });
  });
});

describe('LeaveGroup', () => {
  it('names one member before version 3', () => {
    const client = new WireClient();
    client.ask('LeaveGroup', 2, { groupId: 'g', memberId: 'a' });
    expect(asked(client, 'LeaveGroup').members).toEqual([{ memberId: 'a', groupInstanceId: null, reason: null }]);
    const members = [{ memberId: '', groupInstanceId: 'i', reason: 'moved' }];
    client.ask('LeaveGroup', 5, { groupId: 'g', members });
    expect(asked(client, 'LeaveGroup').members).toEqual(members);
  });
});
