/** Makes the clients of a simulation: numbers them, names their hosts, and fills in `bootstrap.servers`. */
import { AdminClient } from '../admin/admin-client.ts';
import type { AdminClientConfigInput } from '../admin/index.ts';
import { checkArgument, checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { ANY, OBJECT, STRING, type ValueType, valueType } from '../checks/value-type.ts';
import type { Properties } from '../client/index.ts';
import type { ConfigKeys } from '../client/versions/config-key.ts';
import { type ClientVersion, type ClientVersionName, clientVersionNamed } from '../client/versions/index.ts';
import {
  type ConsumerConfigInput,
  type ConsumerDeserializers,
  defaultClientId,
  KafkaConsumer,
} from '../consumer/index.ts';
import type { ProducerConfigInput, ProducerSerializers } from '../producer/index.ts';
import { KafkaProducer } from '../producer/kafka-producer.ts';
import { CurrentThread } from '../producer/threads/calling-thread.ts';
import { RecordedProducer } from './checking/recorded-producer.ts';
import type { Trial } from './checking/trial.ts';
import { type ClientHostOptions, clientHostFor } from './hosts/client-host.ts';
import { describeStop } from './run/describe-stop.ts';

const CONFIG: ValueType = valueType(
  (value): value is object => OBJECT.accepts(value) || value instanceof Map,
  "an object with Kafka's keys, or a Map of them",
);

/** A serializer or deserializer is a class or an object; the client looks for its methods. */
const SERIALIZER_TYPES: OptionTypes<ProducerSerializers<unknown, unknown> & VersionChoice> = {
  key: ANY,
  value: ANY,
  version: STRING,
};
const VERSION_TYPES: OptionTypes<VersionChoice> = { version: STRING };

/** The version of one client. */
export interface VersionChoice<Version extends ClientVersionName = ClientVersionName> {
  /** The version of the Java client: `'3.6.1'`, `'3.9'` or `'4.3'`. Default: the option `clientVersion` of the simulation. */
  readonly version?: Version;
}

export interface ClientsOptions {
  readonly bootstrapServers: string;
  readonly trial: Trial;
  /** The version of clients that name none. */
  readonly version: ClientVersion;
}

/** Brokers here have no subscriptions for metrics, so that clients push none unless they are asked to. */
const METRICS_PUSH = 'enable.metrics.push';

export class Clients {
  private readonly hostOptions: ClientHostOptions;
  private readonly bootstrapServers: string;
  private readonly trial: Trial;
  /** Settings of every producer, instead of those that the program gives it. */
  producerOverrides: Readonly<Record<string, unknown>> = {};
  private readonly version: ClientVersion;
  private readonly current = new CurrentThread();
  private readonly all: Pick<KafkaProducer, 'clientId' | 'stop'>[] = [];
  /** The hosts of all clients, and their client ids. */
  private readonly names = new Set<string>();
  private producers = 0;
  private admins = 0;
  private consumers = 0;

  constructor(hostOptions: ClientHostOptions, { bootstrapServers, trial, version }: ClientsOptions) {
    this.hostOptions = hostOptions;
    this.bootstrapServers = bootstrapServers;
    this.trial = trial;
    this.version = version;
  }

  producer<K, V, Version extends ClientVersionName>(
    config: ProducerConfigInput | Properties,
    choices: (ProducerSerializers<K, V> & VersionChoice<Version>) | undefined,
  ): KafkaProducer<K, V, Version> {
    checkArgument('sim.producer(config)', config, CONFIG);
    if (choices !== undefined) checkOptions(PRODUCER_CHOICES, choices, SERIALIZER_TYPES);
    const version = this.versionOf(choices, PRODUCER_CHOICES);
    const clientNumber = ++this.producers;
    const hostName = hostNameFor(config, `producer-${clientNumber}`);
    const clientHost = clientHostFor(hostName, this.hostOptions);
    const full = this.withOverrides(this.withDefaults(config, version.keys.producer));
    const recording = this.trial.recordingOf(hostName);
    const options = { ...choices, clientNumber, current: this.current, version };
    this.names.add(hostName);
    if (recording === null) return this.keep(new KafkaProducer<K, V>(full, clientHost, options));
    const producer = new RecordedProducer<K, V>(full, clientHost, options, recording);
    this.trial.producers.push(producer.recorder);
    return this.keep(producer);
  }

  private keep<K, V>(producer: KafkaProducer<K, V>): KafkaProducer<K, V> {
    this.all.push(producer);
    this.names.add(producer.clientId);
    return producer;
  }

  /** The names by which faults may refer to the clients: as in the trace, and their client ids. */
  get knownNames(): ReadonlySet<string> {
    return this.names;
  }

  /** Explains what stops the I/O threads of producers at this moment. @param startMs start of the run, in ms since the epoch */
  describeStops(startMs: number): readonly string[] {
    return this.all.flatMap(({ clientId, stop }) => (stop === null ? [] : [describeStop(clientId, stop, startMs)]));
  }

  admin(config: AdminClientConfigInput | Properties, choices: VersionChoice | undefined): AdminClient {
    checkArgument('sim.admin(config)', config, CONFIG);
    if (choices !== undefined) checkOptions(ADMIN_CHOICES, choices, VERSION_TYPES);
    const version = this.versionOf(choices, ADMIN_CHOICES);
    const clientNumber = ++this.admins;
    const hostName = hostNameFor(config, `adminclient-${clientNumber}`);
    this.names.add(hostName);
    const clientHost = clientHostFor(hostName, this.hostOptions);
    return new AdminClient(this.withDefaults(config, version.keys.admin), clientHost, { clientNumber, version });
  }

  consumer<K, V>(
    config: ConsumerConfigInput | Properties,
    choices: (ConsumerDeserializers<K, V> & VersionChoice) | undefined,
  ): KafkaConsumer<K, V> {
    checkArgument('sim.consumer(config)', config, CONFIG);
    if (choices !== undefined) checkOptions(CONSUMER_CHOICES, choices, SERIALIZER_TYPES);
    const version = this.versionOf(choices, CONSUMER_CHOICES);
    const clientNumber = ++this.consumers;
    const groupId = configured(config, 'group.id');
    const clientId = defaultClientId(typeof groupId === 'string' ? groupId : null, clientNumber);
    const hostName = hostNameFor(config, clientId);
    this.names.add(hostName);
    const clientHost = clientHostFor(hostName, this.hostOptions);
    const full = this.withDefaults(config, version.keys.consumer);
    return new KafkaConsumer<K, V>(full, clientHost, { ...choices, clientNumber, version });
  }

  private withOverrides<C extends object>(config: C | Properties): C | Properties {
    const overrides = Object.entries(this.producerOverrides);
    if (overrides.length === 0) return config;
    return isProperties(config) ? new Map([...config, ...overrides]) : { ...config, ...this.producerOverrides };
  }

  private versionOf(choices: VersionChoice | undefined, call: string): ClientVersion {
    const name = choices?.version;
    return name === undefined ? this.version : clientVersionNamed(name, `${call}, option 'version'`);
  }

  /** Adds what a client here has by default, for keys that its version knows. */
  private withDefaults(config: object | Properties, keys: ConfigKeys): Properties {
    const full = new Map<string, unknown>([['bootstrap.servers', this.bootstrapServers]]);
    if (keys[METRICS_PUSH] !== undefined) full.set(METRICS_PUSH, false);
    for (const [key, value] of isProperties(config) ? config : Object.entries(config)) full.set(key, value);
    return full;
  }
}

const PRODUCER_CHOICES = 'sim.producer(config, serializers)';
const ADMIN_CHOICES = 'sim.admin(config, options)';
const CONSUMER_CHOICES = 'sim.consumer(config, deserializers)';

function isProperties(config: object): config is Properties {
  return config instanceof Map;
}

function hostNameFor(config: object | Properties, fallback: string): string {
  const clientId = configured(config, 'client.id');
  return typeof clientId === 'string' && clientId !== '' ? clientId : fallback;
}

function configured(config: object | Properties, key: string): unknown {
  return config instanceof Map ? config.get(key) : (config as Readonly<Record<string, unknown>>)[key];
}
