/**
 * Learns which versions each broker supports, with an ApiVersions request as the first request on every new connection (KIP-35,
 * KIP-511).
 */
import type { ApiVersionsRequest, ApiVersionsResponse } from '../../protocol/messages.ts';
import { RecallMap } from '../collections/recall-map.ts';
import type { Log } from '../host/logging.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import { type ApiVersions, NodeApiVersions } from './api-versions.ts';
import type { ConnectionStates } from './connection-states.ts';
import type { InFlightRequest, InFlightRequests } from './in-flight-requests.ts';
import type { Selector } from './selector.ts';

/** How the discovery sends its requests. */
export interface VersionLink {
  sendApiVersionsRequest(nodeId: string, request: ApiVersionsRequest, version: number, nowMs: number): void;
}

/** The features that the cluster has finalized (KIP-584). */
export interface FinalizedFeatures {
  /** Increases with every change; -1: unknown. */
  readonly epoch: number;
  /** By name. */
  readonly levels: Readonly<Record<string, number>>;
}

export interface VersionDiscoveryParts {
  readonly link: VersionLink;
  readonly version: ClientVersion;
  /** If false, every broker is assumed to support the latest versions of this client. */
  readonly discoverBrokerVersions: boolean;
  readonly log: Log;
  readonly connectionStates: ConnectionStates;
  readonly inFlightRequests: InFlightRequests;
  readonly selector: Selector;
}

/** How Java's clients name themselves in ApiVersions requests. */
const CLIENT_SOFTWARE_NAME = 'apache-kafka-java';
const LOGGER = 'org.apache.kafka.clients.NetworkClient';

export class VersionDiscovery {
  /** The versions that each connected broker supports, by connection id. */
  readonly known: ApiVersions = new RecallMap();

  /** Those of the latest epoch that any broker has named. */
  finalizedFeatures: FinalizedFeatures = { epoch: -1, levels: {} };
  private readonly parts: VersionDiscoveryParts;
  private readonly request: ApiVersionsRequest;
  /** Connections on which the request is still to be sent, each with the version to send it in. */
  private readonly pending: Map<string, number> = new Map();

  constructor(parts: VersionDiscoveryParts) {
    this.parts = parts;
    this.request = {
      api: 'ApiVersions',
      clientSoftwareName: CLIENT_SOFTWARE_NAME,
      clientSoftwareVersion: parts.version.name,
    };
  }

  /** Enqueues a request for each new connection; without discovery, new connections are ready at once. */
  handleConnections(): void {
    const { version, connectionStates, discoverBrokerVersions, selector } = this.parts;
    for (const nodeId of selector.connected) {
      if (discoverBrokerVersions) this.pending.set(nodeId, version.apis.ApiVersions.latest);
      else connectionStates.ready(nodeId);
    }
  }

  forget(nodeId: string): void {
    this.known.delete(nodeId);
    this.pending.delete(nodeId);
  }

  /** Sends the requests on those connections that can take one. */
  sendPending(nowMs: number): void {
    if (this.pending.size > 0) this.sendAll(nowMs);
  }

  private sendAll(nowMs: number): void {
    const { link, connectionStates, inFlightRequests, selector } = this.parts;
    for (const [nodeId, version] of this.pending) {
      if (!selector.isChannelReady(nodeId) || !inFlightRequests.canSendMore(nodeId)) continue;
      connectionStates.checkingApiVersions(nodeId);
      link.sendApiVersionsRequest(nodeId, this.request, version, nowMs);
      this.pending.delete(nodeId);
    }
  }

  /**
   * Takes the versions from a response.
   *
   * @returns false if the broker answered with an error, so that the connection cannot be used
   * @throws UnsupportedVersionException if the broker has Produce but in no version that this client supports. As in Java, this
   * happens on every connection, and the connection stays in its state
   */
  handleResponse(entry: InFlightRequest, response: ApiVersionsResponse): boolean {
    const { destination: nodeId, correlationId } = entry.request;
    if (response.error === 'NONE') {
      const versions = new NodeApiVersions(this.parts.version, response.apiVersions);
      this.known.set(nodeId, versions);
      const { finalizedFeatures: levels = {}, finalizedFeaturesEpoch: epoch = -1 } = response;
      if (epoch > this.finalizedFeatures.epoch) this.finalizedFeatures = { epoch, levels };
      if (versions.range('Produce') !== undefined) versions.latestUsableVersion('Produce');
      this.parts.connectionStates.ready(nodeId);
      return true;
    }
    if (entry.apiVersion > 0 && response.error === 'UNSUPPORTED_VERSION') {
      const range = response.apiVersions.find(({ api }) => api === 'ApiVersions');
      this.pending.set(nodeId, range?.maxVersion ?? 0);
      return true;
    }
    const what = `when making an ApiVersionsRequest with correlation id ${correlationId}. Disconnecting.`;
    this.parts.log('WARN', LOGGER, `Received error ${response.error} from node ${nodeId} ${what}`);
    return false;
  }
}
