/** `Simulation`: a Kafka cluster, its clients, a network and a virtual clock in one process. */
import type { AdminClient, AdminClientConfigInput } from '../admin/index.ts';
import { checkArgument, illegalArgument } from '../checks/arguments.ts';
import { methodOf } from '../checks/call-sites.ts';
import { printAs } from '../checks/printing.ts';
import { MS } from '../checks/value-type.ts';
import type { Properties } from '../client/index.ts';
import type { ClientVersionName } from '../client/versions/index.ts';
import type { ConsumerConfigInput, ConsumerDeserializers, KafkaConsumer } from '../consumer/index.ts';
import type { KafkaProducer, ProducerConfigInput, ProducerSerializers } from '../producer/index.ts';
import type { Ending } from '../sim/index.ts';
import type { Timers } from '../timers/timers.ts';
import type { Trial } from './checking/trial.ts';
import type { RunVerdict } from './checking/verdict.ts';
import type { VersionChoice } from './clients.ts';
import type { Trace } from './events/simulation-events.ts';
import type { Moment } from './faults/environment-methods.ts';
import type { Faults } from './faults/faults.ts';
import type { History } from './history/history.ts';
import type { Operator } from './hosts/operator.ts';
import { onCall } from './own-errors.ts';
import { SimulationParts } from './parts.ts';
import { simulationText } from './printed.ts';
import { ProgramRuns } from './program-runs.ts';
import { type KafkaJsConfig, type RealClients, realClientsOf } from './real-clients.ts';
import type { CallbackErrors } from './run/callback-errors.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import type { SimulationOptions } from './simulation-options.ts';

/**
 * A Kafka cluster and its clients on a virtual clock. The same seed and the same program give the same trace, byte for byte.
 *
 * `run` moves the clock while a program runs; `advance`, `settle` and `step` move it by hand, outside of `run`. Times are in virtual
 * ms since the start of the simulation, unless they are documented as ms since the epoch.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation({ seed: 7 });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * const metadata = await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
 * console.log(`${metadata}`, sim.topic('payments').values().join(', '));
 * // prints: payments-0@0 12 EUR
 */
export class Simulation extends SimulatedCluster {
  readonly seed: number;
  /** What the virtual clock showed at the start, in ms since the epoch. */
  readonly startMs: number;
  /** Injects faults into requests, brokers and the network. */
  readonly faults: Faults;
  /** Changes the cluster as an operator does: moves leaders and partitions, sets quotas, fails disks. */
  readonly operator: Operator;
  /** Everything observable that has happened so far; empty with the option `trace: false`. */
  readonly trace: Trace;
  /** Puts timers and dates of the code under test on this clock, or this clock on fake timers. */
  readonly timers: Timers;
  /** The addresses of all brokers, in the form of `bootstrap.servers`. */
  readonly bootstrapServers: string;
  /** @internal For the test kits. */
  readonly trial: Trial;
  /** @internal For the test kits. */
  readonly callbackErrors: CallbackErrors;
  /** @internal For the test kits. */
  readonly runs: ProgramRuns;

  /** @throws IllegalArgumentException, InvalidConfigurationException, RangeError or SimulationError for an invalid option */
  constructor(options: SimulationOptions = {}) {
    const parts = onCall(new.target, () => new SimulationParts(options));
    super(parts);
    this.runs = new ProgramRuns(parts);
    this.seed = parts.seed;
    this.startMs = parts.startMs;
    this.faults = parts.faults;
    this.operator = parts.operator;
    this.trace = parts.trace;
    this.timers = parts.timers;
    this.bootstrapServers = parts.bootstrapServers;
    this.trial = parts.trial;
    this.callbackErrors = parts.callbackErrors;
  }

  /** Virtual time since the start, in ms. */
  get nowMs(): number {
    return this.parts.kernel.now() - this.startMs;
  }

  // --- Clients ---------------------------------------------------------------------------------------------------------

  /**
   * Creates a producer.
   *
   * @param config Kafka's keys, as an object or as a Map of properties. `bootstrap.servers` defaults to all brokers
   * @param serializers used instead of `key.serializer` and `value.serializer`; and the version of the producer: `{ version: '4.3' }`
   * @throws ConfigException for an invalid configuration, or KafkaException caused by one, as Java does
   */
  producer<K = string, V = string, Version extends ClientVersionName = ClientVersionName>(
    config: ProducerConfigInput<K, V> | Properties = {},
    serializers?: ProducerSerializers<K, V> & VersionChoice<Version>,
  ): KafkaProducer<K, V, Version> {
    return onCall(methodOf(this, 'producer'), () => this.parts.clients.producer(config, serializers));
  }

  /** Creates an admin client. `bootstrap.servers` defaults to all brokers. @throws ConfigException or KafkaException as `producer` does */
  admin(config: AdminClientConfigInput | Properties = {}, options?: VersionChoice): AdminClient {
    return onCall(methodOf(this, 'admin'), () => this.parts.clients.admin(config, options));
  }

  /**
   * Creates a consumer. With a `group.id` it joins that consumer group when it subscribes; without one it reads all partitions of its
   * topics. `bootstrap.servers` defaults to all brokers.
   *
   * @param deserializers used instead of `key.deserializer` and `value.deserializer`
   * @throws ConfigException or KafkaException as `producer` does
   */
  consumer<K = string, V = string>(
    config: ConsumerConfigInput<K, V> | Properties = {},
    deserializers?: ConsumerDeserializers<K, V> & VersionChoice,
  ): KafkaConsumer<K, V> {
    return onCall(methodOf(this, 'consumer'), () => this.parts.clients.consumer(config, deserializers));
  }

  /**
   * Lets other Kafka clients run in this process, unmodified: kafkajs, @platformatic/kafka and kafka-ts. Only in Node, and only after
   * `import 'kafka-trial/real-clients'`.
   *
   * @throws SimulationError of kind 'misuse' without that import
   */
  get realClients(): RealClients {
    return realClientsOf(this.parts);
  }

  /**
   * Configuration for kafkajs that connects it to the brokers and changes nothing for other code: `new Kafka({ ...sim.kafkajs() })`. It needs
   * `import 'kafka-trial/real-clients'`, and timers on the clock of the simulation. Random numbers are Node's unless
   * `sim.realClients.install()` was called, so that runs may differ.
   *
   * @param options clientId: the name of the client, also of its host in the trace and in faults of the network. Default `app`
   * @throws SimulationError of kind 'misuse' without that import, or if timers are neither installed nor followed
   */
  kafkajs(options: { readonly clientId?: string } = {}): KafkaJsConfig {
    return this.realClients.kafkajs(options);
  }

  // --- Time ------------------------------------------------------------------------------------------------------------

  /**
   * Runs a program, moving the clock for it, until the promise that it returns has settled.
   *
   * @returns what the program returns
   * @throws what the program throws, or one of its callbacks, interceptors or listeners (see the option `callbackErrors`); the last of
   *   its causes then names the seed and the time
   * @throws SimulationError if a guarantee is violated, if the program waits for something that can never happen, if it has not ended
   *   after `maxEvents` events, if a fault has never fired, or if the simulation is closed before; of kind 'misuse' if the simulation is running, closed, or follows a clock
   * @example
   * import { Simulation } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * await sim.run(() => sim.sleep(86_400_000));
   * console.log(sim.nowMs);
   * // prints: 86400000
   */
  run<T>(program: (sim: Simulation) => Promise<T> | T): Promise<T> {
    return this.runs.run(program, this, methodOf(this, 'run'));
  }

  /**
   * Lets virtual time pass, with everything that happens in it. For use outside of `run`.
   *
   * @param ms a whole number, 0 or more
   * @throws SimulationError if an invariant is violated, or of kind 'misuse' if the simulation is closed or follows fake timers
   */
  advance(ms: number): Ending {
    this.runs.expectOwnClock('sim.advance()');
    checkArgument('sim.advance(ms)', ms, MS);
    const { kernel, maxEvents } = this.parts;
    return kernel.run({ untilMs: kernel.now() + ms, maxEvents });
  }

  /**
   * Runs the next event; returns false if there is none. For use outside of `run`.
   *
   * @throws SimulationError as `advance` does
   */
  step(): boolean {
    this.runs.expectOwnClock('sim.step()');
    return this.parts.kernel.step();
  }

  /**
   * Runs events until only background events, such as metadata refreshes, are left. For use outside of `run`.
   *
   * @throws SimulationError as `advance` does
   */
  settle(): Ending {
    this.runs.expectOwnClock('sim.settle()');
    const { kernel, maxEvents } = this.parts;
    return kernel.run({ until: () => kernel.pendingForeground === 0, maxEvents });
  }

  /**
   * Returns a promise that resolves after `ms` of virtual time: Java's Thread.sleep for a program inside `run`.
   *
   * @throws IllegalArgumentException (rejects) unless `ms` is a whole number, 0 or more
   */
  sleep(ms: number): Promise<void> {
    if (!MS.accepts(ms)) return Promise.reject(illegalArgument('sim.sleep(ms)', ms, MS));
    return this.runs.sleep(ms);
  }

  /**
   * Does work in the real world, such as a request to a database, during which virtual time stands still. For a program inside `run`.
   *
   * @returns what the work returns
   * @throws what the work throws
   */
  outside<T>(work: () => Promise<T> | T): Promise<T> {
    return this.parts.outside.wait(work);
  }

  /**
   * Ends the simulation. Its clock stands still, so no event and no virtual timer runs any more, and what a program waits for never
   * settles. A `run` in progress rejects; later calls of `run`, `advance`, `settle`, `step` and `sleep` throw. The timers of the host are
   * restored. What has happened can still be inspected.
   */
  close(): void {
    this.runs.close();
  }

  /**
   * Scripts a fault, or any other action, for a virtual time, in ms since the start.
   *
   * @throws FaultError unless it is a whole number, 0 or more
   * @example
   * import { Simulation } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.at(5_000).crash('broker-1');
   * sim.at(6_000).do(() => console.log(sim.snapshot().brokers[0]?.isUp));
   * sim.advance(10_000);
   * // prints: false
   */
  at(ms: number): Moment {
    return onCall(methodOf(this, 'at'), () => this.faults.at(ms));
  }

  // --- What has happened -----------------------------------------------------------------------------------------------

  /**
   * Every state of the control plane so far.
   *
   * @throws SimulationError of kind 'misuse' without the option `history: true`
   */
  get history(): History {
    const { keepsHistory, brokers, failures } = this.parts;
    if (keepsHistory && brokers.history !== null) return brokers.history;
    throw failures.misuse('No history was kept: make the simulation with { history: true }.');
  }

  /**
   * Returns what became of every record so far, and which records were lost, duplicated, reordered or invented.
   *
   * @throws SimulationError of kind 'misuse' without the option `guarantees` or `breaks`
   * @example
   * import { Simulation, StringSerializer } from 'kafka-trial';
   *
   * const sim = new Simulation({ guarantees: 'all' });
   * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
   * await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
   * console.log(sim.verdict().acknowledged, sim.verdict().lost.length);
   * // prints: 1 0
   */
  verdict(): RunVerdict {
    return this.trial.verdict();
  }
}

printAs(Simulation, simulationText);
