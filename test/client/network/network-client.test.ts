/**
 * Covers: src/client/network/network-client.ts, src/client/network/poll-results.ts, src/client/network/lost-connections.ts,
 * src/client/network/finished-requests.ts, src/client/network/metadata-updater.ts, src/client/network/version-discovery.ts
 */
import { describe, expect, it } from 'vitest';
import type { Timer } from '../../../src/client/host/client-host.ts';
import { ProducerMetadata } from '../../../src/client/metadata/producer-metadata.ts';
import type { ClientResponse } from '../../../src/client/network/client-request.ts';
import { NetworkClient } from '../../../src/client/network/network-client.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import type { Node } from '../../../src/protocol/cluster/node.ts';
import type { ProduceRequest, Response } from '../../../src/protocol/messages.ts';
import { API_VERSIONS, broker, metadataResponse } from './scripted-broker.ts';
import { type Answer, ScriptedHost, START_MS } from './scripted-host.ts';

const NODE_0: Node = { id: 0, host: '10.0.0.1', port: 9092 };
const PRODUCE: ProduceRequest = { api: 'Produce', acks: -1, timeoutMs: 30_000, transactionalId: null, partitions: [] };
const PRODUCED: Response = { api: 'Produce', throttleTimeMs: 0, partitions: [] };

/** Polls like a sender that has nothing to send; `eachTurn` runs between two polls. */
class PollLoop {
  readonly clientHost = new ScriptedHost();
  readonly metadata: ProducerMetadata;
  readonly client: NetworkClient;
  readonly answers: ClientResponse[] = [];
  eachTurn: (nowMs: number) => void = () => {};
  private timer: Timer | null = null;
  private isPolling = false;

  constructor(bootstrap: readonly string[], settings: { requestTimeoutMs?: number; setupTimeoutMs?: number } = {}) {
    const { clientHost } = this;
    const log = (level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR', logger: string, message: string): void =>
      clientHost.log({ timeMs: clientHost.now(), thread: 'io', level, logger, message });
    this.metadata = new ProducerMetadata({
      refreshBackoffMs: 100,
      refreshBackoffMaxMs: undefined,
      backoffJitter: () => 1,
      metadataExpireMs: 300_000,
      metadataIdleMs: 300_000,
      log,
      policies: V3_6_1.policies,
    });
    this.metadata.bootstrap(bootstrap.map((host) => ({ host, port: 9092 })));
    this.client = new NetworkClient({
      clientHost,
      metadata: this.metadata,
      config: {
        version: V3_6_1,
        clientId: 'producer-1',
        reconnectBackoffMs: 50,
        reconnectBackoffMaxMs: 1000,
        requestTimeoutMs: settings.requestTimeoutMs ?? 30_000,
        socketConnectionSetupTimeoutMs: settings.setupTimeoutMs ?? 10_000,
        socketConnectionSetupTimeoutMaxMs: settings.setupTimeoutMs ?? 30_000,
        connectionsMaxIdleMs: -1,
      },
      log,
      maxInFlightRequestsPerConnection: 5,
      jitter: () => 1,
      onActivity: () => this.turnIn(0),
    });
    this.metadata.add('t', clientHost.now());
    this.turnIn(0);
  }

  /** Sends each request as soon as its node is ready. */
  sendWhenReady(node: Node, requests: ProduceRequest[]): void {
    this.eachTurn = (nowMs) => {
      while (requests.length > 0 && !this.metadata.fetch().isBootstrapConfigured && this.client.ready(node, nowMs)) {
        this.send(node, requests.shift()!, nowMs);
        return;
      }
    };
  }

  send(node: Node, request: ProduceRequest, nowMs: number): void {
    const done = { onComplete: (answer: ClientResponse): void => void this.answers.push(answer) };
    const timeoutMs = undefined;
    const expectsResponse = request.acks !== 0;
    this.client.send(
      this.client.newClientRequest(String(node.id), request, nowMs, expectsResponse, timeoutMs, done),
      nowMs,
    );
  }

  warnings(): string[] {
    return this.clientHost.logs
      .filter(({ level }) => level === 'WARN')
      .map(({ timeMs, message }) => `${timeMs - START_MS} ${message}`);
  }

  private turnIn(delayMs: number): void {
    this.timer?.cancel();
    this.timer = this.clientHost.schedule(delayMs, () => this.turn());
  }

  private turn(): void {
    const nowMs = this.clientHost.now();
    if (this.isPolling) this.client.endPoll(nowMs);
    this.eachTurn(nowMs);
    const waitMs = this.client.beginPoll(Infinity, nowMs);
    this.isPolling = true;
    this.turnIn(Math.max(waitMs, 0));
  }
}

function produceAnswers(answer: (n: number) => Answer) {
  let n = 0;
  return broker((request) => (request.api === 'Produce' ? answer(++n) : undefined));
}

describe('The network client', () => {
  it('requests versions and metadata from the bootstrap address, then connects to the same broker under its own id', () => {
    const loop = new PollLoop(['10.0.0.1']);
    loop.clientHost.brokers.set(
      '10.0.0.1:9092',
      produceAnswers(() => ({ response: PRODUCED, delayMs: 5 })),
    );
    loop.sendWhenReady(NODE_0, [PRODUCE]);
    loop.clientHost.runUntil(20);
    expect(loop.clientHost.trace).toEqual([
      '0 connect 10.0.0.1:9092',
      '0 ApiVersions v3 #0 to 10.0.0.1:9092',
      '0 Metadata v12 #1 to 10.0.0.1:9092',
      '0 connect 10.0.0.1:9092',
      '0 ApiVersions v3 #2 to 10.0.0.1:9092',
      '0 Produce v9 #3 to 10.0.0.1:9092',
    ]);
    expect(loop.answers).toMatchObject([
      { correlationId: 3, response: PRODUCED, requestLatencyMs: 5, disconnected: false },
    ]);
    expect(loop.clientHost.logs.map(({ message }) => message)).toEqual(['Cluster ID: cluster-1']);
  });

  it('completes a request without a response as soon as it is written', () => {
    const loop = new PollLoop(['10.0.0.1']);
    loop.clientHost.brokers.set(
      '10.0.0.1:9092',
      produceAnswers(() => null),
    );
    loop.sendWhenReady(NODE_0, [{ ...PRODUCE, acks: 0 }]);
    loop.clientHost.runUntil(0);
    expect(loop.answers).toMatchObject([{ response: null, disconnected: false, receivedTimeMs: START_MS }]);
    expect(loop.client.hasInFlightRequests()).toBe(false);
  });

  it('reports every request of a lost connection, oldest first, and reconnects after the backoff', () => {
    const loop = new PollLoop(['10.0.0.1']);
    loop.clientHost.brokers.set(
      '10.0.0.1:9092',
      produceAnswers((n) => (n === 1 ? { disconnectAfterMs: 30 } : null)),
    );
    loop.sendWhenReady(NODE_0, [PRODUCE, PRODUCE]);
    loop.clientHost.runUntil(30);
    expect(loop.answers).toMatchObject([
      { correlationId: 3, disconnected: true, timedOut: false, receivedTimeMs: START_MS + 30 },
      { correlationId: 4, disconnected: true, timedOut: false },
    ]);
    expect(loop.client.pollDelayMs(NODE_0, START_MS + 30)).toBe(50);
    expect(loop.client.connectionFailed(NODE_0)).toBe(true);
  });

  it('logs which address refused the connection, and retries it with growing backoff (golden scenario 53)', () => {
    const loop = new PollLoop(['10.0.0.1']);
    loop.clientHost.runUntil(400);
    const refused = 'Connection to node -1 (/10.0.0.1:9092) could not be established. Broker may not be available.';
    const bootstrap = 'Bootstrap broker 10.0.0.1:9092 (id: -1 rack: null) disconnected';
    expect(loop.warnings()).toEqual(
      [0, 100, 200]
        .flatMap((t) => [`${t} ${refused}`, `${t} ${bootstrap}`])
        .concat([`400 ${refused}`, `400 ${bootstrap}`]),
    );
  });

  it('ends a connection attempt at the first wakeup after its timeout (golden scenario 55)', () => {
    const loop = new PollLoop(['10.0.0.1'], { setupTimeoutMs: 1000 });
    loop.clientHost.brokers.set('10.0.0.1:9092', 'blackhole');
    loop.clientHost.runUntil(2500);
    expect(loop.clientHost.trace).toEqual([
      '0 connect 10.0.0.1:9092',
      '1050 close 10.0.0.1:9092',
      '1150 connect 10.0.0.1:9092',
      '2200 close 10.0.0.1:9092',
      '2300 connect 10.0.0.1:9092',
    ]);
  });

  it('does not time out a request that is exactly as old as its timeout, but one millisecond later', () => {
    const loop = new PollLoop(['10.0.0.1'], { requestTimeoutMs: 2000 });
    loop.clientHost.brokers.set(
      '10.0.0.1:9092',
      produceAnswers(() => null),
    );
    loop.sendWhenReady(NODE_0, [PRODUCE]);
    loop.clientHost.runUntil(0);
    loop.clientHost.schedule(2000, () => loop.client.wakeup());
    loop.clientHost.runUntil(2000);
    expect(loop.answers).toEqual([]);
    loop.clientHost.schedule(1, () => loop.client.wakeup());
    loop.clientHost.runUntil(2001);
    expect(loop.answers).toMatchObject([{ disconnected: true, timedOut: true }]);
    expect(loop.clientHost.logs.map(({ message }) => message)).toContain(
      'Disconnecting from node 0 due to request timeout.',
    );
  });

  it('completes a request without sending it if the broker has no common version', () => {
    const loop = new PollLoop(['10.0.0.1']);
    const old = { ...API_VERSIONS, apiVersions: [{ api: 'Metadata', minVersion: 0, maxVersion: 7 }] } as Response;
    loop.clientHost.brokers.set(
      '10.0.0.1:9092',
      broker((request) => (request.api === 'ApiVersions' ? { response: old } : undefined)),
    );
    loop.sendWhenReady(NODE_0, [PRODUCE]);
    loop.clientHost.runUntil(10);
    expect(loop.clientHost.trace).toContain('0 Metadata v7 #1 to 10.0.0.1:9092');
    expect(loop.answers[0]?.versionMismatch?.message).toBe('The broker does not support PRODUCE');
    expect(loop.clientHost.trace.some((line) => line.includes('Produce'))).toBe(false);
  });

  it('sends nothing to a node while the node throttles it', () => {
    const loop = new PollLoop(['10.0.0.1']);
    loop.clientHost.brokers.set(
      '10.0.0.1:9092',
      produceAnswers(() => ({ response: { ...PRODUCED, throttleTimeMs: 70 } as Response })),
    );
    loop.sendWhenReady(NODE_0, [PRODUCE]);
    loop.clientHost.runUntil(10);
    expect(loop.client.pollDelayMs(NODE_0, START_MS + 10)).toBe(60);
    expect(loop.client.isReady(NODE_0, START_MS + 69)).toBe(false);
    expect(loop.client.isReady(NODE_0, START_MS + 70)).toBe(true);
  });

  it('warns of topics without metadata, and requests them again after the backoff', () => {
    const loop = new PollLoop(['10.0.0.1']);
    let n = 0;
    const missing = {
      error: 'LEADER_NOT_AVAILABLE',
      name: 't',
      topicId: '',
      isInternal: false,
      partitions: [],
    } as const;
    loop.clientHost.brokers.set(
      '10.0.0.1:9092',
      broker((request) => {
        if (request.api !== 'Metadata') return undefined;
        return { response: metadataResponse(++n === 1 ? [missing] : undefined) };
      }),
    );
    loop.clientHost.runUntil(99);
    expect(loop.warnings()).toEqual([
      '0 Error while fetching metadata with correlation id 1 : {t=LEADER_NOT_AVAILABLE}',
    ]);
    loop.clientHost.runUntil(100);
    expect(loop.metadata.fetch().partitionCountForTopic('t')).toBe(2);
  });

  it('refuses to send to a node that is not ready', () => {
    const loop = new PollLoop(['10.0.0.1']);
    expect(() => loop.send(NODE_0, PRODUCE, START_MS)).toThrow(
      'Attempt to send a request to node 0 which is not ready.',
    );
  });
});
