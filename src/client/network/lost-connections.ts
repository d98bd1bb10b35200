/**
 * Handles the end of a connection, which the peer has closed or which has timed out: its state, the requests that were in flight
 * on it, and the metadata that may be out of date.
 */
import { apiOf } from '../../protocol/messages.ts';
import type { Log } from '../host/logging.ts';
import type { ClientTexts } from '../versions/client-texts.ts';
import type { ChannelState } from './channel.ts';
import * as responses from './client-responses.ts';
import { connectionId } from './connection-id.ts';
import type { ConnectionStates } from './connection-states.ts';
import type { FinishedRequests } from './finished-requests.ts';
import type { InFlightRequests } from './in-flight-requests.ts';
import type { MetadataUpdater } from './metadata-updater.ts';
import type { Selector } from './selector.ts';
import type { VersionDiscovery } from './version-discovery.ts';

export interface LostConnectionsParts {
  readonly log: Log;
  readonly texts: ClientTexts;
  readonly connectionStates: ConnectionStates;
  readonly inFlightRequests: InFlightRequests;
  readonly selector: Selector;
  readonly metadataUpdater: MetadataUpdater;
  readonly versions: VersionDiscovery;
  /** Takes the requests that were in flight on a lost connection. */
  readonly finished: FinishedRequests;
}

const LOGGER = 'org.apache.kafka.clients.NetworkClient';

export class LostConnections {
  private readonly log: Log;
  private readonly texts: ClientTexts;
  private readonly connectionStates: ConnectionStates;
  private readonly inFlightRequests: InFlightRequests;
  private readonly selector: Selector;
  private readonly metadataUpdater: MetadataUpdater;
  private readonly versions: VersionDiscovery;
  private readonly finished: FinishedRequests;

  constructor(parts: LostConnectionsParts) {
    this.log = parts.log;
    this.texts = parts.texts;
    this.connectionStates = parts.connectionStates;
    this.inFlightRequests = parts.inFlightRequests;
    this.selector = parts.selector;
    this.metadataUpdater = parts.metadataUpdater;
    this.versions = parts.versions;
    this.finished = parts.finished;
  }

  handleDisconnections(nowMs: number): void {
    for (const { nodeId, state, address } of this.selector.disconnected) {
      this.log('INFO', LOGGER, `Node ${nodeId} disconnected.`);
      this.process(nodeId, nowMs, state, address, false);
    }
  }

  handleTimedOutConnections(nowMs: number): void {
    if (this.connectionStates.areConnecting) this.dropLateConnections(nowMs);
  }

  private dropLateConnections(nowMs: number): void {
    const late = this.connectionStates.nodesWithConnectionSetupTimeout(nowMs);
    for (const nodeId of late) {
      const timeoutMs = this.connectionStates.connectionSetupTimeoutMs(nodeId);
      this.selector.close(nodeId);
      const reason = `due to socket connection setup timeout. The timeout value is ${timeoutMs} ms.`;
      this.log('INFO', LOGGER, `Disconnecting from node ${nodeId} ${reason}`);
      this.process(nodeId, nowMs, 'LOCAL_CLOSE', '', true);
    }
  }

  handleTimedOutRequests(nowMs: number): void {
    if (this.inFlightRequests.mayBeLate(nowMs)) this.dropLateRequests(nowMs);
  }

  private dropLateRequests(nowMs: number): void {
    const late = this.inFlightRequests.nodesWithTimedOutRequests(nowMs);
    for (const nodeId of late) {
      this.selector.close(nodeId);
      this.log('INFO', LOGGER, `Disconnecting from node ${nodeId} due to request timeout.`);
      this.process(nodeId, nowMs, 'LOCAL_CLOSE', '', true);
    }
  }

  /** Closes the connections to all nodes of the metadata, which starts again from bootstrap.servers (KIP-1102). */
  handleRebootstrap(nowMs: number): void {
    for (const node of this.metadataUpdater.fetchNodes()) {
      const nodeId = connectionId(node);
      this.selector.close(nodeId);
      if (!this.connectionStates.isConnecting(nodeId) && !this.connectionStates.isConnected(nodeId)) continue;
      this.log('INFO', LOGGER, `Disconnecting from node ${nodeId} due to client rebootstrap.`);
      this.process(nodeId, nowMs, 'LOCAL_CLOSE', '', false);
    }
    this.metadataUpdater.rebootstrap(nowMs);
  }

  /** Closes a connection that is of no use to the client. */
  drop(nodeId: string, nowMs: number): void {
    this.selector.close(nodeId);
    this.process(nodeId, nowMs, 'LOCAL_CLOSE', '', false);
  }

  private process(nodeId: string, nowMs: number, state: ChannelState, address: string, timedOut: boolean): void {
    this.connectionStates.disconnected(nodeId, nowMs);
    this.versions.forget(nodeId);
    if (state === 'NOT_CONNECTED') this.log('WARN', LOGGER, this.texts.connectionRefused(nodeId, address));
    this.cancelInFlightRequests(nodeId, nowMs, timedOut);
    this.metadataUpdater.handleServerDisconnect(nowMs, nodeId, null);
  }

  private cancelInFlightRequests(nodeId: string, nowMs: number, timedOut: boolean): void {
    for (const entry of this.inFlightRequests.clearAll(nodeId)) {
      const { request } = entry;
      const sinceCreationMs = Math.max(0, nowMs - request.createdTimeMs);
      const sinceSendMs = Math.max(0, nowMs - entry.sendTimeMs);
      this.log(
        'INFO',
        LOGGER,
        `Cancelled in-flight ${apiOf(request.request).logName} request with correlation id ` +
          `${request.correlationId} due to node ${nodeId} being disconnected (elapsed time since creation: ` +
          `${sinceCreationMs}ms, elapsed time since send: ${sinceSendMs}ms, ${this.texts.throttleTime(entry.throttledMs)}request timeout: ${request.requestTimeoutMs}ms)`,
      );
      if (!entry.isInternal) this.finished.completed.push(responses.disconnected(request, nowMs, timedOut));
      else if (request.request.api === 'Metadata') this.metadataUpdater.handleFailedRequest(nowMs, null);
    }
  }
}
