/**
 * The cluster of a simulation on TCP, in real time, for clients in any language. Requests go through the simulated network, so faults
 * and the trace see them.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { Node } from '../../protocol/cluster/node.ts';
import type { RequestEnvelope } from '../../protocol/messages.ts';
import { Accounts } from '../../real-clients/account/accounts.ts';
import type { BridgeContext, TrafficListener } from '../../real-clients/connections/bridge.ts';
import { TopicNames } from '../../real-clients/connections/topic-names.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { WireError, type WireProfile } from '../../wire/index.ts';
import { Pacing } from './pacing.ts';
import { type ConnectionHost, ServedConnection } from './served-connection.ts';

export interface ClusterServerOptions {
  /** The address to listen at. Default 127.0.0.1: only programs on this machine can connect. */
  readonly host?: string;
  /** The name under which clients reach this machine, which brokers put into metadata. Default: `host`. */
  readonly advertisedHost?: string;
  /** The port of the first broker; the others have the ports after it. 0: any free ports. Default 9092. */
  readonly port?: number;
  /** Default `'latest'`. */
  readonly profile?: WireProfile;
  /** Connections at the same time. Default 1,000. */
  readonly maxConnections?: number;
  /** The largest request, in bytes. Default 100 MiB, as in Kafka (socket.request.max.bytes). */
  readonly maxFrameBytes?: number;
  /**
   * Bytes that clients may store altogether; then connections that bring more are closed. Each record counts for another 1,000 bytes if
   * records are logged for the verdict. Default 1 GiB.
   */
  readonly maxStoredBytes?: number;
  /**
   * When the clock of the simulation began, in ms of `performance.now()`. With the simulation's `startMs`, it lets the cluster show the time of
   * day. Default: when the server starts.
   */
  readonly realStartMs?: number;
  /** Takes a line about a connection that was closed, or about an error. */
  readonly log: (line: string) => void;
}

/** Where clients reach a broker. */
export interface ServedBroker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = 9092;
const DEFAULT_MAX_CONNECTIONS = 1_000;
const DEFAULT_MAX_STORED_BYTES = 1024 ** 3;
/** Memory that the log of sent records takes for each of them: 900 to 1,100 bytes, as measured with kafkajs. */
const BYTES_PER_LOGGED_RECORD = 1_000;

export class ClusterServer implements ConnectionHost, TrafficListener {
  readonly sim: Simulation;
  private readonly options: ClusterServerOptions;
  private readonly pacing: Pacing;
  private readonly context: BridgeContext;
  private readonly servers: Server[] = [];
  private readonly served: ServedBroker[] = [];
  private readonly connections = new Set<ServedConnection>();
  private connectionCount = 0;
  private storedBytes = 0;

  private constructor(sim: Simulation, options: ClusterServerOptions) {
    const { kernel, network, trace, userActivity, cluster, trial } = sim.parts;
    const { profile = 'latest', maxFrameBytes } = options;
    this.sim = sim;
    this.options = options;
    this.pacing = new Pacing(kernel, (error) => this.logError(error), options.realStartMs);
    const topics = new TopicNames(cluster);
    const accounts = new Accounts({ kernel, trace, trial, topics });
    this.context = {
      kernel,
      network,
      trace,
      userActivity,
      profile,
      apis: cluster.version.apis,
      topics,
      addressOf: ({ id }) => this.brokers.find((broker) => broker.id === id) as ServedBroker,
      // The limit of stored bytes comes first: what it refuses is not sent.
      listeners: (client) => (trial.isOn ? [this, accounts.listen(client)] : [this]),
      ...(maxFrameBytes !== undefined && { maxFrameBytes }),
    };
  }

  /** @throws the error of the operating system, for example if a port is in use */
  static async start(sim: Simulation, options: ClusterServerOptions): Promise<ClusterServer> {
    const server = new ClusterServer(sim, options);
    try {
      for (const [index, node] of sim.parts.cluster.nodes.entries()) await server.listen(node, index);
    } catch (error) {
      await server.close();
      throw error;
    }
    server.pacing.catchUp();
    return server;
  }

  /** Where clients reach the brokers, in the order of their ids. */
  get brokers(): readonly ServedBroker[] {
    return this.served;
  }

  /** Runs `action` at the present time, with the events before and after it. An error in them is logged, and closes nothing. */
  act(action: () => void): void {
    try {
      this.pacing.catchUp();
      action();
      this.pacing.catchUp();
    } catch (error) {
      this.logError(error);
    }
  }

  log(line: string): void {
    this.options.log(line);
  }

  private logError(error: unknown): void {
    this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Ends all connections, and stops the clock. */
  async close(): Promise<void> {
    this.pacing.stop();
    for (const connection of this.connections) connection.destroy();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
    this.sim.close();
  }

  // --- Connections -----------------------------------------------------------------------------------------------------------

  closed(connection: ServedConnection): void {
    this.connections.delete(connection);
  }

  /** @throws WireError if the request would store more than is allowed */
  requested({ request }: RequestEnvelope): void {
    if (request.api !== 'Produce') return;
    const perRecord = this.sim.trial.isOn ? BYTES_PER_LOGGED_RECORD : 0;
    for (const { batch } of request.partitions) this.storedBytes += batch.sizeInBytes + perRecord * batch.recordCount;
    const { maxStoredBytes = DEFAULT_MAX_STORED_BYTES } = this.options;
    if (this.storedBytes <= maxStoredBytes) return;
    const logged =
      perRecord === 0 ? '' : `, with ${perRecord} bytes more for each record that is logged for the verdict`;
    throw new WireError(`Clients may store ${maxStoredBytes} bytes altogether${logged}.`);
  }

  responded(): void {}

  ended(): void {}

  private async listen(node: Node, index: number): Promise<void> {
    const { host = '127.0.0.1', port = DEFAULT_PORT, advertisedHost = host } = this.options;
    const server = createServer((socket) => this.accept(socket, node));
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port === 0 ? 0 : port + index, host, () => resolve());
    });
    const bound = server.address() as { readonly port: number };
    this.served.push({ id: node.id, host: advertisedHost, port: bound.port });
  }

  private accept(socket: Socket, node: Node): void {
    const problem = this.reasonToRefuse();
    const name = `client-${++this.connectionCount}`;
    if (problem !== null) {
      this.log(`${name}: ${problem} The connection was closed.`);
      socket.destroy();
      return;
    }
    this.connections.add(new ServedConnection(socket, name, `${node.host}:${node.port}`, this.context, this));
  }

  private reasonToRefuse(): string | null {
    const { maxConnections = DEFAULT_MAX_CONNECTIONS } = this.options;
    return this.connections.size < maxConnections ? null : `There are ${maxConnections} connections already.`;
  }
}
