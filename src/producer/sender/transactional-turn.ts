/**
 * A turn of the I/O thread that goes to a transactional request (Sender.maybeSendAndPollTransactionalRequest).
 *
 * Owns: finding the node it goes to, waiting for the connection, the pause before a retry.
 * Refuses to know: what the request asks, and when its turn comes.
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { ClientResponse } from '../../client/network/client-request.ts';
import { connectionId } from '../../client/network/connection-id.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { Node } from '../../protocol/node.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { Waits } from '../threads/io-thread.ts';
import type { TransactionalRequest } from '../transactions/requests/transactional-request.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';

export interface TransactionalTurnOptions {
  readonly clientHost: ClientHost;
  readonly client: NetworkClient;
  readonly metadata: ProducerMetadata;
  readonly manager: TransactionManager;
  readonly events: ProducerEvents;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  /** The pause in ms before a coordinator is looked up again whose connection failed. */
  readonly lookupPauseMs: number;
  /** Says that the thread sleeps: nothing may cut the wait short. */
  readonly setSleeping: (isSleeping: boolean) => void;
}

/** Since KIP-360 a living producer can be given the next epoch. */
const BUMPS_EPOCH_FROM_VERSION = 3;

/**
 * While a coordinator's connection is down, Java asks for the coordinator over and over, as fast as the answers come; so it does
 * for a producer id that it is not allowed to have. Where answers take no time, ours asks a few times at one instant and then
 * lets a millisecond pass.
 */
const SEARCHES_AT_ONE_INSTANT = 4;
const REQUESTS_AT_ONE_INSTANT = 50;
const PAUSE_MS = 1;

export class TransactionalTurn {
  private readonly options: TransactionalTurnOptions;
  private readonly searches: Repetitions;
  private readonly requests: Repetitions;

  constructor(options: TransactionalTurnOptions) {
    this.options = options;
    this.searches = new Repetitions(options.clientHost, SEARCHES_AT_ONE_INSTANT);
    this.requests = new Repetitions(options.clientHost, REQUESTS_AT_ONE_INSTANT);
  }

  /** Sends the request, or puts it back until somebody can take it; then polls. */
  *take(request: TransactionalRequest): Waits {
    const { client, clientHost, manager, requestTimeoutMs, retryBackoffMs } = this.options;
    const { coordinatorType } = request;
    if (this.requests.areTooMany()) yield* this.poll(PAUSE_MS);
    const node =
      coordinatorType === null ? client.leastLoadedNode(clientHost.now()) : manager.coordinators.get(coordinatorType);
    if (node === null && coordinatorType === null) {
      request.retry();
      yield* this.poll(retryBackoffMs);
      return;
    }
    if (node === null || !(yield* this.awaitReady(node))) {
      yield* this.retryElsewhere(request);
      return;
    }
    if (coordinatorType === 'transaction') this.noteCoordinatorVersion(node);
    if (request.isRetry) yield* this.sleep(request.retryBackoffMs);
    const sentMs = clientHost.now();
    const answered = {
      onComplete: (response: ClientResponse): void => {
        manager.isRequestInFlight = false;
        request.complete(response);
      },
    };
    const call = client.newClientRequest(connectionId(node), request.request, sentMs, true, requestTimeoutMs, answered);
    request.checkWritable();
    manager.isRequestInFlight = true;
    client.send(call, sentMs);
    yield* this.poll(retryBackoffMs);
  }

  /** Waits for what the network brings, `timeoutMs` at most, and works through it. */
  *poll(timeoutMs: number): Waits {
    const { client, clientHost } = this.options;
    yield client.beginPoll(timeoutMs, clientHost.now());
    client.endPoll(clientHost.now());
  }

  private *retryElsewhere(request: TransactionalRequest): Waits {
    const { metadata, retryBackoffMs, lookupPauseMs } = this.options;
    if (request.coordinatorType !== null) {
      if (lookupPauseMs > 0) yield* this.sleep(lookupPauseMs);
      if (this.searches.areTooMany()) yield* this.poll(PAUSE_MS);
      request.lookUpCoordinator();
    } else {
      // Nobody answers at the moment: do not ask in a tight loop.
      yield* this.sleep(retryBackoffMs);
      metadata.requestUpdate();
    }
    request.retry();
  }

  private *sleep(ms: number): Waits {
    this.options.setSleeping(true);
    this.options.events.emit('sleeping', ms);
    yield ms;
    this.options.setSleeping(false);
  }

  private noteCoordinatorVersion(node: Node): void {
    const { client, manager } = this.options;
    const range = client.apiVersions.get(connectionId(node))?.range('InitProducerId');
    manager.coordinators.supportsBumpingEpoch = (range?.maxVersion ?? 0) >= BUMPS_EPOCH_FROM_VERSION;
  }

  /** Waits for a connection as Java's NetworkClientUtils.awaitReady does; false if there will be none in time. */
  private *awaitReady(node: Node): Generator<number, boolean, void> {
    const { client, clientHost, requestTimeoutMs } = this.options;
    const startMs = clientHost.now();
    yield* this.poll(0);
    if (client.isReady(node, startMs) || client.ready(node, startMs)) return true;
    while (!client.isReady(node, clientHost.now()) && clientHost.now() - startMs < requestTimeoutMs) {
      if (client.connectionFailed(node)) return false;
      yield* this.poll(requestTimeoutMs - (clientHost.now() - startMs));
    }
    return client.isReady(node, clientHost.now());
  }
}

/** Counts what happens again and again at one instant. */
class Repetitions {
  private readonly clientHost: ClientHost;
  private readonly allowed: number;
  private count = 0;
  private atMs = Number.NEGATIVE_INFINITY;

  constructor(clientHost: ClientHost, allowed: number) {
    this.clientHost = clientHost;
    this.allowed = allowed;
  }

  /** It happens once more: more often than it should? */
  areTooMany(): boolean {
    const nowMs = this.clientHost.now();
    this.count = nowMs === this.atMs ? this.count + 1 : 1;
    this.atMs = nowMs;
    return this.count > this.allowed;
  }
}
