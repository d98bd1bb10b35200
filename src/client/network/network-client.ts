/**
 * Sends requests to nodes and returns their responses (Java's NetworkClient): opens connections, agrees on API versions, keeps
 * the metadata up to date, and times out what takes too long.
 *
 * Java's `poll` is cut in two where Java's thread would wait: `beginPoll` and `endPoll`. What a poll has found is handled in
 * poll-results.ts, so that a callback runs at the end of a poll and never inside `send`.
 */

import type { Node } from '../../protocol/cluster/node.ts';
import {
  DisconnectException,
  IllegalStateException,
  UnsupportedVersionException,
} from '../../protocol/errors/exceptions.ts';
import type { ApiVersionsRequest, MetadataRequest, Request } from '../../protocol/messages.ts';
import { connectionJitter } from '../backoff/exponential-backoff.ts';
import type { ClientHost } from '../host/client-host.ts';
import type { Log } from '../host/logging.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import type { ApiVersions } from './api-versions.ts';
import type { ClientRequest, RequestCompletionHandler } from './client-request.ts';
import * as responses from './client-responses.ts';
import { connectionId } from './connection-id.ts';
import { ConnectionStates } from './connection-states.ts';
import { FinishedRequests } from './finished-requests.ts';
import { InFlightRequest, InFlightRequests } from './in-flight-requests.ts';
import { chooseLeastLoadedNode } from './least-loaded-node.ts';
import { LostConnections } from './lost-connections.ts';
import { METADATA_RECOVERIES } from './metadata-recovery.ts';
import { type MetadataLink, MetadataUpdater } from './metadata-updater.ts';
import type { NetworkClientOptions } from './network-client-options.ts';
import { PollResults } from './poll-results.ts';
import { HAS_WORK, Selector } from './selector.ts';
import { Telemetry } from './telemetry.ts';
import { checkVersionDemands } from './version-demands.ts';
import { VersionDiscovery, type VersionLink } from './version-discovery.ts';

const LOGGER = 'org.apache.kafka.clients.NetworkClient';

export class NetworkClient implements MetadataLink, VersionLink {
  /** The versions that each connected broker can read, by connection id. */
  readonly apiVersions: ApiVersions;
  /** What brokers have said of themselves and of the cluster. */
  readonly versions: VersionDiscovery;
  private readonly apis: ClientVersion['apis'];
  private readonly clientHost: ClientHost;
  private readonly clientId: string;
  private readonly log: Log;
  private readonly defaultRequestTimeoutMs: number;
  private readonly connectionStates: ConnectionStates;
  private readonly inFlightRequests: InFlightRequests;
  private readonly selector: Selector;
  private readonly metadataUpdater: MetadataUpdater;
  /** `null`: metrics are not pushed. */
  private readonly telemetry: Telemetry | null;
  private readonly finished: FinishedRequests;
  private readonly results: PollResults;
  private nextCorrelationId = 0;
  private state: 'ACTIVE' | 'CLOSED' = 'ACTIVE';

  constructor(options: NetworkClientOptions) {
    const { clientHost, config, log, metadata, discoverBrokerVersions = true } = options;
    const { version, clientId, requestTimeoutMs, reconnectBackoffMs } = config;
    const { apis, texts, policies } = version;
    const jitter = options.jitter ?? connectionJitter((bound) => clientHost.nextInt(bound, 'connection jitter'));
    const connectionStates = new ConnectionStates(config, jitter, log);
    const inFlightRequests = new InFlightRequests(options.maxInFlightRequestsPerConnection);
    const selector = new Selector(options);
    const finished = new FinishedRequests(log, clientHost, options.mayRunCallback);
    const recovery = METADATA_RECOVERIES[policies.metadataRecovery](config);
    // biome-ignore format: one line per group
    const metadataUpdater = new MetadataUpdater({
      metadata, link: this, requestTimeoutMs, reconnectBackoffMs, texts, recovery, log,
    });
    // biome-ignore format: one line per group
    const parts = {
      link: this, version, discoverBrokerVersions, policies, texts, metadataUpdater, finished, log,
      connectionStates, inFlightRequests, selector,
    };
    const versions = new VersionDiscovery(parts);
    const lost = new LostConnections(Object.assign(parts, { versions }));
    this.apis = apis;
    this.versions = versions;
    this.apiVersions = versions.known;
    this.clientHost = clientHost;
    this.clientId = clientId;
    this.log = log;
    this.defaultRequestTimeoutMs = requestTimeoutMs;
    this.connectionStates = connectionStates;
    this.inFlightRequests = inFlightRequests;
    this.selector = selector;
    this.metadataUpdater = metadataUpdater;
    this.telemetry = options.pushesMetrics === true ? new Telemetry(this, config) : null;
    this.finished = finished;
    this.results = new PollResults(Object.assign(parts, { versions, lost }));
  }

  /** The brokers that the metadata names. */
  get nodes(): readonly Node[] {
    return this.metadataUpdater.fetchNodes();
  }

  // --- Readiness -----------------------------------------------------------------------------------------------------------

  /** Whether a request can go to `node` now. If not, starts to connect, unless it is too early to try again. */
  ready(node: Node, nowMs: number): boolean {
    if (this.isReady(node, nowMs)) return true;
    if (this.canConnect(connectionId(node), nowMs)) this.initiateConnect(node, nowMs);
    return false;
  }

  /** Whether a request can go to `node` now. While a metadata update is due, none can: the update goes first. */
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

  /** Ms until it makes sense to try this node again; Infinity if only an event can change something. */
  pollDelayMs(node: Node, nowMs: number): number {
    return this.connectionStates.pollDelayMs(connectionId(node), nowMs);
  }

  connectionFailed(node: Node): boolean {
    return this.connectionStates.isDisconnected(connectionId(node));
  }

  /** @param nodeId default: all nodes */
  inFlightRequestCount(nodeId?: string): number {
    return this.inFlightRequests.count(nodeId);
  }

  /** @param nodeId default: any node */
  hasInFlightRequests(nodeId?: string): boolean {
    return this.inFlightRequests.count(nodeId) > 0;
  }

  /**
   * The connected node with the fewest requests in flight; if none is connected, one that is connecting, else the one whose
   * last attempt is longest ago and that may be tried again.
   *
   * @returns `null` if there is no such node
   * @throws IllegalStateException if no node is known
   */
  leastLoadedNode(nowMs: number): Node | null {
    const { nodes } = this;
    if (nodes.length === 0) throw new IllegalStateException('There are no nodes in the Kafka cluster');
    const offset = this.clientHost.nextInt(nodes.length, 'least loaded node');
    return chooseLeastLoadedNode(nodes, offset, nowMs, this, this.connectionStates);
  }

  hasReadyConnection(nowMs: number): boolean {
    const { connectionStates, selector } = this;
    return this.nodes
      .map(connectionId)
      .some((id) => connectionStates.isReady(id, nowMs) && selector.isChannelReady(id));
  }

  // --- Sending -------------------------------------------------------------------------------------------------------------

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

  /**
   * Queues a request; the next poll writes it.
   *
   * @throws IllegalStateException if the node is not ready, DisconnectException after close()
   */
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

  private doSend(request: ClientRequest, isInternal: boolean, nowMs: number): void {
    const { api } = request.request;
    const nodeVersions = this.apiVersions.get(request.destination);
    let version: number;
    try {
      version = nodeVersions === undefined ? this.apis[api].latest : nodeVersions.latestUsableVersion(api);
      const { latestVersion } = request.request as { readonly latestVersion?: number };
      if (latestVersion !== undefined && latestVersion < version) version = latestVersion;
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

  // --- Polling -------------------------------------------------------------------------------------------------------------

  /**
   * The first half of a poll: asks for metadata if that is due.
   *
   * @returns the longest wait in ms until `endPoll`, which `onActivity` can cut short; HAS_WORK if there is something to
   * read, write or report
   * @throws DisconnectException after close()
   */
  beginPoll(timeoutMs: number, nowMs: number): number {
    this.ensureActive();
    if (this.finished.beginReport()) return HAS_WORK;
    const metadataTimeoutMs = this.metadataUpdater.maybeUpdate(nowMs);
    const telemetryTimeoutMs = this.telemetry?.maybeAsk(nowMs) ?? timeoutMs;
    return this.selector.beginPoll(
      Math.min(timeoutMs, metadataTimeoutMs, telemetryTimeoutMs, this.defaultRequestTimeoutMs),
    );
  }

  /** The second half of a poll: reads and writes, handles what has happened, and runs callbacks. */
  endPoll(nowMs: number): void {
    if (!this.finished.takeAborted()) {
      this.selector.endPoll(nowMs);
      this.results.handle(nowMs);
    }
    this.finished.runCallbacks();
  }

  /** Runs the callbacks of the last poll that might not run then. */
  runCallbacks(): void {
    this.finished.runCallbacks();
  }

  /** Ends the wait of the current poll, or prevents that of the next one. */
  wakeup(): void {
    this.selector.wakeup();
  }

  // --- Closing -------------------------------------------------------------------------------------------------------------

  /** Closes all connections and the metadata. Requests in flight are never completed. */
  close(): void {
    if (this.state === 'CLOSED') {
      this.log('WARN', LOGGER, 'Attempting to close NetworkClient that has already been closed.');
      return;
    }
    this.state = 'CLOSED';
    this.selector.closeAll();
    this.metadataUpdater.close();
  }

  private ensureActive(): void {
    if (this.state !== 'ACTIVE') {
      throw new DisconnectException(`NetworkClient is no longer active, state is ${this.state}`);
    }
  }
}
