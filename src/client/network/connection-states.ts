/**
 * The state of the connection to each node (Java's ClusterConnectionStates): whether it is usable, when it may be tried again
 * after a failure, how long an attempt may take, and until when the node throttles the client.
 */
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import { ExponentialBackoff } from '../backoff/exponential-backoff.ts';
import { RecallMap } from '../collections/recall-map.ts';
import type { Log } from '../host/logging.ts';
import type { ConnectionSettings } from './network-client-options.ts';

/** DISCONNECTED -> CONNECTING -> CHECKING_API_VERSIONS -> READY, and from each back to DISCONNECTED. */
export type ConnectionState = 'DISCONNECTED' | 'CONNECTING' | 'CHECKING_API_VERSIONS' | 'READY';

interface NodeConnection {
  state: ConnectionState;
  readonly host: string;
  /** When the last attempt began, or when the connection ended if that is later. */
  lastConnectAttemptMs: number;
  /** Failures since the connection was last READY. */
  failedAttempts: number;
  /** Failures before CHECKING_API_VERSIONS was reached. */
  failedConnectAttempts: number;
  reconnectBackoffMs: number;
  connectionSetupTimeoutMs: number;
  /** The client is throttled while now < throttleUntilMs. */
  throttleUntilMs: number;
}

export class ConnectionStates {
  private readonly nodes = new RecallMap<NodeConnection>();
  /** The nodes in state CONNECTING, in order of the start of their attempts. */
  private readonly connectingNodes: Set<string> = new Set();
  private readonly reconnectBackoff: ExponentialBackoff;
  private readonly connectionSetupTimeout: ExponentialBackoff;
  private readonly log: Log;

  /** @param jitter factor of backoffs and timeouts */
  constructor(config: ConnectionSettings, jitter: () => number, log: Log) {
    const { backoffLimit } = config.version.policies;
    this.reconnectBackoff = new ExponentialBackoff(
      config.reconnectBackoffMs,
      config.reconnectBackoffMaxMs,
      jitter,
      backoffLimit,
    );
    this.connectionSetupTimeout = new ExponentialBackoff(
      config.socketConnectionSetupTimeoutMs,
      config.socketConnectionSetupTimeoutMaxMs,
      jitter,
      backoffLimit,
    );
    this.log = log;
  }

  canConnect(id: string, nowMs: number): boolean {
    const node = this.nodes.get(id);
    if (node === undefined) return true;
    return node.state === 'DISCONNECTED' && nowMs - node.lastConnectAttemptMs >= node.reconnectBackoffMs;
  }

  /** Ms until a connection may be tried, or the current attempt times out; Infinity if only an event can change something. */
  private connectionDelay(id: string, nowMs: number): number {
    const node = this.nodes.get(id);
    if (node === undefined) return 0;
    if (node.state === 'CONNECTING') return node.connectionSetupTimeoutMs;
    if (node.state !== 'DISCONNECTED') return Infinity;
    return Math.max(node.reconnectBackoffMs - (nowMs - node.lastConnectAttemptMs), 0);
  }

  private throttleDelayMs(id: string, nowMs: number): number {
    const node = this.nodes.get(id);
    return node === undefined ? 0 : Math.max(node.throttleUntilMs - nowMs, 0);
  }

  /** Ms until the end of throttling or, if the node does not throttle the client, until the connection can change. */
  pollDelayMs(id: string, nowMs: number): number {
    const throttleDelayMs = this.throttleDelayMs(id, nowMs);
    return this.isConnected(id) && throttleDelayMs > 0 ? throttleDelayMs : this.connectionDelay(id, nowMs);
  }

  connecting(id: string, nowMs: number, host: string): void {
    const known = this.nodes.get(id);
    this.connectingNodes.add(id);
    if (known !== undefined && known.host === host) {
      known.lastConnectAttemptMs = nowMs;
      known.state = 'CONNECTING';
      return;
    }
    if (known !== undefined) {
      const logger = 'org.apache.kafka.clients.ClusterConnectionStates';
      this.log('INFO', logger, `Hostname for node ${id} changed from ${known.host} to ${host}.`);
    }
    this.nodes.set(id, {
      state: 'CONNECTING',
      host,
      lastConnectAttemptMs: nowMs,
      failedAttempts: 0,
      failedConnectAttempts: 0,
      reconnectBackoffMs: this.reconnectBackoff.backoffMs(0),
      connectionSetupTimeoutMs: this.connectionSetupTimeout.backoffMs(0),
      throttleUntilMs: 0,
    });
  }

  checkingApiVersions(id: string): void {
    const node = this.entry(id);
    node.state = 'CHECKING_API_VERSIONS';
    this.resetConnectionSetupTimeout(node);
    this.connectingNodes.delete(id);
  }

  ready(id: string): void {
    const node = this.entry(id);
    node.state = 'READY';
    node.failedAttempts = 0;
    node.reconnectBackoffMs = this.reconnectBackoff.backoffMs(0);
    this.resetConnectionSetupTimeout(node);
    this.connectingNodes.delete(id);
  }

  disconnected(id: string, nowMs: number): void {
    const node = this.entry(id);
    node.lastConnectAttemptMs = nowMs;
    node.reconnectBackoffMs = this.reconnectBackoff.backoffMs(node.failedAttempts);
    node.failedAttempts++;
    if (node.state === 'CONNECTING') {
      node.failedConnectAttempts++;
      node.connectionSetupTimeoutMs = this.connectionSetupTimeout.backoffMs(node.failedConnectAttempts);
      this.connectingNodes.delete(id);
    } else {
      this.resetConnectionSetupTimeout(node);
    }
    node.state = 'DISCONNECTED';
  }

  /** Throttling never ends earlier than it was to end before. */
  throttle(id: string, throttleUntilMs: number): void {
    const node = this.nodes.get(id);
    if (node !== undefined && node.throttleUntilMs < throttleUntilMs) node.throttleUntilMs = throttleUntilMs;
  }

  remove(id: string): void {
    this.nodes.delete(id);
    this.connectingNodes.delete(id);
  }

  isReady(id: string, nowMs: number): boolean {
    const node = this.nodes.get(id);
    return node !== undefined && node.state === 'READY' && node.throttleUntilMs <= nowMs;
  }

  isConnecting(id: string): boolean {
    return this.nodes.get(id)?.state === 'CONNECTING';
  }

  isPreparingConnection(id: string): boolean {
    const state = this.nodes.get(id)?.state;
    return state === 'CONNECTING' || state === 'CHECKING_API_VERSIONS';
  }

  isConnected(id: string): boolean {
    const state = this.nodes.get(id)?.state;
    return state === 'CHECKING_API_VERSIONS' || state === 'READY';
  }

  /** False for a node that was never tried. */
  isDisconnected(id: string): boolean {
    return this.nodes.get(id)?.state === 'DISCONNECTED';
  }

  lastConnectAttemptMs(id: string): number {
    return this.nodes.get(id)?.lastConnectAttemptMs ?? 0;
  }

  connectionSetupTimeoutMs(id: string): number {
    return this.entry(id).connectionSetupTimeoutMs;
  }

  /** Whether any node is in state CONNECTING. */
  get areConnecting(): boolean {
    return this.connectingNodes.size > 0;
  }

  /** The nodes that have been in state CONNECTING for longer than their timeout, not just as long. */
  nodesWithConnectionSetupTimeout(nowMs: number): readonly string[] {
    return [...this.connectingNodes].filter((id) => {
      const node = this.entry(id);
      return nowMs - node.lastConnectAttemptMs > node.connectionSetupTimeoutMs;
    });
  }

  private resetConnectionSetupTimeout(node: NodeConnection): void {
    node.failedConnectAttempts = 0;
    node.connectionSetupTimeoutMs = this.connectionSetupTimeout.backoffMs(0);
  }

  private entry(id: string): NodeConnection {
    const node = this.nodes.get(id);
    if (node === undefined) throw new IllegalStateException(`No entry found for connection ${id}`);
    return node;
  }
}
