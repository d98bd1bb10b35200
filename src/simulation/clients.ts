/**
 * The clients of a simulation, each in a world of its own.
 *
 * Owns: their numbers, their hosts' names, and the bootstrap servers nobody has to name.
 * Refuses to know: what a client does.
 */
import {
  AdminClient,
  type AdminClientConfigInput,
  type ConsumerConfigInput,
  KafkaConsumer,
  KafkaProducer,
  type ProducerConfigInput,
  type ProducerSerializers,
  type Properties,
} from '../producer/index.ts';
import { type ClientSurroundings, clientWorld } from './client-world.ts';
import type { Trial } from './trial.ts';
import { WatchedProducer } from './watched-producer.ts';

export class Clients {
  private readonly surroundings: ClientSurroundings;
  private readonly bootstrapServers: string;
  private readonly trial: Trial;
  private producers = 0;
  private admins = 0;
  private consumers = 0;

  constructor(surroundings: ClientSurroundings, bootstrapServers: string, trial: Trial) {
    this.trial = trial;
    this.surroundings = surroundings;
    this.bootstrapServers = bootstrapServers;
  }

  producer<K, V>(
    config: ProducerConfigInput | Properties,
    serializers: ProducerSerializers<K, V> | undefined,
  ): KafkaProducer<K, V> {
    const clientNumber = ++this.producers;
    const host = clientHost(config, `producer-${clientNumber}`);
    const world = clientWorld(host, this.surroundings);
    const full = this.withBootstrap(config);
    const order = this.trial.watchOrder(host);
    if (order === null) return new KafkaProducer<K, V>(full, world, { clientNumber, ...serializers });
    const producer = new WatchedProducer<K, V>(full, world, { clientNumber, ...serializers }, order);
    this.trial.producers.push(producer.watch);
    return producer;
  }

  admin(config: AdminClientConfigInput | Properties): AdminClient {
    const clientNumber = ++this.admins;
    const world = clientWorld(clientHost(config, `adminclient-${clientNumber}`), this.surroundings);
    return AdminClient.create(this.withBootstrap(config), world, () => clientNumber);
  }

  consumer<K, V>(config: ConsumerConfigInput | Properties): KafkaConsumer<K, V> {
    const clientNumber = ++this.consumers;
    const world = clientWorld(clientHost(config, `consumer-${clientNumber}`), this.surroundings);
    return KafkaConsumer.create<K, V>(this.withBootstrap(config), world, () => clientNumber);
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

function clientHost(config: object | Properties, fallback: string): string {
  const clientId = config instanceof Map ? config.get('client.id') : (config as { 'client.id'?: unknown })['client.id'];
  return typeof clientId === 'string' && clientId !== '' ? clientId : fallback;
}
