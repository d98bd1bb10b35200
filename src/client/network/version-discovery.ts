/**
 * Learns what each broker can read: the first question on every new connection.
 *
 * Owns: the versions per connection, and the connections still to be asked.
 * Refuses to know: how a request travels, and what becomes of a connection whose answer is no use.
 */
import type { ApiVersionsRequest, ApiVersionsResponse } from '../../protocol/messages.ts';
import { RecallMap } from '../collections/recall-map.ts';
import type { Log } from '../host/logging.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import { type ApiVersions, NodeApiVersions } from './api-versions.ts';
import type { ConnectionStates } from './connection-states.ts';
import type { InFlightRequest, InFlightRequests } from './in-flight-requests.ts';
import type { Selector } from './selector.ts';

/** What the discovery asks of the network client. */
export interface VersionLink {
  sendApiVersionsRequest(nodeId: string, request: ApiVersionsRequest, version: number, nowMs: number): void;
}

export interface VersionDiscoveryParts {
  readonly link: VersionLink;
  readonly version: ClientVersion;
  /** False: brokers are taken to read what this client writes. */
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
  /** What each connected broker can read, by connection id. */
  readonly known: ApiVersions = new RecallMap();

  private readonly parts: VersionDiscoveryParts;
  private readonly request: ApiVersionsRequest;
  /** Connected nodes that still have to be asked, with the newest version to ask in. */
  private readonly toAsk: Map<string, number> = new Map();

  constructor(parts: VersionDiscoveryParts) {
    this.parts = parts;
    this.request = {
      api: 'ApiVersions',
      clientSoftwareName: CLIENT_SOFTWARE_NAME,
      clientSoftwareVersion: parts.version.name,
    };
  }

  /** New connections are asked as soon as they can be written to; without discovery they are ready as they are. */
  handleConnections(): void {
    const { version, connectionStates, discoverBrokerVersions, selector } = this.parts;
    for (const nodeId of selector.connected) {
      if (discoverBrokerVersions) this.toAsk.set(nodeId, version.apis.ApiVersions.latest);
      else connectionStates.ready(nodeId);
    }
  }

  forget(nodeId: string): void {
    this.known.delete(nodeId);
    this.toAsk.delete(nodeId);
  }

  /** Asks those that can be written to. */
  ask(nowMs: number): void {
    if (this.toAsk.size > 0) this.askAll(nowMs);
  }

  private askAll(nowMs: number): void {
    const { link, connectionStates, inFlightRequests, selector } = this.parts;
    for (const [nodeId, version] of this.toAsk) {
      if (!selector.isChannelReady(nodeId) || !inFlightRequests.canSendMore(nodeId)) continue;
      connectionStates.checkingApiVersions(nodeId);
      link.sendApiVersionsRequest(nodeId, this.request, version, nowMs);
      this.toAsk.delete(nodeId);
    }
  }

  /**
   * Returns false if the connection is of no use: nothing can be said that this broker understands.
   *
   * @throws UnsupportedVersionException if the broker knows Produce, but none of our versions of it: as in Java, whatever
   * the connection is for, it then remains in this state
   */
  learn(entry: InFlightRequest, response: ApiVersionsResponse): boolean {
    const { destination: nodeId, correlationId } = entry.request;
    if (response.error === 'NONE') {
      const versions = new NodeApiVersions(this.parts.version, response.apiVersions);
      this.known.set(nodeId, versions);
      if (versions.range('Produce') !== undefined) versions.latestUsableVersion('Produce');
      this.parts.connectionStates.ready(nodeId);
      return true;
    }
    if (entry.apiVersion > 0 && response.error === 'UNSUPPORTED_VERSION') {
      const range = response.apiVersions.find(({ api }) => api === 'ApiVersions');
      this.toAsk.set(nodeId, range?.maxVersion ?? 0);
      return true;
    }
    const what = `when making an ApiVersionsRequest with correlation id ${correlationId}. Disconnecting.`;
    this.parts.log('WARN', LOGGER, `Received error ${response.error} from node ${nodeId} ${what}`);
    return false;
  }
}
