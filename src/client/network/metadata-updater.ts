/**
 * Decides when the network client asks for metadata and which node, and handles the response (Java's DefaultMetadataUpdater).
 */

import type { Node } from '../../protocol/cluster/node.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { KafkaException } from '../../protocol/errors/exceptions.ts';
import type { MetadataRequest, MetadataResponse } from '../../protocol/messages.ts';
import type { Log } from '../host/logging.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { ClientTexts } from '../versions/client-texts.ts';
import { connectionId } from './connection-id.ts';
import type { MetadataRecovery } from './metadata-recovery.ts';

/** What the updater asks of the network client. */
export interface MetadataLink {
  leastLoadedNode(nowMs: number): Node | null;
  /** Whether a connection to one of the nodes is established, and not throttled. */
  hasReadyConnection(nowMs: number): boolean;
  canSendRequest(nodeId: string, nowMs: number): boolean;
  isConnecting(nodeId: string): boolean;
  canConnect(nodeId: string, nowMs: number): boolean;
  initiateConnect(node: Node, nowMs: number): void;
  sendMetadataRequest(nodeId: string, request: MetadataRequest, nowMs: number): void;
}

export interface MetadataUpdaterOptions {
  readonly metadata: Metadata;
  readonly link: MetadataLink;
  readonly requestTimeoutMs: number;
  readonly reconnectBackoffMs: number;
  readonly texts: ClientTexts;
  /** `null`: the client never starts again from bootstrap.servers. */
  readonly recovery: MetadataRecovery | null;
  readonly log: Log;
}

interface InProgress {
  readonly requestVersion: number;
  readonly isPartialUpdate: boolean;
}

const NOT_WANTED = -1;
const LOGGER = 'org.apache.kafka.clients.NetworkClient';

export class MetadataUpdater {
  private readonly options: MetadataUpdaterOptions;
  private readonly metadata: Metadata;
  private inProgress: InProgress | null = null;
  /** Since when an update is wanted that has not come yet, in ms since the epoch; 0: for too long. */
  private wantedSinceMs: number = NOT_WANTED;

  constructor(options: MetadataUpdaterOptions) {
    this.options = options;
    this.metadata = options.metadata;
  }

  fetchNodes(): readonly Node[] {
    return this.metadata.fetch().nodes;
  }

  isUpdateDue(nowMs: number): boolean {
    return this.inProgress === null && this.metadata.timeToNextUpdate(nowMs) === 0;
  }

  /** Sends a request if one is due and a node can take it. @returns how long a poll may last, in ms */
  maybeUpdate(nowMs: number): number {
    const { link, requestTimeoutMs, reconnectBackoffMs } = this.options;
    const timeToNextUpdateMs = this.metadata.timeToNextUpdate(nowMs);
    const waitForFetchMs = this.inProgress === null ? 0 : requestTimeoutMs;
    const metadataTimeoutMs = Math.max(timeToNextUpdateMs, waitForFetchMs);
    if (metadataTimeoutMs > 0) return metadataTimeoutMs;
    if (this.wantedSinceMs === NOT_WANTED) this.wantedSinceMs = nowMs;
    let node = link.leastLoadedNode(nowMs);
    if (node === null && this.options.recovery !== null && !link.hasReadyConnection(nowMs)) {
      this.rebootstrap(nowMs);
      node = link.leastLoadedNode(nowMs);
    }
    return node === null ? reconnectBackoffMs : this.updateFrom(node, nowMs);
  }

  /** Whether metadata has been asked for in vain for so long that all connections are to be closed. */
  needsRebootstrap(nowMs: number): boolean {
    const { recovery } = this.options;
    if (recovery === null || this.wantedSinceMs === NOT_WANTED) return false;
    return nowMs - this.wantedSinceMs > recovery.triggerMs;
  }

  rebootstrap(nowMs: number): void {
    this.metadata.rebootstrap();
    this.wantedSinceMs = nowMs;
  }

  handleServerDisconnect(nowMs: number, nodeId: string, fatalException: KafkaException | null): void {
    const cluster = this.metadata.fetch();
    if (cluster.isBootstrapConfigured) {
      // The client was disconnected before it had any metadata, so that the address may be wrong.
      const node = cluster.nodeById(Number(nodeId));
      const { log, texts } = this.options;
      if (node !== null) log('WARN', LOGGER, `Bootstrap broker ${texts.node(node)} disconnected`);
    }
    // A disconnect while an update is due counts as a failed update, so that the next attempt waits for the backoff.
    if (this.isUpdateDue(nowMs)) this.handleFailedRequest(nowMs, null);
    if (fatalException !== null) this.metadata.fatalError(fatalException);
    // The reason may be stale metadata.
    this.metadata.requestUpdate();
  }

  handleFailedRequest(nowMs: number, fatalException: KafkaException | null): void {
    if (fatalException !== null) this.metadata.fatalError(fatalException);
    this.metadata.failedUpdate(nowMs);
    this.inProgress = null;
  }

  handleSuccessfulResponse(correlationId: number, nowMs: number, response: MetadataResponse): void {
    this.warnOfErrors(correlationId, response);
    if (response.error === 'REBOOTSTRAP_REQUIRED' && this.options.recovery !== null) {
      this.options.log('INFO', LOGGER, 'Rebootstrap requested by server.');
      this.wantedSinceMs = 0;
    }
    // A broker that has just started may not know any broker yet: ask again later.
    else if (response.brokers.length === 0) this.metadata.failedUpdate(nowMs);
    else if (this.inProgress !== null) {
      const { requestVersion, isPartialUpdate } = this.inProgress;
      this.metadata.update(requestVersion, response, isPartialUpdate, nowMs);
      this.wantedSinceMs = NOT_WANTED;
    }
    this.inProgress = null;
  }

  close(): void {
    this.metadata.close();
  }

  private updateFrom(node: Node, nowMs: number): number {
    const { link, requestTimeoutMs, reconnectBackoffMs } = this.options;
    const nodeId = connectionId(node);
    if (link.canSendRequest(nodeId, nowMs)) {
      const { request, requestVersion, isPartialUpdate } = this.metadata.newMetadataRequestAndVersion(nowMs);
      link.sendMetadataRequest(nodeId, request, nowMs);
      // As in Java, this comes after sending: a request that fails at once (no common version) stays in progress indefinitely.
      this.inProgress = { requestVersion, isPartialUpdate };
      return requestTimeoutMs;
    }
    // One connection attempt at a time: it may be all that is needed.
    if (this.fetchNodes().some((known) => link.isConnecting(connectionId(known)))) return reconnectBackoffMs;
    if (link.canConnect(nodeId, nowMs)) {
      link.initiateConnect(node, nowMs);
      return reconnectBackoffMs;
    }
    return Infinity;
  }

  private warnOfErrors(correlationId: number, response: MetadataResponse): void {
    const missingListeners: string[] = [];
    const errors: [string, ErrorName][] = [];
    for (const topic of response.topics) {
      if (topic.error !== 'NONE') errors.push([topic.name, topic.error]);
      for (const { error, partition } of topic.partitions) {
        if (error === 'LISTENER_NOT_FOUND') missingListeners.push(`${topic.name}-${partition}`);
      }
    }
    if (missingListeners.length > 0) {
      const some = missingListeners.slice(0, 10).join(', ');
      const text = 'partitions have leader brokers without a matching listener, including';
      this.options.log('WARN', LOGGER, `${missingListeners.length} ${text} [${some}]`);
    }
    if (errors.length > 0) {
      const list = errors.map(([topic, error]) => `${topic}=${error}`).join(', ');
      this.options.log('WARN', LOGGER, this.options.texts.metadataErrors(correlationId, `{${list}}`));
    }
  }
}
