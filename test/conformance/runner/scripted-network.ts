/**
 * Connections to a scripted cluster: when one is established or breaks, and when a response can be read; responses of a connection keep
 * their order. Also performs cluster operations, because some of them break connections. Responses are built in answers.ts.
 */

import type { Connection, ConnectionListener } from '../../../src/client/index.ts';
import type { ClientVersion } from '../../../src/client/versions/index.ts';
import type { RequestEnvelope, ResponseEnvelope } from '../../../src/protocol/messages.ts';
import type { Kernel } from '../../../src/sim/index.ts';
import { answerTo } from './answers.ts';
import { verdictOn } from './broker-rules.ts';
import type { RequestCounter } from './request-numbers.ts';
import type { ClusterOperation, NetworkDelays, Scenario } from './scenario.ts';
import type { ScriptedCluster, ScriptedNode } from './scripted-cluster.ts';

export interface NetworkOptions {
  readonly kernel: Kernel;
  readonly cluster: ScriptedCluster;
  readonly scenario: Scenario;
  readonly version: ClientVersion;
  readonly counter: RequestCounter;
  /** Called before a cluster operation is performed. */
  readonly onOperation: (operation: ClusterOperation) => void;
}

export class ScriptedNetwork {
  readonly options: NetworkOptions;
  private readonly open = new Set<ScriptedConnection>();
  private readonly startMs: number;

  constructor(options: NetworkOptions) {
    this.options = options;
    this.startMs = options.kernel.now();
  }

  connect(host: string, port: number, listener: ConnectionListener): Connection {
    const node = this.options.cluster.nodeAt(host, port);
    const connection = new ScriptedConnection(this, node, listener);
    this.open.add(connection);
    return connection;
  }

  forget(connection: ScriptedConnection): void {
    this.open.delete(connection);
  }

  perform(operation: ClusterOperation): void {
    this.options.onOperation(operation);
    this.options.cluster.apply(operation);
    const { op, id } = operation;
    if (op !== 'nodeDown' && op !== 'closeConnections') return;
    for (const connection of this.open) {
      if (connection.node?.id === id) connection.endByScript();
    }
  }

  /** Lets the node handle a request. Returns what happens next on the connection. */
  handle(node: ScriptedNode, envelope: RequestEnvelope): Handled {
    const { cluster, scenario, version, counter, kernel } = this.options;
    const verdict = verdictOn(scenario.responses, envelope, node.id, counter.of(envelope));
    const { action } = verdict;
    const response = answerTo({
      cluster,
      brokerId: node.id,
      envelope,
      verdict,
      nowMs: kernel.now(),
      startMs: this.startMs,
      scenario,
      version,
    });
    for (const operation of verdict.operations) this.perform(operation);
    const delayMs = action.delayMs ?? usualDelayMs(scenario.network, envelope);
    const failsSilently =
      !envelope.expectResponse &&
      response.api === 'Produce' &&
      response.partitions.some(({ error }) => error !== 'NONE');
    if (action.drop === true) return { kind: 'nothing', delayMs };
    if (action.disconnect === true || failsSilently) return { kind: 'disconnect', delayMs };
    if (!envelope.expectResponse) return { kind: 'done', delayMs };
    return { kind: 'answer', delayMs, response: { correlationId: envelope.correlationId, response } };
  }
}

type Handled =
  /** `nothing`: neither this request nor any later one on the connection is answered. `done`: no response is expected. */
  | { readonly kind: 'nothing' | 'disconnect' | 'done'; readonly delayMs: number }
  | { readonly kind: 'answer'; readonly delayMs: number; readonly response: ResponseEnvelope };

/** A response, or the end of the connection, which can be read from `atMs` on. */
interface Incoming {
  readonly atMs: number;
  readonly read: () => void;
}

class ScriptedConnection implements Connection {
  readonly node: ScriptedNode | undefined;
  private readonly network: ScriptedNetwork;
  private readonly listener: ConnectionListener;
  private isOpen = true;
  private isConnected = false;
  /** When a rule ended the connection. Requests that are written at that instant still reach the broker. */
  private endedByRuleMs: number | null = null;
  /** Whether a response was dropped; no later response arrives then. */
  private isStuck = false;
  /** When the last response in flight can be read. */
  private readableMs = 0;
  /** Responses that have not been read yet, in order. */
  private readonly incoming: Incoming[] = [];

  /** Reachability is checked only now: later changes of the node do not affect the connection, except for those that end it. */
  constructor(network: ScriptedNetwork, node: ScriptedNode | undefined, listener: ConnectionListener) {
    this.network = network;
    this.node = node;
    this.listener = listener;
    if (node?.isBlackhole === true) return;
    const { kernel, scenario } = network.options;
    const isRefused = node === undefined || node.isDown;
    kernel.schedule(scenario.network.connectMs, () => this.connectOrRefuse(isRefused));
  }

  send(envelope: RequestEnvelope): void {
    const { node, network } = this;
    const { kernel } = network.options;
    if (node === undefined || (!this.isOpen && this.endedByRuleMs !== kernel.now())) return;
    const handled = network.handle(node, envelope);
    if (this.isStuck || handled.kind === 'done') return;
    if (handled.kind === 'nothing') {
      this.isStuck = true;
      return;
    }
    this.readableMs = Math.max(this.readableMs, kernel.now() + handled.delayMs);
    this.incoming.push({
      atMs: this.readableMs,
      read: () => {
        if (handled.kind === 'answer') this.listener.received(handled.response);
        else this.endByRule();
      },
    });
    kernel.scheduleAt(this.readableMs, () => this.readNext());
  }

  close(): void {
    this.isOpen = false;
    this.incoming.length = 0;
    this.network.forget(this);
  }

  /** Ends the connection on the broker's side. If responses can be read at this instant, the first one is read before. */
  endByScript(): void {
    const first = this.incoming[0];
    if (this.isConnected && first !== undefined && first.atMs <= this.network.options.kernel.now()) this.readNext();
    this.end();
  }

  private readNext(): void {
    const next = this.incoming[0];
    if (next === undefined || next.atMs > this.network.options.kernel.now()) return;
    this.incoming.shift();
    next.read();
  }

  private endByRule(): void {
    this.endedByRuleMs = this.network.options.kernel.now();
    this.end();
  }

  private end(): void {
    if (!this.isOpen) return;
    this.close();
    this.listener.disconnected();
  }

  private connectOrRefuse(isRefused: boolean): void {
    if (!this.isOpen) return;
    if (isRefused) {
      this.close();
      this.listener.refused();
      return;
    }
    this.isConnected = true;
    this.listener.connected();
  }
}

function usualDelayMs(delays: NetworkDelays, { request }: RequestEnvelope): number {
  switch (request.api) {
    case 'ApiVersions':
      return delays.apiVersionsMs;
    case 'Metadata':
      return delays.metadataMs;
    case 'Produce':
      return delays.produceMs;
    default:
      return delays.otherMs;
  }
}
