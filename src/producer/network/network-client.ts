/**
 * Sends requests to nodes and returns their answers, with the connections, versions and timeouts that takes: Java's
 * NetworkClient, whose `poll` is cut in two where Java's thread would wait.
 *
 * Owns: the order in which a poll's results are worked through, and what a lost connection means for its requests.
 * Refuses to know: what user requests are for. A callback runs at the end of a poll, never inside `send`.
 */
import { DisconnectException, IllegalStateException, UnsupportedVersionException } from '../../protocol/exceptions.ts';
import type { ApiVersionsResponse, MetadataRequest, Node, Request, Response } from '../../protocol/messages.ts';
import type { Log, Metadata } from '../metadata/metadata.ts';
import type { World } from '../world.ts';
import { type ApiVersions, CLIENT_VERSIONS, NodeApiVersions } from './api-versions.ts';
import type { ChannelState } from './channel.ts';
import type { ClientRequest, ClientResponse, RequestCompletionHandler } from './client-request.ts';
import * as responses from './client-responses.ts';
import { ConnectionStates } from './connection-states.ts';
import { InFlightRequest, InFlightRequests } from './in-flight-requests.ts';
import { chooseLeastLoadedNode } from './least-loaded-node.ts';
import { type MetadataLink, MetadataUpdater } from './metadata-updater.ts';
import { type NetworkObserver, Selector } from './selector.ts';

export interface NetworkClientOptions {
  readonly world: World;
  readonly metadata: Metadata;
  readonly clientId: string;
  readonly log: Log;
  readonly maxInFlightRequestsPerConnection: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  /** Default for the client's own requests; also the longest poll. */
  readonly requestTimeoutMs: number;
  readonly connectionSetupTimeoutMs: number;
  readonly connectionSetupTimeoutMaxMs: number;
  /** Negative: idle connections stay open. */
  readonly connectionsMaxIdleMs: number;
  /** Ask each broker for its API versions before anything else. */
  readonly discoverBrokerVersions: boolean;
  /** Factor of connection backoffs and setup timeouts; see connectionJitter. */
  readonly jitter: () => number;
  /** Called while a poll waits: something can be read, or wakeup was called; `endPoll` may be called now. */
  readonly onActivity: () => void;
  readonly observer?: NetworkObserver;
}

/** As Java names the software in its ApiVersions request. */
const CLIENT_SOFTWARE = { clientSoftwareName: 'apache-kafka-java', clientSoftwareVersion: '3.6.1' };
const LOGGER = 'org.apache.kafka.clients.NetworkClient';

export class NetworkClient implements MetadataLink {
  /** What each connected broker can read, by connection id. */
  readonly apiVersions: ApiVersions = new Map();

  private readonly world: World;
  private readonly clientId: string;
  private readonly log: Log;
  private readonly defaultRequestTimeoutMs: number;
  private readonly discoverBrokerVersions: boolean;
  private readonly connectionStates: ConnectionStates;
  private readonly inFlightRequests: InFlightRequests;
  private readonly selector: Selector;
  private readonly metadataUpdater: MetadataUpdater;
  /** Connected nodes that still have to be asked, with the newest version to ask in. */
  private readonly nodesNeedingApiVersions: Map<string, number> = new Map();
  /** Requests that failed without a connection's help; the next poll does nothing but report them. */
  private abortedSends: ClientResponse[] = [];
  private isReportingAborted = false;
  /** Answers found by the poll that is ending. */
  private readonly completed: ClientResponse[] = [];
  private nextCorrelationId = 0;
  private state: 'ACTIVE' | 'CLOSED' = 'ACTIVE';

  constructor(options: NetworkClientOptions) {
    this.world = options.world;
    this.clientId = options.clientId;
    this.log = options.log;
    this.defaultRequestTimeoutMs = options.requestTimeoutMs;
    this.discoverBrokerVersions = options.discoverBrokerVersions;
    this.connectionStates = new ConnectionStates(options);
    this.inFlightRequests = new InFlightRequests(options.maxInFlightRequestsPerConnection);
    this.selector = new Selector(options);
    this.metadataUpdater = new MetadataUpdater({ ...options, link: this });
  }

  // --- Readiness ---------------------------------------------------------------------------------------------------

  /** Whether a request can go to `node` now; if not, starts to connect when that is allowed. */
  ready(node: Node, nowMs: number): boolean {
    if (this.isReady(node, nowMs)) return true;
    if (this.canConnect(String(node.id), nowMs)) this.initiateConnect(node, nowMs);
    return false;
  }

  /** False for all nodes while a metadata update is due: that goes first. */
  isReady(node: Node, nowMs: number): boolean {
    return !this.metadataUpdater.isUpdateDue(nowMs) && this.canSendRequest(String(node.id), nowMs);
  }

  canSendRequest(nodeId: string, nowMs: number): boolean {
    return (
      this.connectionStates.isReady(nodeId, nowMs) &&
      this.selector.isChannelReady(nodeId) &&
      this.inFlightRequests.canSendMore(nodeId)
    );
  }

  canConnect(nodeId: string, nowMs: number): boolean {
    return this.connectionStates.canConnect(nodeId, nowMs);
  }

  isConnecting(nodeId: string): boolean {
    return this.connectionStates.isConnecting(nodeId);
  }

  /** Ms until it makes sense to look at this node again; Infinity when only an event can help. */
  connectionDelay(node: Node, nowMs: number): number {
    return this.connectionStates.connectionDelay(String(node.id), nowMs);
  }

  pollDelayMs(node: Node, nowMs: number): number {
    return this.connectionStates.pollDelayMs(String(node.id), nowMs);
  }

  throttleDelayMs(node: Node, nowMs: number): number {
    return this.connectionStates.throttleDelayMs(String(node.id), nowMs);
  }

  connectionFailed(node: Node): boolean {
    return this.connectionStates.isDisconnected(String(node.id));
  }

  hasReadyNodes(nowMs: number): boolean {
    return this.connectionStates.hasReadyNodes(nowMs);
  }

  inFlightRequestCount(nodeId?: string): number {
    return this.inFlightRequests.count(nodeId);
  }

  hasInFlightRequests(nodeId?: string): boolean {
    return this.inFlightRequests.count(nodeId) > 0;
  }

  /**
   * The node with the fewest requests in flight among those connected, else one that is connecting, else the one whose
   * last attempt is longest ago and may be tried; `null` if there is none.
   */
  leastLoadedNode(nowMs: number): Node | null {
    const nodes = this.metadataUpdater.fetchNodes();
    if (nodes.length === 0) throw new IllegalStateException('There are no nodes in the Kafka cluster');
    return chooseLeastLoadedNode(nodes, this.world.nextInt(nodes.length), nowMs, this, this.connectionStates);
  }

  // --- Sending -----------------------------------------------------------------------------------------------------

  newClientRequest(
    nodeId: string,
    request: Request,
    createdTimeMs: number,
    expectResponse: boolean,
    requestTimeoutMs: number = this.defaultRequestTimeoutMs,
    callback: RequestCompletionHandler | null = null,
  ): ClientRequest {
    const correlationId = this.nextCorrelationId++;
    return { destination: nodeId, request, correlationId, createdTimeMs, expectResponse, requestTimeoutMs, callback };
  }

  /** Queues a request for a node that is ready. Raises IllegalStateException if it is not. */
  send(request: ClientRequest, nowMs: number): void {
    this.ensureActive();
    if (!this.canSendRequest(request.destination, nowMs)) {
      throw new IllegalStateException(`Attempt to send a request to node ${request.destination} which is not ready.`);
    }
    this.doSend(request, false, nowMs);
  }

  sendMetadataRequest(nodeId: string, request: MetadataRequest, nowMs: number): void {
    this.doSend(this.newClientRequest(nodeId, request, nowMs, true), true, nowMs);
  }

  initiateConnect(node: Node, nowMs: number): void {
    const nodeId = String(node.id);
    this.connectionStates.connecting(nodeId, nowMs, node.host);
    this.selector.connect(nodeId, node.host, node.port);
  }

  // --- Poll --------------------------------------------------------------------------------------------------------

  /**
   * First half of a poll: asks for metadata if due, writes what is queued. Returns the ms after which `endPoll` must be
   * called at the latest; 0 if there is already something to report. `onActivity` shortens the wait.
   */
  beginPoll(timeoutMs: number, nowMs: number): number {
    this.ensureActive();
    this.isReportingAborted = this.abortedSends.length > 0;
    if (this.isReportingAborted) return 0;
    const metadataTimeoutMs = this.metadataUpdater.maybeUpdate(nowMs);
    return this.selector.beginPoll(Math.min(timeoutMs, metadataTimeoutMs, this.defaultRequestTimeoutMs));
  }

  /** Second half of a poll: works through what happened and runs the callbacks. */
  endPoll(nowMs: number): void {
    if (this.isReportingAborted) {
      this.isReportingAborted = false;
      this.completed.push(...this.abortedSends);
      this.abortedSends = [];
    } else {
      this.selector.endPoll(nowMs);
      this.handleCompletedSends(nowMs);
      this.handleCompletedReceives(nowMs);
      this.handleDisconnections(nowMs);
      this.handleConnections();
      this.initiateApiVersionsRequests(nowMs);
      this.handleTimedOutConnections(nowMs);
      this.handleTimedOutRequests(nowMs);
    }
    this.runCallbacks();
  }

  /** Ends the wait of the poll under way, or else of the next one. */
  wakeup(): void {
    this.selector.wakeup();
  }

  /** Closes the connection; its requests are reported as disconnected by the next poll. */
  disconnect(nodeId: string): void {
    if (this.connectionStates.isDisconnected(nodeId)) return;
    const nowMs = this.world.now();
    this.log('INFO', LOGGER, `Client requested disconnect from node ${nodeId}`);
    this.selector.close(nodeId);
    this.cancelInFlightRequests(nodeId, nowMs, this.abortedSends, false);
    this.connectionStates.disconnected(nodeId, nowMs);
  }

  /** Closes all connections and the metadata. Requests in flight are never answered. */
  close(): void {
    if (this.state === 'CLOSED') {
      this.log('WARN', LOGGER, 'Attempting to close NetworkClient that has already been closed.');
      return;
    }
    this.state = 'CLOSED';
    this.selector.closeAll();
    this.metadataUpdater.close();
  }

  isActive(): boolean {
    return this.state === 'ACTIVE';
  }

  // --- What a poll found -------------------------------------------------------------------------------------------

  private handleCompletedSends(nowMs: number): void {
    for (const nodeId of this.selector.completedSends) {
      const entry = this.inFlightRequests.lastSent(nodeId);
      if (entry === undefined) continue;
      entry.isWritten = true;
      if (!entry.request.expectResponse) {
        this.inFlightRequests.completeLastSent(nodeId);
        this.completed.push(responses.completed(entry.request, null, nowMs));
      }
    }
  }

  private handleCompletedReceives(nowMs: number): void {
    const { received, receivedFrom } = this.selector;
    for (let i = 0; i < received.length; i++) {
      const { correlationId, response } = received[i]!;
      const nodeId = receivedFrom[i]!;
      const entry = this.inFlightRequests.completeNext(nodeId);
      if (entry?.request.correlationId !== correlationId) throw mismatch(nodeId, entry, correlationId);
      this.maybeThrottle(nodeId, response, entry.apiVersion, nowMs);
      if (entry.isInternal && response.api === 'Metadata') {
        this.metadataUpdater.handleSuccessfulResponse(correlationId, nowMs, response);
      } else if (entry.isInternal && response.api === 'ApiVersions') {
        this.handleApiVersions(entry, response, nowMs);
      } else {
        this.completed.push(responses.completed(entry.request, response, nowMs));
      }
    }
  }

  private handleApiVersions(entry: InFlightRequest, response: ApiVersionsResponse, nowMs: number): void {
    const { destination: nodeId, correlationId } = entry.request;
    if (response.error === 'NONE') {
      this.apiVersions.set(nodeId, new NodeApiVersions(response.apiVersions));
      this.connectionStates.ready(nodeId);
    } else if (entry.apiVersion > 0 && response.error === 'UNSUPPORTED_VERSION') {
      const range = response.apiVersions.find(({ api }) => api === 'ApiVersions');
      this.nodesNeedingApiVersions.set(nodeId, range?.maxVersion ?? 0);
    } else {
      const what = `when making an ApiVersionsRequest with correlation id ${correlationId}. Disconnecting.`;
      this.log('WARN', LOGGER, `Received error ${response.error} from node ${nodeId} ${what}`);
      this.selector.close(nodeId);
      this.processDisconnection(nodeId, nowMs, 'LOCAL_CLOSE', '', false);
    }
  }

  private maybeThrottle(nodeId: string, response: Response, apiVersion: number, nowMs: number): void {
    if (!('throttleTimeMs' in response) || response.throttleTimeMs <= 0) return;
    if (apiVersion < CLIENT_VERSIONS[response.api].throttlesFrom) return;
    this.connectionStates.throttle(nodeId, nowMs + response.throttleTimeMs);
  }

  private handleDisconnections(nowMs: number): void {
    for (const { nodeId, state, address } of this.selector.disconnected) {
      this.log('INFO', LOGGER, `Node ${nodeId} disconnected.`);
      this.processDisconnection(nodeId, nowMs, state, address, false);
    }
  }

  private handleConnections(): void {
    for (const nodeId of this.selector.connected) {
      if (this.discoverBrokerVersions) this.nodesNeedingApiVersions.set(nodeId, CLIENT_VERSIONS.ApiVersions.latest);
      else this.connectionStates.ready(nodeId);
    }
  }

  private initiateApiVersionsRequests(nowMs: number): void {
    if (this.nodesNeedingApiVersions.size === 0) return;
    for (const [nodeId, version] of this.nodesNeedingApiVersions) {
      if (!this.selector.isChannelReady(nodeId) || !this.inFlightRequests.canSendMore(nodeId)) continue;
      this.connectionStates.checkingApiVersions(nodeId);
      const request = this.newClientRequest(nodeId, { api: 'ApiVersions', ...CLIENT_SOFTWARE }, nowMs, true);
      this.transmit(request, version, true, nowMs);
      this.nodesNeedingApiVersions.delete(nodeId);
    }
  }

  private handleTimedOutConnections(nowMs: number): void {
    for (const nodeId of this.connectionStates.nodesWithConnectionSetupTimeout(nowMs) ?? []) {
      const timeoutMs = this.connectionStates.connectionSetupTimeoutMs(nodeId);
      this.selector.close(nodeId);
      const reason = `due to socket connection setup timeout. The timeout value is ${timeoutMs} ms.`;
      this.log('INFO', LOGGER, `Disconnecting from node ${nodeId} ${reason}`);
      this.processDisconnection(nodeId, nowMs, 'LOCAL_CLOSE', '', true);
    }
  }

  private handleTimedOutRequests(nowMs: number): void {
    for (const nodeId of this.inFlightRequests.nodesWithTimedOutRequests(nowMs) ?? []) {
      this.selector.close(nodeId);
      this.log('INFO', LOGGER, `Disconnecting from node ${nodeId} due to request timeout.`);
      this.processDisconnection(nodeId, nowMs, 'LOCAL_CLOSE', '', true);
    }
  }

  private processDisconnection(
    nodeId: string,
    nowMs: number,
    state: ChannelState,
    address: string,
    timedOut: boolean,
  ): void {
    this.connectionStates.disconnected(nodeId, nowMs);
    this.apiVersions.delete(nodeId);
    this.nodesNeedingApiVersions.delete(nodeId);
    if (state === 'NOT_CONNECTED') {
      const what = 'could not be established. Broker may not be available.';
      this.log('WARN', LOGGER, `Connection to node ${nodeId} (${address}) ${what}`);
    }
    this.cancelInFlightRequests(nodeId, nowMs, this.completed, timedOut);
    this.metadataUpdater.handleServerDisconnect(nowMs, nodeId, null);
  }

  private cancelInFlightRequests(nodeId: string, nowMs: number, into: ClientResponse[], timedOut: boolean): void {
    for (const entry of this.inFlightRequests.clearAll(nodeId)) {
      const { request } = entry;
      const sinceCreationMs = Math.max(0, nowMs - request.createdTimeMs);
      const sinceSendMs = Math.max(0, nowMs - entry.sendTimeMs);
      this.log(
        'INFO',
        LOGGER,
        `Cancelled in-flight ${CLIENT_VERSIONS[request.request.api].logName} request with correlation id ` +
          `${request.correlationId} due to node ${nodeId} being disconnected (elapsed time since creation: ` +
          `${sinceCreationMs}ms, elapsed time since send: ${sinceSendMs}ms, request timeout: ${request.requestTimeoutMs}ms)`,
      );
      if (!entry.isInternal) into.push(responses.disconnected(request, nowMs, timedOut));
      else if (request.request.api === 'Metadata') this.metadataUpdater.handleFailedRequest(nowMs, null);
    }
  }

  private runCallbacks(): void {
    if (this.completed.length === 0) return;
    // A callback may lead to a send, but not to an answer: nothing joins the list while it is worked off.
    for (const response of this.completed) {
      try {
        response.callback?.(response);
      } catch (error) {
        this.log('ERROR', LOGGER, 'Uncaught error in request completion:', error as Error);
      }
    }
    while (this.completed.length > 0) this.completed.pop();
  }

  // --- Sending, below the surface ------------------------------------------------------------------------------------

  private doSend(request: ClientRequest, isInternal: boolean, nowMs: number): void {
    const { api } = request.request;
    const nodeVersions = this.apiVersions.get(request.destination);
    let version: number;
    try {
      version = nodeVersions === undefined ? CLIENT_VERSIONS[api].latest : nodeVersions.latestUsableVersion(api);
    } catch (error) {
      if (!(error instanceof UnsupportedVersionException)) throw error;
      if (!isInternal) this.abortedSends.push(responses.versionMismatch(request, nowMs, error));
      else if (api === 'Metadata') this.metadataUpdater.handleFailedRequest(nowMs, error);
      return;
    }
    this.transmit(request, version, isInternal, nowMs);
  }

  private transmit(request: ClientRequest, apiVersion: number, isInternal: boolean, nowMs: number): void {
    this.inFlightRequests.add(new InFlightRequest(request, apiVersion, isInternal, nowMs));
    this.selector.send(request.destination, {
      correlationId: request.correlationId,
      clientId: this.clientId,
      apiVersion,
      expectResponse: request.expectResponse,
      request: request.request,
    });
  }

  private ensureActive(): void {
    if (this.state !== 'ACTIVE') {
      throw new DisconnectException(`NetworkClient is no longer active, state is ${this.state}`);
    }
  }
}

function mismatch(nodeId: string, entry: InFlightRequest | undefined, actual: number): IllegalStateException {
  const expected = entry === undefined ? 'no request is in flight' : `expected ${entry.request.correlationId}`;
  return new IllegalStateException(
    `Response from node ${nodeId} does not match the oldest request in flight: correlation id is ${actual}, ${expected}`,
  );
}
