/**
 * Offers a client's metrics to the cluster (enable.metrics.push, KIP-714), as far as a cluster that does not ask for any can see it: the
 * client connects to a node, finds that the node does not have the API, and tries again after five minutes.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import { connectionId } from './connection-id.ts';
import type { MetadataLink } from './metadata-updater.ts';
import type { ConnectionSettings } from './network-client-options.ts';

export type TelemetryLink = Pick<
  MetadataLink,
  'leastLoadedNode' | 'canSendRequest' | 'isConnecting' | 'canConnect' | 'initiateConnect'
> & {
  /** The brokers that the client knows. */
  readonly nodes: readonly Node[];
};

type TelemetrySettings = Pick<ConnectionSettings, 'requestTimeoutMs' | 'reconnectBackoffMs'>;

const NEXT_TRY_MS = 300_000;

export class Telemetry {
  private readonly link: TelemetryLink;
  private readonly settings: TelemetrySettings;
  /** The node that is asked, as long as it can be. */
  private node: Node | null = null;
  private nextTryMs = 0;

  constructor(link: TelemetryLink, settings: TelemetrySettings) {
    this.link = link;
    this.settings = settings;
  }

  /** Asks a node if that is due. @returns how long a poll may last, in ms */
  maybeAsk(nowMs: number): number {
    if (nowMs < this.nextTryMs) return this.nextTryMs - nowMs;
    this.node ??= this.link.leastLoadedNode(nowMs);
    return this.node === null ? this.settings.reconnectBackoffMs : this.ask(this.node, nowMs);
  }

  private ask(node: Node, nowMs: number): number {
    const { link } = this;
    const { requestTimeoutMs, reconnectBackoffMs } = this.settings;
    const nodeId = connectionId(node);
    if (link.canSendRequest(nodeId, nowMs)) {
      this.nextTryMs = nowMs + NEXT_TRY_MS;
      return requestTimeoutMs;
    }
    this.node = null;
    if (link.nodes.some((known) => link.isConnecting(connectionId(known)))) return reconnectBackoffMs;
    if (!link.canConnect(nodeId, nowMs)) return Number.POSITIVE_INFINITY;
    link.initiateConnect(node, nowMs);
    return reconnectBackoffMs;
  }
}
