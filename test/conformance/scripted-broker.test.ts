/**
 * Covers: test/conformance/runner/scripted-cluster.ts.
 *
 * The responses of a scripted cluster without and with rules, and when a client can read them.
 */
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/client/index.ts';
import { V3_6_1 } from '../../src/client/versions/v3_6_1.ts';
import type { ProduceRequest, Request, Response, ResponseEnvelope } from '../../src/protocol/messages.ts';
import type { RecordBatch } from '../../src/protocol/records/record-batch.ts';
import { Kernel } from '../../src/sim/index.ts';
import { readScenario } from './runner/read-scenario.ts';
import { RequestCounter } from './runner/request-numbers.ts';
import type { BrokerRule, ClusterOperation } from './runner/scenario.ts';
import { ScriptedCluster } from './runner/scripted-cluster.ts';
import { ScriptedNetwork } from './runner/scripted-network.ts';

/** A connection to a broker that records what happens on it, and when. */
class RecordingConnection {
  readonly events: { readonly t: number; readonly what: string; readonly response?: Response }[] = [];
  private readonly connection: Connection;
  private readonly kernel: Kernel;
  private nextCorrelationId = 0;

  constructor(network: ScriptedNetwork, kernel: Kernel, node: number) {
    this.kernel = kernel;
    this.connection = network.connect(`10.0.0.${node + 1}`, 9092, {
      connected: () => this.record('connected'),
      refused: () => this.record('refused'),
      received: ({ correlationId, response }: ResponseEnvelope) => this.record(`answer ${correlationId}`, response),
      disconnected: () => this.record('disconnected'),
    });
  }

  send(request: Request, apiVersion = 9, expectResponse = true): void {
    this.connection.send({
      correlationId: this.nextCorrelationId++,
      clientId: 'c',
      apiVersion,
      expectResponse,
      request,
    });
  }

  /** All events except `connected`. */
  get log(): string[] {
    return this.events.filter(({ what }) => what !== 'connected').map(({ t, what }) => `${t} ${what}`);
  }

  get answers(): readonly Response[] {
    return this.events.flatMap(({ response }) => (response === undefined ? [] : [response]));
  }

  /** Errors of all partitions of all produce answers. */
  get errors(): string[] {
    return this.answers.flatMap((answer) =>
      answer.api === 'Produce' ? answer.partitions.map(({ error }) => error) : [],
    );
  }

  private record(what: string, response?: Response): void {
    this.events.push({ t: this.kernel.now(), what, ...(response !== undefined && { response }) });
  }
}

function clusterWith(responses: readonly BrokerRule[] = [], extra: object = {}) {
  const scenario = readScenario(
    JSON.stringify({
      name: 'made',
      config: {},
      cluster: { nodes: 2, topics: { t: { partitions: 2 }, stamped: { partitions: 1, logAppendTime: true } } },
      responses,
      steps: [],
      ...extra,
    }),
  );
  const kernel = new Kernel({ startMs: 0 });
  const cluster = new ScriptedCluster(scenario.cluster);
  const operations: ClusterOperation[] = [];
  const onOperation = (operation: ClusterOperation): void => void operations.push(operation);
  const network = new ScriptedNetwork({
    kernel,
    cluster,
    scenario,
    version: V3_6_1,
    counter: new RequestCounter(),
    onOperation,
  });
  const connect = (node: number): RecordingConnection => {
    const connection = new RecordingConnection(network, kernel, node);
    kernel.run({});
    return connection;
  };
  return { kernel, cluster, network, operations, connect };
}

const batch: RecordBatch = {
  recordCount: 3,
  sizeInBytes: 80,
  compression: 'none',
  producerId: -1,
  producerEpoch: -1,
  baseSequence: -1,
  isTransactional: false,
  maxTimestampMs: 0,
  keys: [null, null, null],
  values: ['a', 'b', 'c'],
  timestampsMs: [0, 0, 0],
};

function produce(...places: readonly string[]): ProduceRequest {
  const partitions = places.map((place) => {
    const [topic = '', partition = ''] = place.split('-');
    return { topic, partition: Number(partition), batch };
  });
  return { api: 'Produce', acks: -1, timeoutMs: 30_000, transactionalId: null, partitions };
}

const metadata: Request = { api: 'Metadata', topics: ['t', 'nope'], allowAutoTopicCreation: true };
const initProducerId = (transactionalId: string | null, producerId = -1, producerEpoch = -1): Request => ({
  api: 'InitProducerId',
  transactionalId,
  transactionTimeoutMs: 60_000,
  producerId,
  producerEpoch,
});

describe('A scripted broker without rules', () => {
  it('appends at the end of the log and returns the offset', () => {
    const { kernel, connect } = clusterWith();
    const client = connect(0);
    client.send(produce('t-0'));
    client.send(produce('t-0'));
    kernel.run({});
    expect(client.answers).toMatchObject([
      { partitions: [{ error: 'NONE', baseOffset: 0, logStartOffset: 0, logAppendTimeMs: -1 }] },
      { partitions: [{ error: 'NONE', baseOffset: 3 }] },
    ]);
  });

  it('rejects partitions that it does not lead or that do not exist', () => {
    const { kernel, connect } = clusterWith();
    const client = connect(0);
    client.send(produce('t-1', 't-7', 'nope-0'));
    kernel.run({});
    expect(client.errors).toEqual([
      'NOT_LEADER_OR_FOLLOWER',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
  });

  it('returns the time of arrival if the topic has logAppendTime', () => {
    const { kernel, connect } = clusterWith();
    kernel.run({ untilMs: 7 });
    const client = connect(0);
    client.send(produce('stamped-0'));
    kernel.run({});
    expect(client.answers).toMatchObject([{ partitions: [{ logAppendTimeMs: 7 }] }]);
  });

  it('returns leaders, and leader epochs in versions that have the field', () => {
    const { kernel, network, connect } = clusterWith();
    network.perform({ op: 'setLeader', topic: 't', partition: 0, leader: 1 });
    const client = connect(0);
    client.send(metadata, 12);
    client.send(metadata, 6);
    kernel.run({});
    const partitions = (leaderEpochs: number[]): object[] =>
      leaderEpochs.map((leaderEpoch) => ({ leader: 1, leaderEpoch }));
    expect(client.answers).toMatchObject([
      { topics: [{ partitions: partitions([1, 0]) }, { error: 'UNKNOWN_TOPIC_OR_PARTITION', partitions: [] }] },
      { topics: [{ partitions: partitions([-1, -1]) }, {}] },
    ]);
  });

  it('assigns producer ids from 1000 on, the next epoch of a given id, and one id per transactional id', () => {
    const { kernel, connect } = clusterWith();
    const client = connect(0);
    for (const request of [
      initProducerId(null),
      initProducerId(null, 1000, 4),
      initProducerId('a'),
      initProducerId('b'),
      initProducerId('a'),
    ])
      client.send(request);
    kernel.run({});
    const identities = client.answers.map(
      (answer) => 'producerId' in answer && [answer.producerId, answer.producerEpoch],
    );
    expect(identities).toEqual([
      [1000, 0],
      [1000, 5],
      [1001, 0],
      [1002, 0],
      [1001, 1],
    ]);
  });

  it('advertises the API versions of the scenario', () => {
    const { kernel, connect } = clusterWith([], { apiVersions: { PRODUCE: [3, 7], INIT_PRODUCER_ID: null } });
    const client = connect(0);
    client.send({ api: 'ApiVersions', clientSoftwareName: '', clientSoftwareVersion: '' });
    kernel.run({});
    const answer = client.answers[0] as Extract<Response, { api: 'ApiVersions' }>;
    expect(answer.apiVersions).toContainEqual({ api: 'Produce', minVersion: 3, maxVersion: 7 });
    expect(answer.apiVersions).toContainEqual({ api: 'Metadata', minVersion: 0, maxVersion: 12 });
    expect(answer.apiVersions.map(({ api }) => api)).not.toContain('InitProducerId');
  });
});

describe('Rules of a scripted broker', () => {
  /** The errors of six requests to t-0, one after another. */
  function errorsOf(...rules: readonly BrokerRule[]): string[] {
    const { kernel, connect } = clusterWith(rules);
    const client = connect(0);
    for (let i = 0; i < 6; i++) client.send(produce('t-0'));
    kernel.run({});
    return client.errors.map((error) => (error === 'NONE' ? '-' : error.slice(0, 7)));
  }

  it('match one ordinal, several, or a range', () => {
    const error = 'INVALID_RECORD';
    expect(errorsOf({ api: 'PRODUCE', n: 2, error })).toEqual(['-', 'INVALID', '-', '-', '-', '-']);
    expect(errorsOf({ api: 'PRODUCE', n: [1, 5], error })).toEqual(['INVALID', '-', '-', '-', 'INVALID', '-']);
    expect(errorsOf({ api: 'PRODUCE', n: { from: 5 }, error })).toEqual(['-', '-', '-', '-', 'INVALID', 'INVALID']);
    expect(errorsOf({ api: 'PRODUCE', n: { from: 2, to: 3 }, error })).toEqual([
      '-',
      'INVALID',
      'INVALID',
      '-',
      '-',
      '-',
    ]);
  });

  it('override earlier rules', () => {
    const rules: BrokerRule[] = [
      { api: 'PRODUCE', error: 'INVALID_RECORD' },
      { api: 'PRODUCE', n: [2, 3], error: 'CORRUPT_MESSAGE' },
    ];
    expect(errorsOf(...rules)).toEqual(['INVALID', 'CORRUPT', 'CORRUPT', 'INVALID', 'INVALID', 'INVALID']);
  });

  it('match a broker, and the nth batch of a partition in a request with several', () => {
    const { kernel, network, connect } = clusterWith([
      { api: 'PRODUCE', node: 1, error: 'INVALID_RECORD' },
      { api: 'PRODUCE', tp: 't-0', nth: 2, error: 'CORRUPT_MESSAGE' },
    ]);
    network.perform({ op: 'setLeader', topic: 't', partition: 1, leader: 0 });
    const client = connect(0);
    client.send(produce('t-1'));
    client.send(produce('t-0', 't-1'));
    client.send(produce('t-1', 't-0'));
    kernel.run({});
    expect(client.errors).toEqual(['NONE', 'NONE', 'NONE', 'NONE', 'CORRUPT_MESSAGE']);
    const other = connect(1);
    other.send(produce('t-0'));
    kernel.run({});
    expect(other.errors).toEqual(['INVALID_RECORD']);
  });

  it('can append the batch although an error is returned, and not append it if the response is dropped', () => {
    const { kernel, cluster, connect } = clusterWith([
      { api: 'PRODUCE', n: 1, error: 'NOT_ENOUGH_REPLICAS', append: true },
      { api: 'PRODUCE', n: 2, error: 'NOT_ENOUGH_REPLICAS' },
      { api: 'PRODUCE', n: 3, drop: true },
    ]);
    const client = connect(0);
    for (let i = 0; i < 3; i++) client.send(produce('t-0'));
    kernel.run({});
    expect(cluster.partition('t', 0)?.logEndOffset).toBe(3);
  });

  it('set single fields of a response', () => {
    const { kernel, connect } = clusterWith([
      {
        api: 'PRODUCE',
        n: 1,
        partitions: { 't-0': { error: 'INVALID_RECORD', message: 'bad', recordErrors: [{ index: 1 }] } },
      },
      { api: 'PRODUCE', n: 2, baseOffset: 40, logStartOffset: 9, throttleMs: 70 },
      { api: 'METADATA', n: 1, topics: { t: 'LEADER_NOT_AVAILABLE' } },
      { api: 'METADATA', n: 2, partitions: { 't-1': 'LEADER_NOT_AVAILABLE' }, emptyBrokers: true },
    ]);
    const client = connect(0);
    for (const request of [produce('t-0'), produce('t-0'), metadata, metadata]) client.send(request, 9);
    kernel.run({});
    expect(client.answers).toMatchObject([
      {
        partitions: [
          { error: 'INVALID_RECORD', errorMessage: 'bad', recordErrors: [{ batchIndex: 1, message: null }] },
        ],
      },
      { throttleTimeMs: 70, partitions: [{ error: 'NONE', baseOffset: 40, logStartOffset: 9 }] },
      { topics: [{ error: 'LEADER_NOT_AVAILABLE', partitions: [] }, {}] },
      { brokers: [], topics: [{ partitions: [{ error: 'NONE' }, { error: 'LEADER_NOT_AVAILABLE' }] }, {}] },
    ]);
  });

  it('change the cluster when the request is handled', () => {
    const then: ClusterOperation[] = [{ op: 'setLeader', topic: 't', partition: 0, leader: 1 }];
    const { kernel, cluster, operations, connect } = clusterWith([
      // oxlint-disable-next-line unicorn/no-thenable -- the name in the scenario format
      { api: 'PRODUCE', n: 1, error: 'NOT_LEADER_OR_FOLLOWER', then },
    ]);
    connect(0).send(produce('t-0'));
    expect(cluster.partition('t', 0)).toMatchObject({ leader: 1, leaderEpoch: 1 });
    expect(operations).toEqual(then);
    kernel.run({});
  });
});

describe('A scripted connection', () => {
  it('delivers responses after their delay, in the order of the requests', () => {
    const { kernel, connect } = clusterWith([{ api: 'PRODUCE', n: 1, delayMs: 50 }], {
      network: { produceMs: 5, otherMs: 2 },
    });
    const client = connect(0);
    client.send(produce('t-0'));
    client.send(produce('t-0'));
    client.send(metadata);
    kernel.run({ untilMs: 60 });
    client.send(metadata);
    kernel.run({});
    expect(client.log).toEqual(['50 answer 0', '50 answer 1', '50 answer 2', '62 answer 3']);
  });

  it('delivers nothing after a dropped response', () => {
    const { kernel, cluster, connect } = clusterWith([{ api: 'PRODUCE', n: 2, drop: true }]);
    const client = connect(0);
    for (let i = 0; i < 3; i++) client.send(produce('t-0'));
    kernel.run({});
    expect(client.log).toEqual(['5 answer 0']);
    expect(cluster.partition('t', 0)?.logEndOffset).toBe(6);
  });

  it('breaks in the order of responses, and delivers nothing afterwards', () => {
    const { kernel, connect } = clusterWith([{ api: 'PRODUCE', n: 2, disconnect: true }]);
    const client = connect(0);
    for (let i = 0; i < 3; i++) client.send(produce('t-0'));
    kernel.run({});
    expect(client.log).toEqual(['5 answer 0', '5 disconnected']);
  });

  it('does not answer requests with acks=0, and is closed after one that fails', () => {
    const { kernel, connect } = clusterWith([{ api: 'PRODUCE', n: 2, error: 'INVALID_RECORD' }]);
    const client = connect(0);
    client.send({ ...produce('t-0'), acks: 0 }, 9, false);
    client.send({ ...produce('t-0'), acks: 0 }, 9, false);
    kernel.run({});
    expect(client.log).toEqual(['5 disconnected']);
  });

  it('is established after connectMs, refused by a node that is down, and neither by a black hole', () => {
    const { kernel, network, connect } = clusterWith([], { network: { connectMs: 30 } });
    network.perform({ op: 'nodeDown', id: 1 });
    expect([connect(0).events, connect(1).events]).toEqual([
      [{ t: 30, what: 'connected' }],
      [{ t: 60, what: 'refused' }],
    ]);
    network.perform({ op: 'nodeBlackhole', id: 1 });
    expect(connect(1).events).toEqual([]);
    network.perform({ op: 'nodeUp', id: 1 });
    expect(connect(1).events).toMatchObject([{ what: 'connected' }]);
    kernel.run({});
  });

  it('breaks when its node goes down or closes connections, and only then', () => {
    const { kernel, network, connect } = clusterWith();
    const [first, second] = [connect(0), connect(1)];
    network.perform({ op: 'closeConnections', id: 0 });
    expect([first.log, second.log]).toEqual([['0 disconnected'], []]);
    network.perform({ op: 'nodeDown', id: 1 });
    expect(second.log).toEqual(['0 disconnected']);
    first.send(produce('t-0'));
    kernel.run({});
    expect(first.log).toEqual(['0 disconnected']);
  });
});
