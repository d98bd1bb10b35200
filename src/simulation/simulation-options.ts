/** The options of a simulation, and their checks. */
import type { BrokerConfigInput, BrokerVersionName, ModeName } from '../broker/index.ts';
import { checkOptions, type OptionTypes } from '../checks/arguments.ts';
import {
  ANY,
  BOOLEAN,
  COUNT,
  isObject,
  listOf,
  MS,
  OBJECT,
  oneOf,
  STRING,
  TEXT,
  valueType,
  WHOLE,
} from '../checks/value-type.ts';
import type { ClientVersionName } from '../client/versions/index.ts';
import type { GuaranteeChoice, GuaranteeName } from '../guarantees/index.ts';
import type { LatencyRange } from '../sim/index.ts';
import type { Logger } from './hosts/logger.ts';

/** Options of `new Simulation()`. All are optional. The constructor throws an IllegalArgumentException for any other. */
export interface SimulationOptions {
  /**
   * Seed of all random numbers of the run. The same seed and the same program give the same trace, byte for byte. Default 1.
   *
   * The constructor throws a RangeError unless it is a whole number between -2^53 and 2^53.
   */
  readonly seed?: number;
  /**
   * Number of brokers. They have the ids 1, 2, 3, ... and the addresses `broker-1:9092`, `broker-2:9092`, ... Default 3.
   *
   * The constructor throws an IllegalArgumentException unless it is a whole number above 0.
   */
  readonly brokers?: number;
  /**
   * The rack of each broker (`broker.rack`), in the order of their ids. New topics spread their replicas over racks, and with the setting
   * `replica.selector.class` consumers read from replicas in their own rack (KIP-392). Default: none.
   *
   * The constructor throws an IllegalArgumentException unless there are as many as brokers.
   */
  readonly racks?: readonly string[];
  /**
   * Whether the cluster has a KRaft quorum or ZooKeeper: `'kraft'` or `'zookeeper'`. The modes differ in elections, leader epochs,
   * broker sessions, the creation of topics and the wording of refusals. Default: `'zookeeper'` if `config` contains
   * `zookeeper.connect` and not `process.roles`, otherwise `'kraft'`.
   *
   * The constructor throws an InvalidConfigurationException for another value, and if `config` contradicts it.
   */
  readonly mode?: ModeName;
  /**
   * Configuration of every broker, by Kafka's keys: an object, such as the `config` that `parseServerProperties` returns. Default: Kafka's defaults.
   *
   * The constructor throws an InvalidConfigurationException for an unknown key or an invalid value.
   */
  readonly config?: BrokerConfigInput;
  /**
   * The version of the Java clients that `sim.producer()`, `sim.admin()` and `sim.consumer()` create, unless these are given another one:
   * `'3.6.1'`, `'3.9'` or `'4.3'`, or the full name of the release that is modelled, such as `'4.3.1'`. Default `'3.6.1'`.
   *
   * The constructor throws an IllegalArgumentException for another version.
   */
  readonly clientVersion?: ClientVersionName;
  /**
   * The version of the brokers: `'3.6.1'`, `'3.9'` or `'4.3'`. Brokers of 4.3 have no ZooKeeper mode, and have finalized transactions
   * of version 2. Default `'3.6.1'`.
   *
   * The constructor throws an IllegalArgumentException for another version.
   */
  readonly brokerVersion?: BrokerVersionName;
  /**
   * Levels of features that the cluster has finalized (KIP-584): with brokers of 4.3, `{ 'transaction.version': 0 }` is a cluster after an upgrade
   * that has not been finalized, whose clients do not use transactions of version 2. Default: the highest levels, as in a new cluster.
   *
   * The constructor throws an IllegalArgumentException for a feature or level that the brokers do not know.
   */
  readonly features?: Readonly<Record<string, number>>;
  readonly network?: {
    /** One-way latency per message, in ms: a number, or a range from which the seed draws. Default 1. */
    readonly latencyMs?: number | LatencyRange;
  };
  /** What the virtual clock shows at the start, in ms since the epoch. Default 1700000000000 (2023-11-14T22:13:20Z). */
  readonly startMs?: number;
  /**
   * Whether to keep a trace of everything that clients can observe. Without it, memory does not grow with the length of a run.
   * `'replication'`: also of what brokers do among themselves, and a record with acks=all waits for: appends, the fetches of followers,
   * high watermarks. Default true.
   */
  readonly trace?: boolean | 'replication';
  /**
   * Whether to keep every state of the control plane (leaders, epochs, in-sync replicas) for `sim.history`. A change of the control
   * plane then takes some hundred bytes; records take none. Default false.
   */
  readonly history?: boolean;
  /** Takes the log lines of the clients. Default: they are not printed. The trace has them in any case. */
  readonly logger?: Logger;
  /**
   * What becomes of an exception that Java's client only logs, because it was thrown by a callback of `send()`, by an interceptor,
   * by a listener, or by `close()` of a plug-in if the producer's close() does not report it: `'fail'` also fails the run in which it
   * was thrown, with that exception, so that an assertion in a callback cannot be overlooked; `'log'` only logs it. With `'fail'`, this
   * is also done for an exception that Java's `send()` throws after it had to wait, if no code waits for the future. Default `'fail'`.
   */
  readonly callbackErrors?: 'fail' | 'log';
  /** Number of events after which `run`, `advance` and `settle` give up. Default 10,000,000. */
  readonly maxEvents?: number;
  /**
   * The users of the cluster, each with a password: `{ alice: 'secret' }`. Real clients then have to authenticate by SASL PLAIN on every
   * connection, and wrong credentials are refused as in Kafka. (In server.properties, users are options of a login module in
   * `listener.name.<name>.plain.sasl.jaas.config`, one text for each listener; the brokers here have one listener, so this is not read.) Default: no
   * users. Real clients may then authenticate or not, and everybody is accepted, so that code which is configured for SASL runs unchanged. The
   * clients of this package do not authenticate in any case.
   */
  readonly users?: Readonly<Record<string, string>>;
  /** Kafka's id of the cluster, which Metadata responses contain. Default: one that is the same in every simulation. */
  readonly clusterId?: string;
  /** The first producer id that the cluster assigns. Default 0. */
  readonly firstProducerId?: number;
  /** The command that a failure prints to replay the run. Default: a sentence that names the seed. */
  readonly replayCommand?: string;
  /**
   * The guarantees that the run is held to: `'all'`, `'none'`, or a list of names. The first violation fails the run. A list may also
   * contain guarantees of your own: `[...GUARANTEE_NAMES, { name: 'NoEmptyValue', validate: ({ replicas }) => ... }]`. With any
   * guarantee, every record is logged until the end of the run, which `verdict()` and the test kits need. Default `'none'`.
   *
   * The constructor throws a SimulationError of kind 'misuse' for an unknown name.
   */
  readonly guarantees?: GuaranteeChoice;
  /**
   * Guarantees that the run is meant to violate. A violation does not stop the run; the run fails at its end if there was none.
   * They need not be in `guarantees`. Default: none.
   */
  readonly breaks?: readonly GuaranteeName[];
}

const CALL = 'new Simulation()';

const LATENCY = valueType(
  (value): value is number | LatencyRange => MS.accepts(value) || isLatencyRange(value),
  'a whole number of ms, 0 or more, or { minMs, maxMs } of such numbers, the lower first',
);

const LOGGER = valueType(
  (value): value is Logger => isObject(value) && typeof value.log === 'function',
  'an object with a method log(line)',
);

const USERS = valueType(
  (value): value is Readonly<Record<string, string>> =>
    isObject(value) && Object.entries(value).every(([name, password]) => name !== '' && TEXT.accepts(password)),
  "an object of passwords by the names of users, such as { alice: 'secret' }",
);

const SEED = valueType((value): value is number => typeof value === 'number', 'a whole number between -2^53 and 2^53');

/** An object is a version that has no name, of src/explore/compare-versions.ts. */
const VERSION = valueType(
  (value): value is ClientVersionName => STRING.accepts(value) || (isObject(value) && 'policies' in value),
  STRING.expected,
);

const TRACE = valueType(
  (value): value is boolean | 'replication' => typeof value === 'boolean' || value === 'replication',
  "true, false or 'replication'",
);

/** The values of the seed, the mode, the version and the guarantees are checked where they are used. */
const TYPES: OptionTypes<SimulationOptions> = {
  seed: SEED,
  brokers: COUNT,
  racks: listOf(TEXT, 'a list of the names of racks'),
  mode: ANY,
  config: OBJECT,
  clientVersion: VERSION,
  brokerVersion: STRING,
  features: OBJECT,
  network: OBJECT,
  startMs: MS,
  trace: TRACE,
  history: BOOLEAN,
  logger: LOGGER,
  callbackErrors: oneOf(['fail', 'log']),
  maxEvents: COUNT,
  users: USERS,
  clusterId: TEXT,
  firstProducerId: WHOLE,
  replayCommand: STRING,
  guarantees: ANY,
  breaks: ANY,
};

const NETWORK_TYPES: OptionTypes<NonNullable<SimulationOptions['network']>> = { latencyMs: LATENCY };

/**
 * @param place what takes the options
 * @param without options that cannot be set there
 * @throws IllegalArgumentException for an option that does not exist, and for one of another type
 */
export function checkSimulationOptions(
  options: SimulationOptions,
  place: string = CALL,
  without: readonly (keyof SimulationOptions)[] = [],
): void {
  checkOptions(place, options, without.length === 0 ? TYPES : typesWithout(without));
  if (options.network !== undefined) checkOptions(`${place}, option 'network'`, options.network, NETWORK_TYPES);
}

function typesWithout(names: readonly (keyof SimulationOptions)[]): OptionTypes<SimulationOptions> {
  const allowed = Object.entries(TYPES).filter(([name]) => !names.some((excluded) => excluded === name));
  return Object.fromEntries(allowed) as OptionTypes<SimulationOptions>;
}

function isLatencyRange(value: unknown): value is LatencyRange {
  if (!isObject(value) || Object.keys(value).length !== 2) return false;
  const { minMs, maxMs } = value;
  return MS.accepts(minMs) && MS.accepts(maxMs) && minMs <= maxMs;
}
