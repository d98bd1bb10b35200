/** A cluster on a network without clients: a test sends every request itself. */
import { Cluster, type ClusterOptions } from '../../src/broker/index.ts';
import type { ApiName, RequestOf, Response, ResponseEnvelope, ResponseOf } from '../../src/protocol/messages.ts';
import { Kernel, Network, RandomStream, type Socket, Trace } from '../../src/sim/index.ts';
import { createFaults, type Faults } from '../../src/simulation/faults/faults.ts';
import { BrokerControl } from '../../src/simulation/hosts/broker-control.ts';
import { BrokerNodes } from '../../src/simulation/hosts/broker-nodes.ts';
import type { Wire } from '../../src/simulation/hosts/wire.ts';

/** How long `call` waits for a response, in ms. */
const REQUEST_TIMEOUT_MS = 30_000;

export class RawCluster {
  readonly kernel: Kernel = new Kernel({ startMs: 0 });
  readonly network: Network<Wire>;
  readonly cluster: Cluster;
  readonly nodes: BrokerNodes;
  readonly faults: Faults;
  readonly events: string[] = [];
  /** The requests whose handlers have thrown an exception, with it. */
  readonly failures: string[] = [];
  private readonly sockets = new Map<number, Socket<Wire>>();
  private readonly answers = new Map<number, Response | 'lost'>();
  private nextCorrelationId = 0;

  constructor(options: Partial<ClusterOptions> = {}) {
    const random = RandomStream.fromSeed(1);
    this.network = new Network<Wire>(this.kernel, random.fork('network'), { latency: { minMs: 1, maxMs: 1 } });
    this.cluster = new Cluster({ brokers: 3, nextInt: (bound) => random.nextInt(bound), ...options });
    const { kernel, network, cluster } = this;
    this.nodes = new BrokerNodes(cluster, {
      kernel,
      network,
      startMs: 0,
      trace: (event, facts) => {
        this.events.push(event);
        if ('exception' in facts) this.failures.push(`${facts.api}: ${facts.exception}`);
      },
    });
    const misuse = (problem: string): Error => new Error(problem);
    this.faults = createFaults({
      kernel,
      network,
      cluster,
      trace: new Trace('off'),
      brokers: this.nodes,
      control: new BrokerControl({ cluster, brokers: this.nodes, network, misuse }),
      nodes: cluster.nodes,
      clientNames: () => new Set(),
      startMs: 0,
      random: random.fork('faults'),
      report: () => {},
      userVisible: () => {},
    });
  }

  /** Sends a request, and lets time pass until its response has arrived. Returns undefined if the connection broke or the time is up. */
  call<A extends ApiName>(broker: number, request: RequestOf<A>, apiVersion = 4): ResponseOf<A> | undefined {
    const correlationId = this.nextCorrelationId++;
    const envelope = { correlationId, clientId: 'raw', apiVersion, expectResponse: true, request };
    this.socket(broker).send(request.api, envelope);
    const untilMs = this.kernel.now() + REQUEST_TIMEOUT_MS;
    this.kernel.run({ until: () => this.answers.has(correlationId), untilMs, maxEvents: 1_000_000 });
    const answer = this.answers.get(correlationId);
    if (answer === undefined) {
      this.sockets.get(broker)?.close();
      this.sockets.delete(broker);
    }
    return answer === undefined || answer === 'lost' ? undefined : (answer as ResponseOf<A>);
  }

  advance(ms: number): void {
    this.kernel.run({ untilMs: this.kernel.now() + ms, maxEvents: 1_000_000 });
  }

  crash(broker: number): void {
    this.network.hostDown(`broker-${broker}`);
    this.nodes.apply((cluster, nowMs) => cluster.crash(broker, nowMs));
  }

  restart(broker: number): void {
    this.network.hostUp(`broker-${broker}`);
    this.nodes.apply((cluster, nowMs) => cluster.restart(broker, nowMs));
  }

  /** The first broker that is up. */
  anyBroker(): number {
    return this.cluster.nodes.find(({ id }) => this.cluster.isUp(id))?.id ?? 1;
  }

  private socket(broker: number): Socket<Wire> {
    const standing = this.sockets.get(broker);
    if (standing?.isOpen === true) return standing;
    const lost = (): void => {
      this.sockets.delete(broker);
      for (let id = 0; id < this.nextCorrelationId; id++) if (!this.answers.has(id)) this.answers.set(id, 'lost');
    };
    const socket = this.network.connect('raw', `broker-${broker}:9092`, {
      connected: () => {},
      refused: lost,
      disconnected: lost,
      received: (payload) => {
        const { correlationId, response } = payload as ResponseEnvelope;
        this.answers.set(correlationId, response);
      },
    });
    this.sockets.set(broker, socket);
    return socket;
  }
}
