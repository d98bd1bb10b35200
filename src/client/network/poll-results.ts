/**
 * Handles what a poll has found, in the order of Java's NetworkClient.poll: written requests, responses, lost connections, new
 * connections, API versions to ask for, and timeouts. The callbacks come last (finished-requests.ts).
 */
import { apiOf, type Response, throttleTimeMsOf } from '../../protocol/messages.ts';
import type { ClientPolicies } from '../versions/client-policies.ts';
import * as responses from './client-responses.ts';
import type { ConnectionStates } from './connection-states.ts';
import type { FinishedRequests } from './finished-requests.ts';
import type { InFlightRequests } from './in-flight-requests.ts';
import type { LostConnections } from './lost-connections.ts';
import type { MetadataUpdater } from './metadata-updater.ts';
import type { Selector } from './selector.ts';
import type { VersionDiscovery } from './version-discovery.ts';

export interface PollResultsParts {
  readonly connectionStates: ConnectionStates;
  readonly inFlightRequests: InFlightRequests;
  readonly selector: Selector;
  readonly metadataUpdater: MetadataUpdater;
  readonly versions: VersionDiscovery;
  readonly lost: LostConnections;
  readonly finished: FinishedRequests;
  readonly policies: Pick<ClientPolicies, 'throttleInTimeouts'>;
}

export class PollResults {
  private readonly connectionStates: ConnectionStates;
  private readonly inFlightRequests: InFlightRequests;
  private readonly selector: Selector;
  private readonly metadataUpdater: MetadataUpdater;
  private readonly versions: VersionDiscovery;
  private readonly lost: LostConnections;
  private readonly finished: FinishedRequests;
  private readonly addsThrottleTime: boolean;

  constructor(parts: PollResultsParts) {
    this.connectionStates = parts.connectionStates;
    this.inFlightRequests = parts.inFlightRequests;
    this.selector = parts.selector;
    this.metadataUpdater = parts.metadataUpdater;
    this.versions = parts.versions;
    this.lost = parts.lost;
    this.finished = parts.finished;
    this.addsThrottleTime = parts.policies.throttleInTimeouts === 'added';
  }

  handle(nowMs: number): void {
    const { selector, versions, lost } = this;
    if (selector.hasResults) {
      this.handleCompletedSends(nowMs);
      this.handleCompletedReceives(nowMs);
      if (selector.disconnected.length > 0) lost.handleDisconnections(nowMs);
      if (selector.connected.length > 0) versions.handleConnections();
    }
    versions.sendPending(nowMs);
    lost.handleTimedOutConnections(nowMs);
    lost.handleTimedOutRequests(nowMs);
    if (this.metadataUpdater.needsRebootstrap(nowMs)) lost.handleRebootstrap(nowMs);
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
    if (this.addsThrottleTime) this.inFlightRequests.addThrottleTime(nodeId, throttleTimeMs);
  }
}
