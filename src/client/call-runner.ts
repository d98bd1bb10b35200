/**
 * The loop of the admin client and of the consumer: runs calls, each a request that is sent again until it succeeds, fails with
 * an error that is not retriable, or times out. While there is no call, the loop does not run.
 */

import type { Node } from '../protocol/cluster/node.ts';
import {
  DisconnectException,
  NotControllerException,
  RetriableException,
  TimeoutException,
} from '../protocol/errors/exceptions.ts';
import type { Request, Response } from '../protocol/messages.ts';
import { type RetryBackoff, retryBackoffOf } from './backoff/retry-backoff.ts';
import type { ConnectionConfig } from './config/client-config.ts';
import type { ClientHost, Timer } from './host/client-host.ts';
import type { Log } from './host/logging.ts';
import type { ClusterView } from './metadata/cluster-view.ts';
import type { Metadata } from './metadata/metadata.ts';
import type { ClientResponse } from './network/client-request.ts';
import { connectionId } from './network/connection-id.ts';
import { NetworkClient } from './network/network-client.ts';

/** The node that a call goes to. */
export type Target = 'least-loaded' | 'controller' | { readonly nodeId: number } | { readonly node: Node };

export interface Call {
  /** Java's name of the call, for messages. */
  readonly name: string;
  readonly deadlineMs: number;
  /** How often it has been tried already, as another call. Default: 0. */
  readonly attempts?: number;
  /** The time before which it is not sent. Default: it is sent at once. */
  readonly notBeforeMs?: number;
  /** The node that the call goes to now; `null`: unknown until the metadata is updated. */
  target(cluster: ClusterView): Target | null;
  /** How long the request may take, in ms. Default: request.timeout.ms. */
  readonly requestTimeoutMs?: number;
  /** @param timeoutMs how long the request may take */
  request(timeoutMs: number): Request;
  /**
   * Handles the response. If it throws a RetriableException, the call is sent again; any other exception ends the call.
   *
   * @param nodeId the broker that has answered
   */
  onResponse(response: Response, nodeId: number): void;
  onFailure(error: Error): void;
  /** Takes the place of sending the call again to the same node when the connection has ended. */
  onDisconnect?(error: Error): void;
  /**
   * Whether a connection that cannot be made has ended, too. Otherwise the call waits for it. (Java's consumer and admin client differ:
   * ConsumerNetworkClient.checkDisconnects.)
   */
  readonly needsConnection?: boolean;
  /** Whether the pause before it is sent again never grows, in any version (as in Java's OffsetFetcherUtils). */
  readonly hasConstantBackoff?: boolean;
}

interface PendingCall {
  readonly call: Call;
  attempts: number;
  /** The time before which the call is not sent again. */
  nextAttemptMs: number;
  /** The node that the call was sent to, or waits for; `null` while there is none. */
  node: Node | null;
}

export interface CallRunnerOptions {
  readonly config: ConnectionConfig;
  /** How often a call is tried again. */
  readonly retries: number;
  readonly maxInFlightRequestsPerConnection: number;
  readonly clientHost: ClientHost;
  readonly metadata: Metadata;
  readonly log: Log;
}

export class CallRunner {
  private readonly clientHost: ClientHost;
  private readonly metadata: Metadata;
  private readonly config: ConnectionConfig;
  private readonly retryBackoff: RetryBackoff;
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
  /** Whether a broker has answered that it is not the controller, and the metadata has not been updated since. */
  private isControllerUnknown = false;
  private isClosed = false;

  constructor(options: CallRunnerOptions) {
    const { config, retries, maxInFlightRequestsPerConnection, clientHost, metadata, log } = options;
    this.config = config;
    this.retryBackoff = retryBackoffOf(config, clientHost);
    this.retries = retries;
    this.clientHost = clientHost;
    this.metadata = metadata;
    metadata.bootstrap(config.bootstrapServers);
    metadata.onUpdate(() => {
      this.isMetadataWanted = false;
      this.isControllerUnknown = false;
    });
    this.client = new NetworkClient({
      clientHost,
      config,
      metadata,
      log,
      maxInFlightRequestsPerConnection,
      onActivity: () => this.turnIn(0),
    });
  }

  submit(call: Call): void {
    if (this.isClosed) {
      call.onFailure(new TimeoutException('The client is no longer accepting new calls: it has been closed.'));
      return;
    }
    const { attempts = 0, notBeforeMs = 0 } = call;
    if (attempts > this.retries) {
      call.onFailure(new TimeoutException(`Exceeded maxRetries after ${attempts} tries.`));
      return;
    }
    this.waiting.push({ call, attempts, nextAttemptMs: notBeforeMs, node: null });
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

  /** Those whose requests are in flight fail when their connections end, because the requests time out at the same time. */
  private failOverdue(nowMs: number): void {
    for (const pending of this.waiting) {
      const { call, node } = pending;
      if (nowMs < call.deadlineMs) continue;
      this.waiting = this.waiting.filter((other) => other !== pending);
      const what = node === null ? 'waiting for a node assignment' : 'waiting to send the call';
      this.fail(pending, new TimeoutException(`Timed out ${what}. Call: ${call.name}`));
    }
  }

  /** @returns the longest wait before the next turn, in ms */
  private sendWhatCanBeSent(nowMs: number): number {
    let waitMs = Infinity;
    // A request times out when more time has passed than it may take.
    for (const { call } of this.sent) waitMs = Math.min(waitMs, call.deadlineMs + 1 - nowMs);
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
    pending.node = node;
    if (node === null) {
      this.metadata.requestUpdate();
      return Infinity;
    }
    if (!this.client.ready(node, nowMs)) {
      if (pending.call.needsConnection !== true || !this.client.connectionFailed(node)) {
        return this.client.pollDelayMs(node, nowMs);
      }
      this.fail(pending, new DisconnectException(`Connection to node ${node.id} could not be made`));
      return null;
    }
    this.send(pending, node, nowMs);
    return null;
  }

  private nodeFor(target: Target, cluster: ClusterView, nowMs: number): Node | null {
    if (target === 'controller') return this.isControllerUnknown ? null : cluster.controller;
    if (target === 'least-loaded') return this.client.leastLoadedNode(nowMs);
    return 'node' in target ? target.node : cluster.nodeById(target.nodeId);
  }

  private send(pending: PendingCall, node: Node, nowMs: number): void {
    const { call } = pending;
    this.sent.add(pending);
    const { requestTimeoutMs = this.config.requestTimeoutMs } = call;
    const timeoutMs = Math.min(requestTimeoutMs, call.deadlineMs - nowMs);
    const request = call.request(timeoutMs);
    const done = { onComplete: (response: ClientResponse): void => this.complete(pending, response) };
    const nodeId = connectionId(node);
    this.client.send(this.client.newClientRequest(nodeId, request, nowMs, true, timeoutMs, done), nowMs);
  }

  private complete(pending: PendingCall, result: ClientResponse): void {
    if (!this.sent.delete(pending)) return;
    const { call, node } = pending;
    try {
      call.onResponse(responseOf(result, call.name), node?.id ?? -1);
    } catch (error) {
      this.fail(pending, error as Error);
    }
  }

  /** Java's Call.fail: tries again, unless the error is not retriable, the deadline has passed, or all retries are used up. */
  private fail(pending: PendingCall, error: Error): void {
    const { call } = pending;
    const nowMs = this.clientHost.now();
    pending.attempts++;
    const { retryBackoffMs } = this.config;
    pending.nextAttemptMs =
      nowMs + (call.hasConstantBackoff === true ? retryBackoffMs : this.retryBackoff.delayMs(pending.attempts));
    const isRetriable = error instanceof RetriableException;
    if (nowMs >= call.deadlineMs || (isRetriable && pending.attempts > this.retries)) {
      call.onFailure(error instanceof TimeoutException ? error : timedOut(pending, nowMs, error));
    } else if (!isRetriable) {
      call.onFailure(error);
    } else if (error instanceof DisconnectException && call.onDisconnect !== undefined) {
      call.onDisconnect(error);
    } else {
      if (error instanceof NotControllerException) this.isControllerUnknown = true;
      this.metadata.requestUpdate();
      this.waiting.push(pending);
    }
  }
}

function timedOut({ call, attempts, nextAttemptMs }: PendingCall, nowMs: number, cause: Error): TimeoutException {
  const { name, deadlineMs } = call;
  const text = `Call(callName=${name}, deadlineMs=${deadlineMs}, tries=${attempts}, nextAllowedTryMs=${nextAttemptMs})`;
  return new TimeoutException(`${text} timed out at ${nowMs} after ${attempts} attempt(s)`, { cause });
}

function responseOf(result: ClientResponse, callName: string): Response {
  if (result.versionMismatch !== null) throw result.versionMismatch;
  if (result.disconnected || result.response === null) {
    const { correlationId, destination } = result;
    throw new DisconnectException(
      `Cancelled ${callName} request with correlation id ${correlationId} due to node ${destination} being disconnected`,
    );
  }
  return result.response;
}
