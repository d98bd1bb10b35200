/**
 * The requests that are on a connection and not yet answered (Java's InFlightRequests), oldest first.
 *
 * Invariants: all requests of a queue but the last are written; a queue is not longer than
 * max.in.flight.requests.per.connection, except for the client's own first request.
 */
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import { Fifo } from '../collections/fifo.ts';
import { RecallMap } from '../collections/recall-map.ts';
import type { ClientRequest } from './client-request.ts';

export class InFlightRequest {
  readonly request: ClientRequest;
  readonly apiVersion: number;
  /** Whether the network client sent the request for itself: for metadata or API versions. */
  readonly isInternal: boolean;
  readonly sendTimeMs: number;
  /** Whether the request was put on the wire. */
  isWritten = false;
  /** For how long the broker has throttled the client since; the request may take that much longer. */
  throttledMs = 0;

  constructor(request: ClientRequest, apiVersion: number, isInternal: boolean, sendTimeMs: number) {
    this.request = request;
    this.apiVersion = apiVersion;
    this.isInternal = isInternal;
    this.sendTimeMs = sendTimeMs;
  }

  /** The last moment at which the response is not late. */
  get timesOutAfterMs(): number {
    return this.sendTimeMs + this.request.requestTimeoutMs + this.throttledMs;
  }
}

const NONE: readonly InFlightRequest[] = [];

export class InFlightRequests {
  private readonly maxPerConnection: number;
  private readonly queues = new RecallMap<Fifo<InFlightRequest>>();
  /** The same queues, as a list for loops. */
  private queueList: readonly Fifo<InFlightRequest>[] = [];
  /** Invariant: the sum of the lengths of all queues. */
  private total = 0;
  /** No request times out before this time. It is a lower bound: the request may have been answered since. */
  private nothingDueBeforeMs = Number.POSITIVE_INFINITY;

  constructor(maxPerConnection: number) {
    this.maxPerConnection = maxPerConnection;
  }

  add(entry: InFlightRequest): void {
    let queue = this.queues.get(entry.request.destination);
    if (queue === undefined) {
      queue = new Fifo();
      this.queues.set(entry.request.destination, queue);
      this.queueList = this.queues.values();
    }
    queue.push(entry);
    this.total++;
    this.nothingDueBeforeMs = Math.min(this.nothingDueBeforeMs, entry.timesOutAfterMs);
  }

  /**
   * Removes the oldest request of a connection, since responses come in order.
   *
   * @throws IllegalStateException if the response belongs to another request
   */
  completeNext(nodeId: string, correlationId: number): InFlightRequest {
    const oldest = this.queues.get(nodeId)?.shift();
    if (oldest?.request.correlationId !== correlationId) throw mismatch(nodeId, oldest, correlationId);
    this.total--;
    return oldest;
  }

  lastSent(nodeId: string): InFlightRequest | undefined {
    const queue = this.queues.get(nodeId);
    return queue?.at(queue.length - 1);
  }

  /** Removes the newest request of a connection, which expects no response. */
  completeLastSent(nodeId: string): void {
    if (this.queues.get(nodeId)?.pop() !== undefined) this.total--;
  }

  canSendMore(nodeId: string): boolean {
    const queue = this.queues.get(nodeId);
    if (queue === undefined || queue.length === 0) return true;
    return queue.at(queue.length - 1)?.isWritten === true && queue.length < this.maxPerConnection;
  }

  count(nodeId?: string): number {
    return nodeId === undefined ? this.total : (this.queues.get(nodeId)?.length ?? 0);
  }

  /** Removes all requests of a connection. @returns these, oldest first */
  clearAll(nodeId: string): readonly InFlightRequest[] {
    const queue = this.queues.get(nodeId);
    if (queue === undefined) return NONE;
    this.queues.delete(nodeId);
    this.queueList = this.queues.values();
    this.total -= queue.length;
    return queue.takeAll();
  }

  /** Gives all requests of a connection more time. */
  addThrottleTime(nodeId: string, throttleTimeMs: number): void {
    const queue = this.queues.get(nodeId);
    for (let i = 0; i < (queue?.length ?? 0); i++) queue!.at(i)!.throttledMs += throttleTimeMs;
  }

  /** Whether a request may have timed out; false saves the search. */
  mayBeLate(nowMs: number): boolean {
    return nowMs > this.nothingDueBeforeMs;
  }

  /** The connections with a request that was sent longer ago than its timeout, not just as long. */
  nodesWithTimedOutRequests(nowMs: number): readonly string[] {
    const late = this.queues.keys().filter((nodeId) => hasExpired(this.queues.get(nodeId)!, nowMs));
    this.nothingDueBeforeMs = this.earliestTimeoutMs();
    return late;
  }

  private earliestTimeoutMs(): number {
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const queue of this.queueList) {
      for (let i = 0; i < queue.length; i++) earliestMs = Math.min(earliestMs, queue.at(i)!.timesOutAfterMs);
    }
    return earliestMs;
  }
}

function hasExpired(queue: Fifo<InFlightRequest>, nowMs: number): boolean {
  for (let i = 0; i < queue.length; i++) {
    if (nowMs > queue.at(i)!.timesOutAfterMs) return true;
  }
  return false;
}

function mismatch(nodeId: string, entry: InFlightRequest | undefined, actual: number): IllegalStateException {
  const expected = entry === undefined ? 'no request is in flight' : `expected ${entry.request.correlationId}`;
  return new IllegalStateException(
    `Response from node ${nodeId} does not match the oldest request in flight: correlation id is ${actual}, ${expected}`,
  );
}
