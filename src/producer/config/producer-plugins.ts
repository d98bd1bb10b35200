/**
 * Makes and configures the partitioner, serializers and interceptors that a producer's configuration names.
 */

import type { ConfigLog } from '../../client/config/config-log.ts';
import {
  checkConfigured,
  INTERCEPTOR,
  newInstance,
  PARTITIONER,
  type Role,
  SERIALIZER,
} from '../../client/config/configured-instances.ts';
import type { ParsedValues } from '../../client/config/parsed-values.ts';
import type { RecordingMap } from '../../client/config/unused-keys.ts';
import type { Serializer } from '../../client/serialization/serializer.ts';
import type { ClientVersion, JavaPartitioner } from '../../client/versions/client-version.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { ProducerInterceptor } from '../record/interceptors.ts';
import { checkPartitionerExists, producerClasses } from './java-classes.ts';

type SerializerKey = 'key.serializer' | 'value.serializer';

export const KAFKA_PRODUCER = 'org.apache.kafka.clients.producer.KafkaProducer';

/** A plug-in, as something that may have to be closed. */
export interface ClosablePlugin {
  close?(): void;
}

/** The plug-ins that exist so far; those of a producer whose constructor fails have to be closed. */
export interface CreatedPlugins {
  /** `null`: not created yet, or the built-in partitioner. */
  readonly partitioner: Partitioner | null;
  readonly keySerializer: Serializer | null;
  readonly valueSerializer: Serializer | null;
  /** Empty until all of them are configured. */
  readonly interceptors: readonly ProducerInterceptor[];
  /** What Java closes before all else, since its own configure() or another one in the same call of AbstractConfig has failed. */
  readonly discarded: readonly DiscardedPlugin[];
}

export interface DiscardedPlugin {
  readonly plugin: ClosablePlugin;
  /** The method of AbstractConfig that Java's log line names. */
  readonly call: 'getConfiguredInstance' | 'getConfiguredInstances';
}

export class ProducerPlugins implements CreatedPlugins {
  partitioner: Partitioner | null = null;
  keySerializer: Serializer | null = null;
  valueSerializer: Serializer | null = null;
  interceptors: readonly ProducerInterceptor[] = [];
  readonly discarded: DiscardedPlugin[] = [];
  /** What `configure()` is called with. */
  readonly configs: RecordingMap;
  private readonly version: ClientVersion;
  private readonly values: ParsedValues;

  constructor(version: ClientVersion, values: ParsedValues, configs: RecordingMap) {
    this.version = version;
    this.values = values;
    this.configs = configs;
  }

  /** Returns `null` for the built-in partitioner. A deprecated one is logged. */
  makePartitioner(nextRandom: () => number, log: ConfigLog): Partitioner | null {
    const named = this.values.get('partitioner.class');
    if (named === null || named === undefined) return null;
    checkPartitionerExists(named, this.version);
    const classes = producerClasses(this.version);
    this.partitioner = this.configured<Partitioner>(named, PARTITIONER, 'partitioner.class', (partitioner) =>
      partitioner.configure?.(this.configs, nextRandom),
    );
    const warning = this.version.partitioners[classes.nameOf(named as new () => object) as JavaPartitioner] ?? null;
    if (typeof warning === 'string') log('WARN', KAFKA_PRODUCER, warning);
    return this.partitioner;
  }

  /** @param given the serializer that was passed to the constructor, which is not configured */
  makeKeySerializer(given: Serializer | null | undefined): Serializer {
    this.keySerializer = given ?? this.newSerializer('key.serializer');
    if (this.keySerializer !== given) this.configureSerializer(this.keySerializer, 'key.serializer');
    return this.keySerializer;
  }

  /** @param given the serializer that was passed to the constructor, which is not configured */
  makeValueSerializer(given: Serializer | null | undefined): Serializer {
    this.valueSerializer = given ?? this.newSerializer('value.serializer');
    if (this.valueSerializer !== given) this.configureSerializer(this.valueSerializer, 'value.serializer');
    return this.valueSerializer;
  }

  makeInterceptors(): readonly ProducerInterceptor[] {
    const made: ProducerInterceptor[] = [];
    try {
      for (const named of this.values.get('interceptor.classes') as readonly unknown[])
        made.push(
          this.configured(named, INTERCEPTOR, 'interceptor.classes', (interceptor: ProducerInterceptor) =>
            interceptor.configure?.(this.configs),
          ),
        );
    } catch (error) {
      for (const plugin of made) this.discarded.push({ plugin, call: 'getConfiguredInstances' });
      throw error;
    }
    this.interceptors = made;
    return made;
  }

  private newSerializer(name: SerializerKey): Serializer {
    return newInstance<Serializer>(this.values.get(name), SERIALIZER, producerClasses(this.version));
  }

  /** Java configures a serializer when the producer has it already, which then closes it like any other. */
  private configureSerializer(serializer: Serializer, name: SerializerKey): void {
    checkConfigured(serializer.configure?.(this.configs, name === 'key.serializer'), serializer, name);
  }

  private configured<T extends ClosablePlugin>(
    named: unknown,
    role: Role,
    key: string,
    configure: (plugin: T) => unknown,
  ): T {
    const plugin = newInstance<T>(named, role, producerClasses(this.version));
    try {
      checkConfigured(configure(plugin), plugin, key);
      return plugin;
    } catch (error) {
      this.discarded.push({ plugin, call: 'getConfiguredInstance' });
      throw error;
    }
  }
}
