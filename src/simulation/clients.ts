/** Makes the clients of a simulation: numbers them, names their hosts, and fills in `bootstrap.servers`. */
import { AdminClient } from '../admin/admin-client.ts';
import type { AdminClientConfigInput } from '../admin/index.ts';
import { checkArgument, checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { ANY, OBJECT, type ValueType, valueType } from '../checks/value-type.ts';
import type { Properties } from '../client/index.ts';
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
const SERIALIZER_TYPES: OptionTypes<ProducerSerializers<unknown, unknown>> = { key: ANY, value: ANY };

export class Clients {
  private readonly hostOptions: ClientHostOptions;
  private readonly bootstrapServers: string;
  private readonly trial: Trial;
  /** Settings of every producer, instead of those that the program gives it. */
  producerOverrides: Readonly<Record<string, unknown>> = {};
  private readonly current = new CurrentThread();
  private readonly all: Pick<KafkaProducer, 'clientId' | 'stop'>[] = [];
  /** The hosts of all clients, and their client ids. */
  private readonly names = new Set<string>();
  private producers = 0;
  private admins = 0;
  private consumers = 0;

  constructor(hostOptions: ClientHostOptions, bootstrapServers: string, trial: Trial) {
    this.hostOptions = hostOptions;
    this.bootstrapServers = bootstrapServers;
    this.trial = trial;
  }

  producer<K, V>(
    config: ProducerConfigInput | Properties,
    serializers: ProducerSerializers<K, V> | undefined,
  ): KafkaProducer<K, V> {
    checkArgument('sim.producer(config)', config, CONFIG);
    if (serializers !== undefined) checkOptions('sim.producer(config, serializers)', serializers, SERIALIZER_TYPES);
    const clientNumber = ++this.producers;
    const hostName = hostNameFor(config, `producer-${clientNumber}`);
    const clientHost = clientHostFor(hostName, this.hostOptions);
    const full = this.withOverrides(this.withBootstrap(config));
    const recording = this.trial.recordingOf(hostName);
    const options = { clientNumber, current: this.current, ...serializers };
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

  admin(config: AdminClientConfigInput | Properties): AdminClient {
    checkArgument('sim.admin(config)', config, CONFIG);
    const clientNumber = ++this.admins;
    const hostName = hostNameFor(config, `adminclient-${clientNumber}`);
    this.names.add(hostName);
    const clientHost = clientHostFor(hostName, this.hostOptions);
    return new AdminClient(this.withBootstrap(config), clientHost, { clientNumber });
  }

  consumer<K, V>(
    config: ConsumerConfigInput | Properties,
    deserializers: ConsumerDeserializers<K, V> | undefined,
  ): KafkaConsumer<K, V> {
    checkArgument('sim.consumer(config)', config, CONFIG);
    if (deserializers !== undefined)
      checkOptions('sim.consumer(config, deserializers)', deserializers, SERIALIZER_TYPES);
    const clientNumber = ++this.consumers;
    const groupId = configured(config, 'group.id');
    const clientId = defaultClientId(typeof groupId === 'string' ? groupId : null, clientNumber);
    const hostName = hostNameFor(config, clientId);
    this.names.add(hostName);
    const clientHost = clientHostFor(hostName, this.hostOptions);
    return new KafkaConsumer<K, V>(this.withBootstrap(config), clientHost, { clientNumber, ...deserializers });
  }

  private withOverrides<C extends object>(config: C | Properties): C | Properties {
    const overrides = Object.entries(this.producerOverrides);
    if (overrides.length === 0) return config;
    return isProperties(config) ? new Map([...config, ...overrides]) : { ...config, ...this.producerOverrides };
  }

  private withBootstrap<C extends object>(config: C | Properties): C | Properties {
    if (isProperties(config)) {
      return config.has('bootstrap.servers')
        ? config
        : new Map([['bootstrap.servers', this.bootstrapServers], ...config]);
    }
    return { 'bootstrap.servers': this.bootstrapServers, ...config };
  }
}

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
