/**
 * A Kafka cluster, its clients, a network and a clock in one process: the one place where all rooms meet.
 *
 * Owns: putting the parts together, and the handle a test or scenario holds.
 * Refuses to know: how any part does its work.
 */

import type { AdminClient, AdminClientConfigInput } from '../admin/index.ts';
import { Cluster, type ClusterSnapshot, type CommittedOffset, type TopicOptions } from '../broker/index.ts';
import type { Properties } from '../client/index.ts';
import type { ConsumerConfigInput, KafkaConsumer } from '../consumer/index.ts';
import type { KafkaProducer, ProducerConfigInput, ProducerSerializers } from '../producer/index.ts';
import { type Ending, Kernel, type LatencyRange, Network, RandomStream, Trace } from '../sim/index.ts';
import { Timers } from '../timers/timers.ts';
import { Trial } from './checking/trial.ts';
import type { RunVerdict } from './checking/verdict.ts';
import { Clients } from './clients.ts';
import type { Moment } from './faults/environment-methods.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import type { History } from './history/history.ts';
import { BrokerControl } from './hosts/broker-control.ts';
import { BrokerNodes } from './hosts/broker-nodes.ts';
import { silentLogger } from './hosts/logger.ts';
import { Operator } from './hosts/operator.ts';
import type { Wire } from './hosts/wire.ts';
import { FailureFactory } from './run/failure-factory.ts';
import { describeUnfinished, hostResources } from './run/pending-work.ts';
import { runProgram } from './run/program-run.ts';
import { UserActivity } from './run/user-activity.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { TopicView } from './topic-view.ts';

export class Simulation {
  readonly seed: number;
  readonly startMs: number;
  /** Failures to come, in Kafka's words. */
  readonly faults: Faults;
  /** What whoever runs the cluster does to it: moves leaders and partitions, ... */
  readonly operator: Operator;
  /** Everything observable that has happened so far, unless the simulation was made with `trace: false`. */
  readonly trace: Trace;
  /** Timers and Date of the code under test: on this clock, or this clock on theirs. Default: neither. */
  readonly timers: Timers;
  /** All brokers' addresses, as `bootstrap.servers` wants them. */
  readonly bootstrapServers: string;

  private readonly kernel: Kernel;
  private readonly network: Network<Wire>;
  private readonly cluster: Cluster;
  private readonly brokers: BrokerNodes;
  private readonly clients: Clients;
  private readonly control: BrokerControl;
  private readonly failures: FailureFactory;
  /** @internal For the test kits. */
  readonly trial: Trial;
  private readonly userActivity = new UserActivity();
  private readonly maxEvents: number;
  private readonly keepsHistory: boolean;
  private state: 'idle' | 'running' | 'closed' = 'idle';

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
      startMs: this.startMs,
      trace: (event, facts) => this.trace.record(this.kernel.now(), 'cluster', event, facts),
    });
    this.keepsHistory = options.history === true;
    if (this.keepsHistory) this.brokers.keepHistory();
    const { seed, startMs, kernel, network, trace, brokers, cluster, userActivity } = this;
    this.failures = new FailureFactory({ seed, startMs, kernel, trace, replayCommand: options.replayCommand });
    const { guarantees = 'none', breaks = [] } = options;
    this.trial = new Trial({ kernel, cluster, brokers, trace, startMs, failures: this.failures, guarantees, breaks });
    const { misuse } = this.failures;
    this.timers = new Timers({ kernel, startMs, userVisible: userActivity.markRunnable, misuse });
    const control = new BrokerControl({ cluster, brokers, network, misuse });
    this.control = control;
    this.operator = new Operator(brokers, (broker) => this.control.node(broker).id);
    this.faults = createFaults({
      kernel,
      network,
      brokers,
      control,
      startMs,
      nodes: cluster.nodes,
      random: random.fork('faults'),
      userVisible: userActivity.markRunnable,
      report: (event, fault) => trace.record(kernel.now(), 'fault', event, { fault: fault.description }),
    });
    const logger = options.logger ?? silentLogger;
    this.clients = new Clients(
      { kernel, network, random: random.fork('clients'), trace, logger, userActivity },
      this.bootstrapServers,
      this.trial,
    );
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
    return this.clients.producer(config, serializers);
  }

  /** An admin client in this simulation. */
  admin(config: AdminClientConfigInput | Properties = {}): AdminClient {
    return this.clients.admin(config);
  }

  /** A plain consumer in this simulation: it reads what it is assigned, and joins no group. */
  consumer<K = string, V = string>(config: ConsumerConfigInput | Properties = {}): KafkaConsumer<K, V> {
    return this.clients.consumer(config);
  }

  // --- Time ------------------------------------------------------------------------------------------------------------

  /**
   * Runs `program`, moving the clock for it, until the guarantee it returned settles.
   *
   * @throws what the program throws, with a note of seed and time as the last of its causes
   * @throws SimulationError if a guarantee is broken, if the program waits for something that can never come, if it is not
   *   over after `maxEvents` events, or if a scripted fault never fired
   */
  async run<T>(program: (sim: Simulation) => Promise<T> | T): Promise<T> {
    this.expectOwnClock('sim.run()');
    if (this.state === 'running') {
      throw this.failures.misuse('sim.run() is already driving this simulation: await it before the next run.');
    }
    this.state = 'running';
    const resources = hostResources();
    try {
      const running = (async () => program(this))();
      const limits = { maxEvents: this.maxEvents, ownTimers: () => this.timers.awaited };
      const ending = await runProgram(this.kernel, this.userActivity, running, limits);
      if (ending !== 'ended') {
        const wait = { trace: this.trace, startMs: this.startMs, timers: this.timers.describeWaiting(), resources };
        const kind = ending === 'nothing but timers' ? 'nothing left to do' : ending;
        throw this.failures.failure(kind, describeUnfinished(ending, this.maxEvents, wait));
      }
      const result = await running;
      this.trial.validate();
      this.failures.expectNoneIdle(this.faults.idleLines());
      return result;
    } catch (error) {
      this.failures.annotate(error);
      throw error;
    } finally {
      if (this.state === 'running') this.state = 'idle';
    }
  }

  /** Lets `ms` of virtual time pass, with all that happens in it. For use outside run(). */
  advance(ms: number): Ending {
    this.expectOwnClock('sim.advance()');
    return this.kernel.run({ untilMs: this.kernel.now() + ms, maxEvents: this.maxEvents });
  }

  /** Runs the next event. Returns false if there is none. For use outside run(). */
  step(): boolean {
    this.expectOwnClock('sim.step()');
    return this.kernel.step();
  }

  /** Runs until nothing but housekeeping is left. For use outside run(). */
  settle(): Ending {
    this.expectOwnClock('sim.settle()');
    return this.kernel.run({ until: () => this.kernel.pendingForeground === 0, maxEvents: this.maxEvents });
  }

  /** Resolves `ms` of virtual time later: Thread.sleep for a program inside run(). */
  sleep(ms: number): Promise<void> {
    this.userActivity.markWaiting();
    return new Promise((resolve) => {
      this.kernel.schedule(ms, () => {
        this.userActivity.markRunnable();
        resolve();
      });
    });
  }

  /**
   * Ends the simulation: gives back what it took of its surroundings (timers), and refuses to move the clock any more. What
   * happened can still be looked at. Without timers there is no need to.
   */
  close(): void {
    this.timers.uninstall();
    this.state = 'closed';
  }

  /** Scripts something for a moment, in ms since the start. */
  at(ms: number): Moment {
    return this.faults.at(ms);
  }

  // --- The cluster -------------------------------------------------------------------------------------------------------

  /** Stops a broker at once; its connections break. Its log survives. */
  crash(broker: string | number): void {
    this.control.crash(broker);
  }

  /** Starts a stopped broker again. */
  restart(broker: string | number): void {
    this.control.restart(broker);
  }

  /** Stops a broker cleanly: it hands its leaderships over first. */
  shutdown(broker: string | number): void {
    this.control.shutdown(broker);
  }

  /** Creates a topic without a client, for set-up. -1 or absent: the broker's defaults. */
  createTopic(name: string, options: TopicOptions = {}): TopicView {
    this.brokers.apply((cluster, nowMs) => cluster.createTopic(name, options, nowMs));
    return this.topic(name);
  }

  /** What lies in a topic, below its high watermark. */
  topic(name: string): TopicView {
    return new TopicView(name, this.cluster, this.trial);
  }

  /** The offsets that transactions have committed for a consumer group, in the order of their first commit. */
  committedOffsets(groupId: string): CommittedOffset[] {
    return this.cluster.committedOffsets(groupId);
  }

  /** The cluster as it stands: immutable, and cheap to take. */
  snapshot(): ClusterSnapshot {
    return this.cluster.snapshot();
  }

  /**
   * Every state of the control plane so far.
   *
   * @throws SimulationError unless the simulation was made with `history: true`
   */
  get history(): History {
    const { history } = this.brokers;
    if (this.keepsHistory && history !== null) return history;
    throw this.failures.misuse('There is no history: nothing was kept. Make the simulation with { history: true }.');
  }

  /**
   * What became of every record so far, and what was lost, duplicated, reordered or invented.
   *
   * @throws SimulationError if no guarantees were asked for
   */
  verdict(): RunVerdict {
    return this.trial.verdict();
  }

  // --- Inside ------------------------------------------------------------------------------------------------------------

  private expectOwnClock(call: string): void {
    if (this.state === 'closed') throw this.failures.misuse(`${call} is not possible: this simulation is closed.`);
    this.timers.expectOwnClock(call);
  }
}

function latencyOf(latency: number | LatencyRange): { latency: LatencyRange } {
  return { latency: typeof latency === 'number' ? { minMs: latency, maxMs: latency } : latency };
}
