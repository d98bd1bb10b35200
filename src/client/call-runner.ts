/**
 * The loop of the admin client and of the consumer: runs calls, each a request that is sent again until it succeeds, fails with
 * an error that is not retriable, or times out. While there is no call, the loop does not run.
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

/** The node that a call goes to. */
export type Target = 'least-loaded' | 'controller' | { readonly nodeId: number };

export interface Call {
  /** Java's name of the call, for messages. */
  readonly name: string;
  readonly deadlineMs: number;
  /** The node that the call goes to now; `null`: unknown until the metadata is updated. */
  target(cluster: ClusterView): Target | null;
  request(nowMs: number): Request;
  /** Handles the response. If it throws a RetriableException, the call is sent again; any other exception ends the call. */
  onResponse(response: Response): void;
  onFailure(error: Error): void;
}

interface PendingCall {
  readonly call: Call;
  attempts: number;
  /** The time before which the call is not sent again. */
  nextAttemptMs: number;
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
  /** Calls without a request in flight, in order of submission; a call that is sent again goes to the end. */
  private waiting: PendingCall[] = [];
  /** Calls with a request in flight. */
  private readonly sent: Set<PendingCall> = new Set();
  private turnTimer: Timer | null = null;
  private isPolling = false;
  /** Whether the loop runs until the next metadata update, even without calls. */
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
    this.waiting.push({ call, attempts: 0, nextAttemptMs: 0 });
    this.turnIn(0);
  }

  /** Requests a metadata update, and runs the loop until it has come. */
  requestMetadata(): void {
    this.metadata.requestUpdate();
    this.isMetadataWanted = true;
    this.turnIn(0);
  }

  /** Fails all calls that are not finished with a TimeoutException because of `reason`, and closes the connections. */
  close(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.turnTimer?.cancel();
    const unfinished = [...this.sent, ...this.waiting];
    this.sent.clear();
    this.waiting = [];
    this.client.close();
    for (const { call } of unfinished) {
      call.onFailure(new TimeoutException(`${reason} Call: ${call.name}`));
    }
  }

  private turnIn(delayMs: number): void {
    if (this.isClosed) return;
    this.turnTimer?.cancel();
    const isBackground = this.waiting.length === 0 && this.sent.size === 0;
    this.turnTimer = this.clientHost.schedule(delayMs, () => this.turn(), isBackground);
  }

  /** The body of Java's loop, from the end of one poll to the beginning of the next. */
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
    for (const pending of [...this.sent, ...this.waiting]) {
      const { call, attempts } = pending;
      if (nowMs < call.deadlineMs) continue;
      this.sent.delete(pending);
      this.waiting = this.waiting.filter((other) => other !== pending);
      const what =
        attempts === 0 ? 'Timed out waiting for a node assignment.' : `Timed out after ${attempts} attempt(s).`;
      call.onFailure(new TimeoutException(`${what} Call: ${call.name}`));
    }
  }

  /** @returns the longest wait before the next turn, in ms */
  private sendWhatCanBeSent(nowMs: number): number {
    let waitMs = Infinity;
    for (const { call } of this.sent) waitMs = Math.min(waitMs, call.deadlineMs - nowMs);
    for (const pending of this.waiting.splice(0)) {
      const delayMs = this.delayBeforeSending(pending, nowMs);
      if (delayMs === null) continue;
      this.waiting.push(pending);
      waitMs = Math.min(waitMs, delayMs, pending.call.deadlineMs - nowMs);
    }
    return Math.max(waitMs, 0);
  }

  /** @returns how long the call has to wait, in ms; `null` if it was sent */
  private delayBeforeSending(pending: PendingCall, nowMs: number): number | null {
    if (nowMs < pending.nextAttemptMs) return pending.nextAttemptMs - nowMs;
    const cluster = this.metadata.fetch();
    const target = cluster.isBootstrapConfigured ? null : pending.call.target(cluster);
    const node = target === null ? null : this.nodeFor(target, cluster, nowMs);
    if (node === null) {
      this.metadata.requestUpdate();
      return Infinity;
    }
    if (!this.client.ready(node, nowMs)) return this.client.pollDelayMs(node, nowMs);
    this.send(pending, node, nowMs);
    return null;
  }

  private nodeFor(target: Target, cluster: ClusterView, nowMs: number): Node | null {
    if (target === 'controller') return cluster.controller;
    return target === 'least-loaded' ? this.client.leastLoadedNode(nowMs) : cluster.nodeById(target.nodeId);
  }

  private send(pending: PendingCall, node: Node, nowMs: number): void {
    pending.attempts++;
    this.sent.add(pending);
    const { requestTimeoutMs } = this.config;
    const request = pending.call.request(nowMs);
    const done = { onComplete: (response: ClientResponse): void => this.complete(pending, response) };
    const nodeId = connectionId(node);
    this.client.send(this.client.newClientRequest(nodeId, request, nowMs, true, requestTimeoutMs, done), nowMs);
  }

  private complete(pending: PendingCall, result: ClientResponse): void {
    if (!this.sent.delete(pending)) return;
    const { call } = pending;
    try {
      call.onResponse(responseOf(result));
    } catch (error) {
      if (error instanceof RetriableException && pending.attempts <= this.retries) this.sendAgain(pending);
      else call.onFailure(error as KafkaException);
    }
  }

  private sendAgain(pending: PendingCall): void {
    this.metadata.requestUpdate();
    pending.nextAttemptMs = this.clientHost.now() + this.config.retryBackoffMs;
    this.waiting.push(pending);
  }
}

function responseOf(result: ClientResponse): Response {
  if (result.versionMismatch !== null) throw result.versionMismatch;
  if (result.disconnected || result.response === null) {
    throw new DisconnectException(`Connection to node ${result.destination} ended before the response was read`);
  }
  return result.response;
}
