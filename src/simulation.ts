/**
 * A Kafka cluster, its clients, a network and a clock in one process: the one place where all rooms meet.
 *
 * Owns: putting the parts together, and the handle a test or scenario holds.
 * Refuses to know: how any part does its work.
 */
import { type BrokerConfigInput, Cluster, type ClusterSnapshot } from './broker/index.ts';
import {
  AdminClient,
  type AdminClientConfigInput,
  type ConsumerConfigInput,
  KafkaConsumer,
  KafkaProducer,
  type ProducerConfigInput,
  type ProducerSerializers,
  type Properties,
} from './producer/index.ts';
import { type Ending, Kernel, type LatencyRange, Network, RandomStream, Trace } from './sim/index.ts';
import { BrokerNodes } from './simulation/broker-nodes.ts';
import { type ClientSurroundings, clientWorld } from './simulation/client-world.ts';
import { Faults } from './simulation/faults.ts';
import { type Logger, silentLogger } from './simulation/log-sinks.ts';
import { runProgram } from './simulation/program-run.ts';
import { SimulationError, type SimulationFailureKind } from './simulation/simulation-error.ts';
import { TopicView } from './simulation/topic-view.ts';
import { UserTurn } from './simulation/user-turn.ts';
import type { Wire } from './simulation/wire.ts';

export interface SimulationOptions {
  /** Every draw of the run comes from it. Default 1. */
  readonly seed?: number;
  /** Number of brokers; their ids count from 1, their addresses are `broker-1:9092`, ... Default 3. */
  readonly brokers?: number;
  /** Broker configuration by Kafka's names, the same for all brokers; a parsed server.properties fits. */
  readonly config?: BrokerConfigInput;
  readonly network?: {
    /** One way, per message, in ms: a number, or a range drawn from the seed. Default 1. */
    readonly latencyMs?: number | LatencyRange;
  };
  /** What the virtual clock shows at the start, in ms since the epoch. Default 1700000000000. */
  readonly startMs?: number;
  /** Keep a trace of everything observable. Default true; without it memory stays flat however long the run. */
  readonly trace?: boolean;
  /** Takes the clients' log lines. Default: none is printed (they are in the trace). */
  readonly logger?: Logger;
  /** A run gives up after this many events. Default 10,000,000. */
  readonly maxEvents?: number;
  readonly clusterId?: string;
  /** The first producer id the cluster hands out. Default 0. */
  readonly firstProducerId?: number;
}

/** What can be done to the world at a scripted moment. */
export interface Moment {
  /** The broker stops at once; its connections break. Its log survives. */
  crash(broker: string | number): void;
  restart(broker: string | number): void;
  /** The broker hands its leaderships over and stops. */
  shutdown(broker: string | number): void;
  /** Anything else. */
  do(action: () => void): void;
}

export class Simulation {
  readonly seed: number;
  readonly startMs: number;
  /** Failures to come, in Kafka's words. */
  readonly faults: Faults;
  /** Everything observable that has happened so far, unless the simulation was made with `trace: false`. */
  readonly trace: Trace;
  /** All brokers' addresses, as `bootstrap.servers` wants them. */
  readonly bootstrapServers: string;

  private readonly kernel: Kernel;
  private readonly network: Network<Wire>;
  private readonly cluster: Cluster;
  private readonly brokers: BrokerNodes;
  private readonly surroundings: ClientSurroundings;
  private readonly userTurn = new UserTurn();
  private readonly maxEvents: number;
  private producers = 0;
  private admins = 0;
  private consumers = 0;
  private isRunning = false;

  constructor(options: SimulationOptions = {}) {
    this.seed = options.seed ?? 1;
    this.startMs = options.startMs ?? 1_700_000_000_000;
    this.maxEvents = options.maxEvents ?? 10_000_000;
    const random = RandomStream.fromSeed(this.seed);
    this.trace = new Trace(options.trace === false ? 'off' : 'on', this.startMs);
    this.kernel = new Kernel({ startMs: this.startMs });
    this.network = new Network<Wire>(this.kernel, random.fork('network'), latencyOf(options.network?.latencyMs ?? 1));
    const clusterDraws = random.fork('cluster');
    this.cluster = new Cluster({
      brokers: options.brokers ?? 3,
      nextInt: (bound) => clusterDraws.nextInt(bound),
      ...(options.config !== undefined && { config: options.config }),
      ...(options.clusterId !== undefined && { clusterId: options.clusterId }),
      ...(options.firstProducerId !== undefined && { firstProducerId: options.firstProducerId }),
    });
    this.bootstrapServers = this.cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
    this.brokers = new BrokerNodes(this.cluster, {
      kernel: this.kernel,
      network: this.network,
      answerFor: (socketId, envelope) => this.faults.answerFor(socketId, envelope.correlationId),
      tell: (event, facts) => this.trace.record(this.kernel.now(), 'cluster', event, facts),
    });
    this.faults = new Faults({
      rules: this.network.rules,
      brokerIdOf: (host) => this.cluster.nodes.find((node) => node.host === host)?.id,
      hasBroker: (id) => this.cluster.nodes.some((node) => node.id === id),
      fired: (fault) => this.trace.record(this.kernel.now(), 'fault', 'fired', { fault: fault.description }),
    });
    const logger = options.logger ?? silentLogger;
    this.surroundings = {
      kernel: this.kernel,
      network: this.network,
      random: random.fork('clients'),
      trace: this.trace,
      logger,
      userTurn: this.userTurn,
    };
  }

  /** Virtual time since the start, in ms. */
  get nowMs(): number {
    return this.kernel.now() - this.startMs;
  }

  // --- Clients ---------------------------------------------------------------------------------------------------------

  /**
   * A producer in this simulation. `bootstrap.servers` defaults to all brokers.
   *
   * @throws ConfigException, or KafkaException around it, with Kafka's messages
   */
  producer<K = string, V = string>(
    config: ProducerConfigInput | Properties = {},
    serializers?: ProducerSerializers<K, V>,
  ): KafkaProducer<K, V> {
    const clientNumber = ++this.producers;
    const world = clientWorld(clientHost(config, `producer-${clientNumber}`), this.surroundings);
    return new KafkaProducer<K, V>(this.withBootstrap(config), world, { clientNumber, ...serializers });
  }

  /** An admin client in this simulation. */
  admin(config: AdminClientConfigInput | Properties = {}): AdminClient {
    const clientNumber = ++this.admins;
    const world = clientWorld(clientHost(config, `adminclient-${clientNumber}`), this.surroundings);
    return AdminClient.create(this.withBootstrap(config), world, () => clientNumber);
  }

  /** A plain consumer in this simulation: it reads what it is assigned, and joins no group. */
  consumer<K = string, V = string>(config: ConsumerConfigInput | Properties = {}): KafkaConsumer<K, V> {
    const clientNumber = ++this.consumers;
    const world = clientWorld(clientHost(config, `consumer-${clientNumber}`), this.surroundings);
    return KafkaConsumer.create<K, V>(this.withBootstrap(config), world, () => clientNumber);
  }

  // --- Time ------------------------------------------------------------------------------------------------------------

  /**
   * Runs `program`, moving the clock for it, until the promise it returned settles.
   *
   * @throws what the program throws
   * @throws SimulationError if the program waits for something that can never come, if it is not over after `maxEvents`
   *   events, or if a scripted fault never fired
   */
  async run<T>(program: (sim: Simulation) => Promise<T> | T): Promise<T> {
    if (this.isRunning)
      throw this.failure('misuse', 'sim.run() is already driving this simulation: await it before the next run.');
    this.isRunning = true;
    try {
      const running = (async () => program(this))();
      const ending = await runProgram(this.kernel, this.userTurn, running, { maxEvents: this.maxEvents });
      if (ending === 'nothing left to do') {
        throw this.failure(
          'nothing left to do',
          'The program waits for something that can never come: no event is left that could settle it.',
        );
      }
      if (ending === 'gave up') {
        throw this.failure('gave up', `The program was not over after ${this.maxEvents} events (option maxEvents).`);
      }
      const result = await running;
      this.expectFaultsFired();
      return result;
    } finally {
      this.isRunning = false;
    }
  }

  /** Lets `ms` of virtual time pass, with all that happens in it. For use outside run(). */
  advance(ms: number): Ending {
    return this.kernel.run({ untilMs: this.kernel.now() + ms, maxEvents: this.maxEvents });
  }

  /** Runs the next event. Returns false if there is none. For use outside run(). */
  step(): boolean {
    return this.kernel.step();
  }

  /** Runs until nothing but housekeeping is left. For use outside run(). */
  settle(): Ending {
    return this.kernel.run({ until: () => this.kernel.pendingForeground === 0, maxEvents: this.maxEvents });
  }

  /** Resolves `ms` of virtual time later: Thread.sleep for a program inside run(). */
  sleep(ms: number): Promise<void> {
    this.userTurn.noteWait();
    return new Promise((resolve) => {
      this.kernel.schedule(ms, () => {
        this.userTurn.request();
        resolve();
      });
    });
  }

  /** Scripts something for a moment, in ms since the start. */
  at(ms: number): Moment {
    const plan = (action: () => void): void => void this.kernel.scheduleAt(this.startMs + ms, action);
    return {
      crash: (broker) => this.planFor(broker, plan, (id) => this.crash(id)),
      restart: (broker) => this.planFor(broker, plan, (id) => this.restart(id)),
      shutdown: (broker) => this.planFor(broker, plan, (id) => this.shutdown(id)),
      do: (action) =>
        plan(() => {
          this.userTurn.request();
          action();
        }),
    };
  }

  // --- The cluster -------------------------------------------------------------------------------------------------------

  /** Stops a broker at once; its connections break. Its log survives. */
  crash(broker: string | number): void {
    const id = this.brokerId(broker);
    this.network.hostDown(this.host(id));
    this.brokers.apply((cluster, nowMs) => cluster.crash(id, nowMs));
  }

  /** Starts a stopped broker again. */
  restart(broker: string | number): void {
    const id = this.brokerId(broker);
    this.network.hostUp(this.host(id));
    this.brokers.apply((cluster, nowMs) => cluster.restart(id, nowMs));
  }

  /** Stops a broker cleanly: it hands its leaderships over first. */
  shutdown(broker: string | number): void {
    const id = this.brokerId(broker);
    this.brokers.apply((cluster, nowMs) => cluster.shutdown(id, nowMs));
    this.network.hostDown(this.host(id));
  }

  /** Creates a topic without a client, for set-up. -1 or absent: the broker's defaults. */
  createTopic(
    name: string,
    options: {
      readonly partitions?: number;
      readonly replicationFactor?: number;
      readonly configs?: Readonly<Record<string, string>>;
    } = {},
  ): TopicView {
    this.brokers.apply((cluster, nowMs) => cluster.createTopic(name, options, nowMs));
    return this.topic(name);
  }

  /** What lies in a topic, below its high watermark. */
  topic(name: string): TopicView {
    return new TopicView(name, this.cluster);
  }

  /** The cluster as it stands: immutable, and cheap to take. */
  snapshot(): ClusterSnapshot {
    return this.cluster.snapshot();
  }

  // --- Inside ------------------------------------------------------------------------------------------------------------

  private expectFaultsFired(): void {
    const idle = this.faults.neverFired();
    if (idle.length === 0) return;
    const list = idle.map(({ description }) => `  ${description}`).join('\n');
    throw this.failure(
      'a fault never fired',
      `The run is over and these faults never fired:\n${list}\nMend their scope, or mark them .optional().`,
    );
  }

  private failure(kind: SimulationFailureKind, problem: string): SimulationError {
    const lastLines = this.trace.lines.slice(-10);
    return new SimulationError(kind, problem, { seed: this.seed, atMs: this.nowMs, lastLines });
  }

  private withBootstrap<C extends object>(config: C | Properties): C | Properties {
    if (isProperties(config)) {
      return config.has('bootstrap.servers')
        ? config
        : new Map([['bootstrap.servers', this.bootstrapServers], ...config]);
    }
    return { 'bootstrap.servers': this.bootstrapServers, ...config };
  }

  private planFor(broker: string | number, plan: (action: () => void) => void, change: (id: number) => void): void {
    const id = this.brokerId(broker);
    plan(() => change(id));
  }

  private brokerId(broker: string | number): number {
    const node = this.cluster.nodes.find(({ id, host }) => id === broker || host === broker);
    if (node !== undefined) return node.id;
    const names = this.cluster.nodes.map(({ host }) => host).join(', ');
    throw this.failure('misuse', `There is no broker '${broker}' in this simulation; it has ${names}.`);
  }

  private host(brokerId: number): string {
    return this.cluster.nodes.find(({ id }) => id === brokerId)?.host ?? '';
  }
}

function latencyOf(latency: number | LatencyRange): { latency: LatencyRange } {
  return { latency: typeof latency === 'number' ? { minMs: latency, maxMs: latency } : latency };
}

function isProperties(config: object): config is Properties {
  return config instanceof Map;
}

function clientHost(config: object | Properties, fallback: string): string {
  const clientId = config instanceof Map ? config.get('client.id') : (config as { 'client.id'?: unknown })['client.id'];
  return typeof clientId === 'string' && clientId !== '' ? clientId : fallback;
}
