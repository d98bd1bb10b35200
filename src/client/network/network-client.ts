/**
 * Sends requests to nodes and returns their answers, with the connections, versions and timeouts that takes: Java's
 * NetworkClient, whose `poll` is cut in two where Java's thread would wait.
 *
 * Owns: the order in which a poll's results are worked through. A callback runs at the end of a poll, never inside `send`.
 * Refuses to know: what user requests are for.
 */

import type { Node } from '../../protocol/cluster/node.ts';
import {
  DisconnectException,
  IllegalStateException,
  UnsupportedVersionException,
} from '../../protocol/errors/exceptions.ts';
import {
  type ApiVersionsRequest,
  apiOf,
  type MetadataRequest,
  type Request,
  type Response,
  throttleTimeMsOf,
} from '../../protocol/messages.ts';
import type { ClientHost } from '../host/client-host.ts';
import type { Log } from '../host/logging.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import type { ApiVersions } from './api-versions.ts';
import type { ClientRequest, RequestCompletionHandler } from './client-request.ts';
import * as responses from './client-responses.ts';
import { connectionId } from './connection-id.ts';
import { ConnectionStates } from './connection-states.ts';
import { connectionJitter } from './exponential-backoff.ts';
import { FinishedRequests } from './finished-requests.ts';
import { InFlightRequest, InFlightRequests } from './in-flight-requests.ts';
import { chooseLeastLoadedNode } from './least-loaded-node.ts';
import { LostConnections } from './lost-connections.ts';
import { type MetadataLink, MetadataUpdater } from './metadata-updater.ts';
import type { NetworkClientOptions } from './network-client-options.ts';
import { HAS_WORK, Selector } from './selector.ts';
import { checkVersionDemands } from './version-demands.ts';
import { VersionDiscovery, type VersionLink } from './version-discovery.ts';

const LOGGER = 'org.apache.kafka.clients.NetworkClient';

export class NetworkClient implements MetadataLink, VersionLink {
  /** What each connected broker can read, by connection id. */
  readonly apiVersions: ApiVersions;

  private readonly apis: ClientVersion['apis'];
  private readonly clientHost: ClientHost;
  private readonly clientId: string;
  private readonly log: Log;
  private readonly defaultRequestTimeoutMs: number;
  private readonly connectionStates: ConnectionStates;
  private readonly inFlightRequests: InFlightRequests;
  private readonly selector: Selector;
  private readonly metadataUpdater: MetadataUpdater;
  private readonly versions: VersionDiscovery;
  private readonly lost: LostConnections;
  private readonly finished: FinishedRequests;
  private nextCorrelationId = 0;
  private state: 'ACTIVE' | 'CLOSED' = 'ACTIVE';

  constructor(options: NetworkClientOptions) {
    const { clientHost, config, log, metadata, discoverBrokerVersions = true } = options;
    const { version, requestTimeoutMs, reconnectBackoffMs } = config;
    const { texts } = version;
    const jitter = options.jitter ?? connectionJitter((bound) => clientHost.nextInt(bound, 'connection jitter'));
    this.clientHost = clientHost;
    this.clientId = config.clientId;
    this.apis = version.apis;
    this.log = log;
    this.defaultRequestTimeoutMs = requestTimeoutMs;
    const connectionStates = new ConnectionStates(config, jitter, log);
    const inFlightRequests = new InFlightRequests(options.maxInFlightRequestsPerConnection);
    const selector = new Selector(options);
    const metadataUpdater = new MetadataUpdater({
      metadata,
      link: this,
      requestTimeoutMs,
      reconnectBackoffMs,
      texts,
      log,
    });
    const finished = new FinishedRequests(log);
    const versions = new VersionDiscovery({
      link: this,
      version,
      discoverBrokerVersions,
      log,
      connectionStates,
      inFlightRequests,
      selector,
    });
    this.connectionStates = connectionStates;
    this.inFlightRequests = inFlightRequests;
    this.selector = selector;
    this.metadataUpdater = metadataUpdater;
    this.finished = finished;
    this.versions = versions;
    this.apiVersions = versions.known;
    this.lost = new LostConnections({
      log,
      texts,
      connectionStates,
      inFlightRequests,
      selector,
      metadataUpdater,
      versions,
      finished,
    });
  }

  // --- Readiness ---------------------------------------------------------------------------------------------------

  /** Whether a request can go to `node` now; if not, starts to connect when that is allowed. */
  ready(node: Node, nowMs: number): boolean {
    if (this.isReady(node, nowMs)) return true;
    if (this.canConnect(connectionId(node), nowMs)) this.initiateConnect(node, nowMs);
    return false;
  }

  /** False for all nodes while a metadata update is due: that goes first. */
  isReady(node: Node, nowMs: number): boolean {
    return !this.metadataUpdater.isUpdateDue(nowMs) && this.canSendRequest(connectionId(node), nowMs);
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
    return this.connectionStates.connectionDelay(connectionId(node), nowMs);
  }

  pollDelayMs(node: Node, nowMs: number): number {
    return this.connectionStates.pollDelayMs(connectionId(node), nowMs);
  }

  throttleDelayMs(node: Node, nowMs: number): number {
    return this.connectionStates.throttleDelayMs(connectionId(node), nowMs);
  }

  connectionFailed(node: Node): boolean {
    return this.connectionStates.isDisconnected(connectionId(node));
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
    return chooseLeastLoadedNode(
      nodes,
      this.clientHost.nextInt(nodes.length, 'least loaded node'),
      nowMs,
      this,
      this.connectionStates,
    );
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

  sendApiVersionsRequest(nodeId: string, request: ApiVersionsRequest, version: number, nowMs: number): void {
    this.transmit(this.newClientRequest(nodeId, request, nowMs, true), version, true, nowMs);
  }

  initiateConnect(node: Node, nowMs: number): void {
    const nodeId = connectionId(node);
    this.connectionStates.connecting(nodeId, nowMs, node.host);
    this.selector.connect(nodeId, node.host, node.port);
  }

  // --- Poll --------------------------------------------------------------------------------------------------------

  /**
   * First half of a poll: asks for metadata if due. Returns the ms after which `endPoll` must be called at the latest;
   * HAS_WORK if there is something to read, write or report. `onActivity` shortens the wait.
   */
  beginPoll(timeoutMs: number, nowMs: number): number {
    this.ensureActive();
    if (this.finished.beginReport()) return HAS_WORK;
    const metadataTimeoutMs = this.metadataUpdater.maybeUpdate(nowMs);
    return this.selector.beginPoll(Math.min(timeoutMs, metadataTimeoutMs, this.defaultRequestTimeoutMs));
  }

  /** Second half of a poll: reads and writes, works through what happened and runs the callbacks. */
  endPoll(nowMs: number): void {
    if (!this.finished.takeAborted()) {
      this.selector.endPoll(nowMs);
      if (this.selector.hasResults) this.handleResults(nowMs);
      this.versions.sendPending(nowMs);
      this.lost.handleTimedOutConnections(nowMs);
      this.lost.handleTimedOutRequests(nowMs);
    }
    this.finished.runCallbacks();
  }

  /** Ends the wait of the poll under way, or else of the next one. */
  wakeup(): void {
    this.selector.wakeup();
  }

  /** Closes the connection; its requests are reported as disconnected by the next poll. */
  disconnect(nodeId: string): void {
    if (this.connectionStates.isDisconnected(nodeId)) return;
    const nowMs = this.clientHost.now();
    this.log('INFO', LOGGER, `Client requested disconnect from node ${nodeId}`);
    this.selector.close(nodeId);
    this.lost.cancelInFlightRequests(nodeId, nowMs, this.finished.aborted, false);
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

  // --- What a poll found -------------------------------------------------------------------------------------------

  private handleResults(nowMs: number): void {
    this.handleCompletedSends(nowMs);
    this.handleCompletedReceives(nowMs);
    if (this.selector.disconnected.length > 0) this.lost.handleDisconnections(nowMs);
    if (this.selector.connected.length > 0) this.versions.handleConnections();
  }

  private handleCompletedSends(nowMs: number): void {
    for (const nodeId of this.selector.completedSends) {
      const entry = this.inFlightRequests.lastSent(nodeId);
      if (entry === undefined) continue;
      entry.isWritten = true;
      if (!entry.request.expectResponse) {
        this.inFlightRequests.completeLastSent(nodeId);
        this.finished.completed.push(responses.completed(entry.request, null, nowMs));
      }
    }
  }

  private handleCompletedReceives(nowMs: number): void {
    const { received, receivedFrom } = this.selector;
    for (let i = 0; i < received.length; i++) {
      const { correlationId, response } = received[i]!;
      const nodeId = receivedFrom[i]!;
      const entry = this.inFlightRequests.completeNext(nodeId, correlationId);
      this.maybeThrottle(nodeId, response, entry.apiVersion, nowMs);
      if (entry.isInternal && response.api === 'Metadata') {
        this.metadataUpdater.handleSuccessfulResponse(correlationId, nowMs, response);
      } else if (entry.isInternal && response.api === 'ApiVersions') {
        if (!this.versions.handleResponse(entry, response)) this.lost.drop(nodeId, nowMs);
      } else {
        this.finished.completed.push(responses.completed(entry.request, response, nowMs));
      }
    }
  }

  private maybeThrottle(nodeId: string, response: Response, apiVersion: number, nowMs: number): void {
    const throttleTimeMs = throttleTimeMsOf(response);
    if (throttleTimeMs <= 0) return;
    const { clientThrottlesFrom } = apiOf(response);
    if (clientThrottlesFrom === null || apiVersion < clientThrottlesFrom) return;
    this.connectionStates.throttle(nodeId, nowMs + throttleTimeMs);
  }

  // --- Sending, below the surface ------------------------------------------------------------------------------------

  private doSend(request: ClientRequest, isInternal: boolean, nowMs: number): void {
    const { api } = request.request;
    const nodeVersions = this.apiVersions.get(request.destination);
    let version: number;
    try {
      version = nodeVersions === undefined ? this.apis[api].latest : nodeVersions.latestUsableVersion(api);
      checkVersionDemands(request.request, version);
    } catch (error) {
      if (!(error instanceof UnsupportedVersionException)) throw error;
      if (!isInternal) this.finished.aborted.push(responses.versionMismatch(request, nowMs, error));
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
