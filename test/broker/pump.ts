/**
 * Runs a cluster without a network: carries out its effects at once and keeps the answers. Fetches of followers take no time;
 * after `hold(follower)` those of one follower are not delivered until `release`.
 */
import { Cluster, type ClusterOptions, type Effect, type InterBrokerRequest } from '../../src/broker/index.ts';
import type {
  ApiName,
  FetchPartition,
  FetchRequest,
  FetchResponse,
  IsolationLevel,
  ProducePartitionResponse,
  RequestOf,
  Response,
  ResponseOf,
} from '../../src/protocol/messages.ts';
import type { RecordBatch } from '../../src/protocol/records/record-batch.ts';

/** More effects at one time are an endless loop. */
const MOST_EFFECTS = 100_000;

type FetchEffect = Extract<Effect, { kind: 'fetch' }>;

/** A broker in KRaft mode that has started looks at requests so much later. */
export const SERVING_DELAY_MS = 20;

export class Pump {
  readonly cluster: Cluster;
  nowMs: number = 1_000;
  readonly answers: Map<unknown, Response> = new Map();
  readonly disconnected: unknown[] = [];
  readonly events: string[] = [];
  /** The number of messages that were delivered and wakes that happened. */
  steps: number = 0;
  private wakes: number[] = [];
  /** All requests that brokers have sent each other. */
  readonly requests: InterBrokerRequest[] = [];
  /** All fetches of followers that have arrived, with their responses, in the order of the responses. */
  readonly replicaFetches: {
    readonly from: number;
    readonly request: FetchRequest;
    readonly response: FetchResponse;
  }[] = [];
  /** APIs whose requests between brokers do not arrive until `deliverPostponed`. */
  readonly postponed: Set<ApiName> = new Set();
  /** APIs whose responses between brokers are lost, those to followers included. */
  readonly lostResponses: Set<ApiName> = new Set();
  private readonly undelivered = new Set<InterBrokerRequest>();
  /** The number of requests between brokers that were abandoned after their timeout. */
  abandoned: number = 0;
  private readonly held = new Map<number, FetchEffect[]>();
  private nextToken = 0;
  private isPumping = false;

  constructor(options: Partial<ClusterOptions> = {}) {
    let draw = 0;
    this.cluster = new Cluster({ brokers: 3, nextInt: (bound) => draw++ % bound, ...options });
  }

  hold(followerId: number): void {
    this.held.set(followerId, []);
  }

  /** The held fetches of that follower are lost; later ones arrive. */
  lose(followerId: number): void {
    this.held.delete(followerId);
  }

  release(followerId: number): void {
    const fetches = this.held.get(followerId) ?? [];
    this.held.delete(followerId);
    for (const fetch of fetches) this.carry(fetch);
    this.pump();
  }

  do(action: (cluster: Cluster, nowMs: number) => void): void {
    action(this.cluster, this.nowMs);
    this.pump();
  }

  /** Sends a request; returns the token under which an answer appears. */
  send(
    request: RequestOf<ApiName>,
    brokerId = 1,
    expectResponse = true,
    clientId = 'test',
    apiVersion: number = Number.POSITIVE_INFINITY,
  ): number {
    const token = this.nextToken++;
    this.do((cluster, nowMs) =>
      cluster.receive(brokerId, { request, clientId, expectResponse, apiVersion }, token, nowMs),
    );
    return token;
  }

  /** The broker that takes requests of administrators. */
  get controllerId(): number {
    return this.cluster.snapshot().controllerId;
  }

  /** Sends a request and returns its answer, which must come at once. */
  ask<A extends ApiName>(request: RequestOf<A>, brokerId = 1, apiVersion?: number): ResponseOf<A> {
    const token = this.send(request, brokerId, true, 'test', apiVersion);
    const answer = this.answers.get(token);
    if (answer === undefined) throw new Error(`No answer to ${request.api} yet`);
    return answer as ResponseOf<A>;
  }

  produce(
    batch: RecordBatch,
    options: { acks?: -1 | 0 | 1; broker?: number; topic?: string; partition?: number; timeoutMs?: number } = {},
  ): number {
    const { acks = -1, broker = 1, topic = 't', partition = 0, timeoutMs = 30_000 } = options;
    const partitions = [{ topic, partition, batch }];
    return this.send({ api: 'Produce', acks, timeoutMs, transactionalId: null, partitions }, broker, acks !== 0);
  }

  /** Delivers the postponed requests between brokers; later ones arrive at once. */
  deliverPostponed(api: ApiName): void {
    this.postponed.delete(api);
    const late = this.requests.filter((sent) => sent.request.api === api && this.undelivered.delete(sent));
    this.do(() => {
      for (const sent of late) this.deliver(sent);
    });
  }

  /** The number of requests of an API that brokers have sent each other. */
  countOf(api: ApiName): number {
    return this.requests.filter(({ request }) => request.api === api).length;
  }

  /** The result of a Produce to one partition; undefined while it waits. */
  produced(token: number): ProducePartitionResponse | undefined {
    const answer = this.answers.get(token);
    return answer?.api === 'Produce' ? answer.partitions[0] : undefined;
  }

  fetch(
    partition: Partial<FetchPartition> = {},
    options: {
      maxWaitMs?: number;
      minBytes?: number;
      broker?: number;
      isolation?: IsolationLevel;
      apiVersion?: number;
    } = {},
  ): number {
    const { maxWaitMs = 0, minBytes = 1, broker = 1, isolation: isolationLevel = 'read_uncommitted' } = options;
    const asked: FetchPartition = {
      topic: 't',
      partition: 0,
      currentLeaderEpoch: -1,
      fetchOffset: 0,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: 1_048_576,
      ...partition,
    };
    const limits = { maxWaitMs, minBytes, maxBytes: 50_000_000, isolationLevel } as const;
    const request = { api: 'Fetch', replicaId: -1, ...limits, partitions: [asked] } as const;
    return this.send(request, broker, true, 'test', options.apiVersion);
  }

  fetched(token: number): FetchResponse | undefined {
    return this.answers.get(token) as FetchResponse | undefined;
  }

  /** Lets time pass, with all wakes that the cluster has asked for. */
  advance(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      this.wakes.sort((a, b) => a - b);
      const nextMs = this.wakes[0];
      if (nextMs === undefined || nextMs > untilMs) break;
      this.wakes.shift();
      this.nowMs = Math.max(this.nowMs, nextMs);
      this.steps++;
      this.do((cluster, nowMs) => cluster.wake(nowMs));
    }
    this.nowMs = untilMs;
  }

  /** `[log end, high watermark]` of a replica of t-0. */
  numbers(brokerId: number, topic = 't', partition = 0): [number, number] {
    const { replicas } = this.cluster.snapshot();
    const replica = replicas.find((r) => r.brokerId === brokerId && r.topic === topic && r.partition === partition);
    if (replica === undefined) throw new Error(`Broker ${brokerId} has no replica of ${topic}-${partition}`);
    return [replica.logEndOffset, replica.highWatermark];
  }

  partition(topic = 't', partition = 0): { leader: number; leaderEpoch: number; isr: readonly number[] } {
    const state = this.cluster.snapshot().topics.find(({ name }) => name === topic)?.partitions[partition];
    if (state === undefined) throw new Error(`There is no ${topic}-${partition}`);
    return { leader: state.leader, leaderEpoch: state.leaderEpoch, isr: state.isr };
  }

  values(topic = 't'): unknown[] {
    return [...this.cluster.readRecords(topic)].map(({ value }) => value);
  }

  /** Delivers a request between brokers. A connection to a broker that is down is refused. */
  private deliver(sent: InterBrokerRequest): void {
    const { cluster, nowMs } = this;
    const { to, request, clientId, apiVersion } = sent;
    if (!this.requests.includes(sent)) this.requests.push(sent);
    if (this.postponed.has(request.api)) {
      this.undelivered.add(sent);
      return;
    }
    if (cluster.isUp(to)) {
      cluster.receive(to, { request, clientId, expectResponse: true, apiVersion }, sent, nowMs);
    } else cluster.interBrokerRequestDone(sent, undefined, nowMs);
  }

  /** The broker's process dies, and its connections with it. */
  crash(brokerId: number): void {
    this.do((cluster, nowMs) => {
      cluster.crash(brokerId, nowMs);
      for (const { id } of cluster.nodes) {
        this.dropHeld(brokerId, id);
        this.dropHeld(id, brokerId);
        if (id !== brokerId) cluster.replicaFetchFailed(id, brokerId, nowMs);
      }
    });
  }

  /** The connection of a follower to a leader is closed: a fetch on its way does not arrive. */
  private dropHeld(from: number, to: number): void {
    const held = this.held.get(from);
    if (held === undefined) return;
    this.held.set(
      from,
      held.filter((fetch) => fetch.to !== to),
    );
  }

  private pump(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    const { effects } = this.cluster;
    for (let i = 0; i < effects.length; i++) {
      if (i > MOST_EFFECTS) throw new Error('The cluster goes on without end at one time');
      this.carry(effects[i] as Effect);
    }
    effects.length = 0;
    this.isPumping = false;
  }

  private carry(effect: Effect): void {
    const { cluster, nowMs } = this;
    switch (effect.kind) {
      case 'answer':
        this.steps++;
        if (isReplicaToken(effect.token)) {
          const { from, to, request } = effect.token;
          this.replicaFetches.push({ from, request, response: effect.response as FetchResponse });
          if (!this.lostResponses.has('Fetch'))
            cluster.replicaFetched(from, to, effect.response as FetchResponse, nowMs);
        } else if (isInterBrokerRequest(effect.token)) {
          if (!this.lostResponses.has(effect.response.api))
            cluster.interBrokerRequestDone(effect.token, effect.response, nowMs);
        } else this.answers.set(effect.token, effect.response);
        return;
      case 'mute':
      case 'unmute':
        return;
      case 'disconnect':
        this.disconnected.push(effect.token);
        return;
      case 'fetch': {
        const held = this.held.get(effect.from);
        if (held !== undefined) held.push(effect);
        else {
          this.steps++;
          const clientId = `broker-${effect.from}-fetcher`;
          cluster.receive(effect.to, { request: effect.request, clientId, expectResponse: true }, effect, nowMs);
        }
        return;
      }
      case 'request':
        this.steps++;
        this.deliver(effect.request);
        return;
      case 'abandon':
        this.abandoned++;
        return;
      case 'abandon fetch':
        this.abandoned++;
        this.dropHeld(effect.from, effect.to);
        return;
      case 'wake':
        if (effect.atMs < this.nowMs)
          throw new Error(`The cluster asked for a wake at ${effect.atMs} ms, but it is ${this.nowMs} ms already`);
        this.wakes.push(effect.atMs);
        return;
      case 'event':
        this.events.push(effect.name);
    }
  }
}

function isReplicaToken(token: unknown): token is FetchEffect {
  return typeof token === 'object' && token !== null && 'from' in token;
}

function isInterBrokerRequest(token: unknown): token is InterBrokerRequest {
  return typeof token === 'object' && token !== null && 'whenDone' in token;
}

/** A batch of text values, written by an idempotent producer if `producer` is given. */
export function batchOf(
  values: readonly string[],
  producer?: { id: number; epoch?: number; sequence: number },
  more: Partial<RecordBatch> = {},
): RecordBatch {
  return {
    recordCount: values.length,
    sizeInBytes: 70 + values.length * 10,
    compression: 'none',
    producerId: producer?.id ?? -1,
    producerEpoch: producer === undefined ? -1 : (producer.epoch ?? 0),
    baseSequence: producer?.sequence ?? -1,
    isTransactional: false,
    maxTimestampMs: 500,
    keys: values.map(() => null),
    values,
    timestampsMs: values.map(() => 500),
    ...more,
  };
}

/** A cluster with topic `t`: one partition on all three brokers, led by broker 1. */
export function withTopic(configs: Record<string, string> = {}, options: Partial<ClusterOptions> = {}): Pump {
  const pump = new Pump(options);
  pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 1, replicationFactor: 3, configs }, nowMs));
  return pump;
}
