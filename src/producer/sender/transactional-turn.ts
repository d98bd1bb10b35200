/**
 * A turn of the I/O thread that sends a transactional request (Sender.maybeSendAndPollTransactionalRequest): finds its node,
 * waits for the connection, and pauses before a retry.
 */
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { ClientResponse } from '../../client/network/client-request.ts';
import { connectionId } from '../../client/network/connection-id.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import { Sleep, STOP, type ThreadWait, type Waits } from '../threads/io-thread.ts';
import { Repetitions } from '../threads/repetitions.ts';
import type { TransactionalRequest } from '../transactions/requests/transactional-request.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import { COORDINATOR_LOOKUP_PAUSES } from './coordinator-lookup.ts';
import { endPoll } from './end-poll.ts';

export interface TransactionalTurnParts {
  readonly client: NetworkClient;
  readonly metadata: ProducerMetadata;
  readonly manager: TransactionManager;
}

/** From this version of InitProducerId on, a producer can ask for the next epoch without losing its id (KIP-360). */
const BUMPS_EPOCH_FROM_VERSION = 3;

/**
 * While the connection to a coordinator is down, Java asks for the coordinator as fast as the answers come; so it does for a
 * producer id that it is not allowed to have. Where answers take no time, ours asks a few times at one instant and then
 * lets a millisecond pass.
 */
const SEARCHES_AT_ONE_INSTANT = 4;
const REQUESTS_AT_ONE_INSTANT = 50;
const PAUSE_MS = 1;

/** How long to poll, with what is left of the wait, and the time after which the connection may be ready. */
const CONNECTION_WAITS: Readonly<
  Record<ClientPolicies['connectionWait'], (leftMs: number, delayMs: number) => number>
> = {
  'request timeout': (leftMs) => leftMs,
  'poll delay': (leftMs, delayMs) => (delayMs > 0 ? Math.min(leftMs, delayMs) : leftMs),
};

export class TransactionalTurn {
  private readonly context: ProducerContext;
  private readonly parts: TransactionalTurnParts;
  private readonly searches: Repetitions;
  private readonly requests: Repetitions;
  /** The pause in ms before a coordinator is looked up again whose connection failed. */
  private readonly lookupPauseMs: number;
  private readonly pollMs: (leftMs: number, delayMs: number) => number;

  constructor(context: ProducerContext, parts: TransactionalTurnParts) {
    this.context = context;
    this.parts = parts;
    this.searches = new Repetitions(context.clientHost);
    this.requests = new Repetitions(context.clientHost);
    const { version, retryBackoffMs } = context.config;
    this.pollMs = CONNECTION_WAITS[version.policies.connectionWait];
    this.lookupPauseMs = COORDINATOR_LOOKUP_PAUSES[version.policies.coordinatorLookup](retryBackoffMs);
  }

  /** Sends the request, or puts it back into its queue if no node can take it; then polls. */
  *take(request: TransactionalRequest): Waits {
    const { client, manager } = this.parts;
    const { clientHost, config } = this.context;
    const { coordinatorType } = request;
    if (this.requests.again() > REQUESTS_AT_ONE_INSTANT) yield* this.poll(PAUSE_MS);
    const node =
      coordinatorType === null ? client.leastLoadedNode(clientHost.now()) : manager.coordinators.get(coordinatorType);
    if (node === null && coordinatorType === null) {
      request.retry();
      yield* this.poll(config.retryBackoffMs);
      return;
    }
    if (node === null || !(yield* this.awaitReady(node))) {
      yield* this.retryElsewhere(request);
      return;
    }
    if (coordinatorType === 'transaction') this.noteCoordinatorVersion(node);
    if (request.isRetry) yield* this.sleep(request.retryBackoffMs);
    this.send(request, node);
    yield* this.poll(config.retryBackoffMs);
  }

  private send(request: TransactionalRequest, node: Node): void {
    const { client, manager } = this.parts;
    const sentMs = this.context.clientHost.now();
    const { requestTimeoutMs } = this.context.config;
    const handler = {
      onComplete: (response: ClientResponse): void => {
        manager.isRequestInFlight = false;
        request.complete(response);
      },
    };
    const call = client.newClientRequest(connectionId(node), request.request, sentMs, true, requestTimeoutMs, handler);
    request.checkWritable();
    manager.isRequestInFlight = true;
    client.send(call, sentMs);
  }

  /** Waits for `timeoutMs` at most, and handles what the network has brought. */
  private *poll(timeoutMs: number): Waits {
    const { client } = this.parts;
    const { clientHost, stops } = this.context;
    yield client.beginPoll(timeoutMs, clientHost.now());
    endPoll(client, clientHost.now(), stops);
    if (stops.isStopped) yield STOP;
  }

  private *retryElsewhere(request: TransactionalRequest): Waits {
    if (request.coordinatorType !== null) {
      if (this.lookupPauseMs > 0) yield* this.sleep(this.lookupPauseMs);
      if (this.searches.again() > SEARCHES_AT_ONE_INSTANT) yield* this.poll(PAUSE_MS);
      request.lookUpCoordinator();
    } else {
      // No node answers at the moment: do not ask in a tight loop.
      yield* this.sleep(this.context.config.retryBackoffMs);
      this.parts.metadata.requestUpdate();
    }
    request.retry();
  }

  private *sleep(ms: number): Waits {
    this.context.events.emit('sleeping', ms);
    yield new Sleep(ms);
  }

  private noteCoordinatorVersion(node: Node): void {
    const { client, manager } = this.parts;
    const range = client.apiVersions.get(connectionId(node))?.range('InitProducerId');
    manager.coordinators.supportsBumpingEpoch = (range?.maxVersion ?? 0) >= BUMPS_EPOCH_FROM_VERSION;
  }

  /** Waits for a connection as Java's NetworkClientUtils.awaitReady does; false if there is none in time. */
  private *awaitReady(node: Node): Generator<ThreadWait, boolean, void> {
    const { client } = this.parts;
    const { clientHost, config } = this.context;
    const { requestTimeoutMs } = config;
    const startMs = clientHost.now();
    yield* this.poll(0);
    if (client.isReady(node, startMs) || client.ready(node, startMs)) return true;
    while (!client.isReady(node, clientHost.now()) && clientHost.now() - startMs < requestTimeoutMs) {
      if (client.connectionFailed(node)) return false;
      // As in Java, the delay is that from the start of the wait.
      yield* this.poll(this.pollMs(requestTimeoutMs - (clientHost.now() - startMs), client.pollDelayMs(node, startMs)));
    }
    return client.isReady(node, clientHost.now());
  }
}
