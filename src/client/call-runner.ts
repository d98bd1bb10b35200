/**
 * Runs calls, each a request that is repeated until it succeeds, fails for good, or its time is over: the loop under the
 * admin client and the consumer.
 *
 * Owns: the calls, their deadlines and retries, and the turns on the world's clock. Idle, it takes no turns at all.
 * Refuses to know: what a call asks.
 */

import type { Node } from '../protocol/cluster/node.ts';
import {
  DisconnectException,
  type KafkaException,
  RetriableException,
  TimeoutException,
} from '../protocol/errors/exceptions.ts';
import type { Request, Response } from '../protocol/messages.ts';
import type { ConnectionConfig } from './config/client-config.ts';
import type { ClientHost, Timer } from './host/client-host.ts';
import type { Log } from './host/logging.ts';
import type { ClusterView } from './metadata/cluster-view.ts';
import type { Metadata } from './metadata/metadata.ts';
import type { ClientResponse } from './network/client-request.ts';
import { connectionId } from './network/connection-id.ts';
import { NetworkClient } from './network/network-client.ts';

/** Whom a call goes to. */
export type Target = 'least-loaded' | 'controller' | { readonly nodeId: number };

export interface Call {
  /** Java's name of the call, for messages. */
  readonly name: string;
  readonly deadlineMs: number;
  /** The node to ask; `null` as long as only fresh metadata can tell. */
  target(cluster: ClusterView): Target | null;
  request(nowMs: number): Request;
  /** Takes the response. A RetriableException raised here repeats the call, any other exception ends it. */
  onResponse(response: Response): void;
  onFailure(error: Error): void;
}

interface Attempt {
  readonly call: Call;
  tries: number;
  nextAllowedTryMs: number;
}

export interface CallRunnerOptions {
  readonly config: ConnectionConfig;
  /** How often a call is tried again. */
  readonly retries: number;
  readonly clientHost: ClientHost;
  readonly metadata: Metadata;
  readonly log: Log;
}

export class CallRunner {
  private readonly clientHost: ClientHost;
  private readonly metadata: Metadata;
  private readonly config: ConnectionConfig;
  private readonly retries: number;
  private readonly client: NetworkClient;
  /** Not on a connection, in order of submission (a repeated call at the end). */
  private waiting: Attempt[] = [];
  /** On a connection. */
  private readonly sent: Set<Attempt> = new Set();
  private turnTimer: Timer | null = null;
  private isPolling = false;
  /** Somebody waits for the next metadata update, without a call. */
  private isMetadataWanted = false;
  private isClosed = false;

  constructor(options: CallRunnerOptions) {
    const { config, retries, clientHost, metadata, log } = options;
    this.config = config;
    this.retries = retries;
    this.clientHost = clientHost;
    this.metadata = metadata;
    metadata.bootstrap(config.bootstrapServers);
    metadata.onUpdate(() => {
      this.isMetadataWanted = false;
    });
    this.client = new NetworkClient({
      clientHost,
      config,
      metadata,
      log,
      maxInFlightRequestsPerConnection: 100,
      onActivity: () => this.turnIn(0),
    });
  }

  submit(call: Call): void {
    if (this.isClosed) {
      call.onFailure(new TimeoutException('The client is no longer accepting new calls: it has been closed.'));
      return;
    }
    this.waiting.push({ call, tries: 0, nextAllowedTryMs: 0 });
    this.turnIn(0);
  }

  /** Asks for fresh metadata, and goes on asking until it has come. */
  requestMetadata(): void {
    this.metadata.requestUpdate();
    this.isMetadataWanted = true;
    this.turnIn(0);
  }

  /** Fails what is not finished and closes the connections. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.turnTimer?.cancel();
    const unfinished = [...this.sent, ...this.waiting];
    this.sent.clear();
    this.waiting = [];
    this.client.close();
    for (const { call } of unfinished) {
      call.onFailure(new TimeoutException(`The client was closed before its call ${call.name} was finished.`));
    }
  }

  private turnIn(delayMs: number): void {
    if (this.isClosed) return;
    this.turnTimer?.cancel();
    const isBackground = this.waiting.length === 0 && this.sent.size === 0;
    this.turnTimer = this.clientHost.schedule(delayMs, () => this.turn(), isBackground);
  }

  /** Java's loop body, from the end of one poll to the begin of the next. */
  private turn(): void {
    this.turnTimer = null;
    const nowMs = this.clientHost.now();
    if (this.isPolling) this.client.endPoll(nowMs);
    this.isPolling = false;
    if (this.isClosed) return;
    this.failOverdue(nowMs);
    const waitMs = this.sendWhatCanBeSent(nowMs);
    if (this.isClosed) return;
    const pollMs = this.client.beginPoll(waitMs, nowMs);
    this.isPolling = true;
    const hasCalls = this.waiting.length > 0 || this.sent.size > 0;
    if (pollMs <= 0 || hasCalls || this.isMetadataWanted) this.turnIn(Math.max(pollMs, 0));
  }

  private failOverdue(nowMs: number): void {
    for (const attempt of [...this.sent, ...this.waiting]) {
      const { call, tries } = attempt;
      if (nowMs < call.deadlineMs) continue;
      this.sent.delete(attempt);
      this.waiting = this.waiting.filter((other) => other !== attempt);
      const what = tries === 0 ? 'Timed out waiting for a node assignment.' : `Timed out after ${tries} attempt(s).`;
      call.onFailure(new TimeoutException(`${what} Call: ${call.name}`));
    }
  }

  /** Returns how long to wait at most. */
  private sendWhatCanBeSent(nowMs: number): number {
    let waitMs = Infinity;
    for (const { call } of this.sent) waitMs = Math.min(waitMs, call.deadlineMs - nowMs);
    for (const attempt of this.waiting.splice(0)) {
      const delayMs = this.delayBeforeSending(attempt, nowMs);
      if (delayMs === null) continue;
      this.waiting.push(attempt);
      waitMs = Math.min(waitMs, delayMs, attempt.call.deadlineMs - nowMs);
    }
    return Math.max(waitMs, 0);
  }

  /** `null`: it has been sent. */
  private delayBeforeSending(attempt: Attempt, nowMs: number): number | null {
    if (nowMs < attempt.nextAllowedTryMs) return attempt.nextAllowedTryMs - nowMs;
    const cluster = this.metadata.fetch();
    const target = cluster.isBootstrapConfigured ? null : attempt.call.target(cluster);
    const node = target === null ? null : this.nodeFor(target, cluster, nowMs);
    if (node === null) {
      this.metadata.requestUpdate();
      return Infinity;
    }
    if (!this.client.ready(node, nowMs)) return this.client.pollDelayMs(node, nowMs);
    this.send(attempt, node, nowMs);
    return null;
  }

  private nodeFor(target: Target, cluster: ClusterView, nowMs: number): Node | null {
    if (target === 'controller') return cluster.controller;
    return target === 'least-loaded' ? this.client.leastLoadedNode(nowMs) : cluster.nodeById(target.nodeId);
  }

  private send(attempt: Attempt, node: Node, nowMs: number): void {
    attempt.tries++;
    this.sent.add(attempt);
    const { requestTimeoutMs } = this.config;
    const request = attempt.call.request(nowMs);
    const done = { onComplete: (response: ClientResponse): void => this.complete(attempt, response) };
    const nodeId = connectionId(node);
    this.client.send(this.client.newClientRequest(nodeId, request, nowMs, true, requestTimeoutMs, done), nowMs);
  }

  private complete(attempt: Attempt, result: ClientResponse): void {
    if (!this.sent.delete(attempt)) return;
    const { call } = attempt;
    try {
      call.onResponse(responseOf(result));
    } catch (error) {
      if (error instanceof RetriableException && attempt.tries <= this.retries) this.repeat(attempt);
      else call.onFailure(error as KafkaException);
    }
  }

  private repeat(attempt: Attempt): void {
    this.metadata.requestUpdate();
    attempt.nextAllowedTryMs = this.clientHost.now() + this.config.retryBackoffMs;
    this.waiting.push(attempt);
  }
}

function responseOf(result: ClientResponse): Response {
  if (result.versionMismatch !== null) throw result.versionMismatch;
  if (result.disconnected || result.response === null) {
    throw new DisconnectException(`Connection to node ${result.destination} ended before the response was read`);
  }
  return result.response;
}
