/**
 * The clients of a simulation, each in a world of its own.
 *
 * Owns: their numbers, their hosts' names, and the bootstrap servers nobody has to name.
 * Refuses to know: what a client does.
 */
import { AdminClient, type AdminClientConfigInput } from '../../admin/index.ts';
import type { Properties } from '../../client/index.ts';
import { type ConsumerConfigInput, KafkaConsumer } from '../../consumer/index.ts';
import type { ProducerConfigInput, ProducerSerializers } from '../../producer/index.ts';
import { KafkaProducer } from '../../producer/kafka-producer.ts';
import type { Trial } from '../checking/trial.ts';
import { type ClientSurroundings, clientHostFor } from './client-host.ts';
import { WatchedProducer } from './watched-producer.ts';

export class Clients {
  private readonly environment: ClientSurroundings;
  private readonly bootstrapServers: string;
  private readonly trial: Trial;
  private producers = 0;
  private admins = 0;
  private consumers = 0;

  constructor(environment: ClientSurroundings, bootstrapServers: string, trial: Trial) {
    this.trial = trial;
    this.environment = environment;
    this.bootstrapServers = bootstrapServers;
  }

  producer<K, V>(
    config: ProducerConfigInput | Properties,
    serializers: ProducerSerializers<K, V> | undefined,
  ): KafkaProducer<K, V> {
    const clientNumber = ++this.producers;
    const hostName = hostNameFor(config, `producer-${clientNumber}`);
    const clientHost = clientHostFor(hostName, this.environment);
    const full = this.withBootstrap(config);
    const order = this.trial.watchOrder(hostName);
    if (order === null) return new KafkaProducer<K, V>(full, clientHost, { clientNumber, ...serializers });
    const producer = new WatchedProducer<K, V>(full, clientHost, { clientNumber, ...serializers }, order);
    this.trial.producers.push(producer.watch);
    return producer;
  }

  admin(config: AdminClientConfigInput | Properties): AdminClient {
    const clientNumber = ++this.admins;
    const clientHost = clientHostFor(hostNameFor(config, `adminclient-${clientNumber}`), this.environment);
    return new AdminClient(this.withBootstrap(config), clientHost, { clientNumber });
  }

  consumer<K, V>(config: ConsumerConfigInput | Properties): KafkaConsumer<K, V> {
    const clientNumber = ++this.consumers;
    const clientHost = clientHostFor(hostNameFor(config, `consumer-${clientNumber}`), this.environment);
    return new KafkaConsumer<K, V>(this.withBootstrap(config), clientHost, { clientNumber });
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
  const clientId = config instanceof Map ? config.get('client.id') : (config as { 'client.id'?: unknown })['client.id'];
  return typeof clientId === 'string' && clientId !== '' ? clientId : fallback;
}
