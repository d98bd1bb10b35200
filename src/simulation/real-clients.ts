/**
 * `sim.realClients`: other Kafka clients in this process. What they need of Node is in src/real-clients, which the entry point
 * kafka-trial/real-clients brings in; so this part of a simulation also loads in browsers, and costs nothing to those who do not use it.
 */
import type { Cluster } from '../broker/index.ts';
import type { Kernel, Network } from '../sim/index.ts';
import type { Timers } from '../timers/timers.ts';
import type { Trial } from './checking/trial.ts';
import type { Trace } from './events/simulation-events.ts';
import type { Faults } from './faults/faults.ts';
import type { Wire } from './hosts/wire.ts';
import type { FailureFactory } from './run/failure-factory.ts';
import type { IdleWatch } from './run/run-to-end.ts';
import type { Sleeps } from './run/sleeps.ts';
import type { UserActivity } from './run/user-activity.ts';

/** Options of `sim.realClients.install()`. All are optional. */
export interface RealClientsOptions {
  /**
   * Other addresses at which code under test expects a broker, such as `{ 'localhost:9092': 'broker-1' }`. Only the first contact needs
   * them, since the brokers name their own addresses in metadata. Default: none.
   */
  readonly addresses?: Readonly<Record<string, string>>;
  /** The name of the clients' host, in the trace and in faults of the network. Default `app`. */
  readonly host?: string;
  /**
   * Which versions of Kafka's protocol the brokers offer: `'latest'`, or `'kafka-2.4'` for those without compact lengths and tagged
   * fields (KIP-482). Default `'latest'`.
   */
  readonly profile?: 'latest' | 'kafka-2.4';
  /**
   * A run fails if clients have done nothing but housekeeping for this long, in ms of virtual time, and the program has slept for less than
   * a tenth of it at a time. Default 600,000.
   */
  readonly maxIdleMs?: number;
}

/** What kafkajs takes as configuration. */
export interface KafkaJsConfig {
  readonly brokers: string[];
  /** Connects to the brokers of the simulation. */
  // biome-ignore lint/suspicious/noExplicitAny: the type of kafkajs returns Node's Socket, of which this has what kafkajs uses
  readonly socketFactory: (options: KafkaJsConnection) => any;
  readonly clientId?: string;
}

/** What kafkajs passes to a socket factory. */
export interface KafkaJsConnection {
  readonly host: string;
  readonly port: number;
  readonly onConnect: () => void;
}

/** `sim.realClients` */
export interface RealClients {
  /**
   * Takes over what clients of this process get from Node, until `uninstall()` or `sim.close()`: timers and dates (`sim.timers.install()`,
   * unless the simulation has them or follows fake ones already), random numbers (drawn from the seed), connections to the addresses of
   * the brokers, also by TLS (as plain text), and compression by zlib, which then takes no time.
   *
   * @returns a function that calls `uninstall()`
   * @throws SimulationError of kind 'misuse' if real clients of a simulation are installed already, or timers are faked and not followed
   * @throws IllegalArgumentException for an invalid option
   * @example
   * import { Kafka } from 'kafkajs';
   * import { Simulation } from 'kafka-trial';
   * import 'kafka-trial/real-clients';
   *
   * const sim = new Simulation({ seed: 7 });
   * sim.createTopic('orders', { partitions: 1 });
   * sim.realClients.install();
   * const producer = new Kafka({ brokers: ['broker-1:9092'], logLevel: 0 }).producer();
   * await sim.run(async () => {
   *   await producer.connect();
   *   await producer.send({ topic: 'orders', messages: [{ value: 'one' }] });
   * });
   * console.log(sim.topic('orders').values().join());
   * sim.close();
   * // prints: one
   */
  install(options?: RealClientsOptions): () => void;
  /** Undoes `install()`. No effect if there is nothing to undo. Timers that it has installed are uninstalled, too. */
  uninstall(): void;
  /** @internal `sim.kafkajs()` */
  kafkajs(options?: { readonly clientId?: string }): KafkaJsConfig;
}

/** The parts of a simulation that real clients work with. */
export interface RealClientsParts {
  readonly seed: number;
  readonly startMs: number;
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly trace: Trace;
  readonly cluster: Cluster;
  readonly trial: Trial;
  readonly timers: Timers;
  readonly sleeps: Sleeps;
  readonly faults: Faults;
  readonly failures: FailureFactory;
  readonly userActivity: UserActivity;
  realClients: RealClients | null;
  idleWatch: IdleWatch | null;
}

type Provider = (parts: RealClientsParts) => RealClients;

let provider: Provider | null = null;

/** Called once when the entry point is loaded. */
export function provideRealClients(create: Provider): void {
  provider = create;
}

/** @throws SimulationError of kind 'misuse' if the entry point was not imported */
export function realClientsOf(parts: RealClientsParts): RealClients {
  if (provider === null) throw parts.failures.misuse(NOT_IMPORTED);
  parts.realClients ??= provider(parts);
  return parts.realClients;
}

const NOT_IMPORTED =
  "sim.realClients is not there yet: it needs Node and an entry point of its own. Add this line to the test or to its setup file: import 'kafka-trial/real-clients';";
