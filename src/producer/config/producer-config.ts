/**
 * A producer's configuration, resolved: every value typed, every object made, every rule between keys applied.
 *
 * Owns: the order in which Java checks and logs, and what is wrapped in "Failed to construct kafka producer".
 * Refuses to know: what the values are used for.
 */

import { type Address, parseBootstrapServers } from '../../client/config/bootstrap-addresses.ts';
import { invalidValue, originalsOf, type Properties, parseConfig } from '../../client/config/config-def.ts';
import { type ConfigLog, logUnused } from '../../client/config/config-log.ts';
import { disableExponentialReconnect, refuseSecurity, requireSaslMechanism } from '../../client/config/shared-rules.ts';
import type { Serializer } from '../../client/serialization/serializer.ts';
import { KafkaException } from '../../protocol/exceptions.ts';
import type { CompressionType } from '../../protocol/record-batch.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { ProducerInterceptor } from '../record/interceptors.ts';
import { PRODUCER_CONFIG_LOGGER, resolveIdempotence } from './idempotence.ts';
import type { ProducerConfigInput } from './input.ts';
import { PRODUCER_CLASSES } from './java-classes.ts';
import { PRODUCER_KEYS } from './producer-keys.ts';
import { KAFKA_PRODUCER, makeInterceptors, makePartitioner, makeSerializer } from './producer-plugins.ts';
import { resolveDeliveryTimeoutMs, resolveLingerMs } from './producer-timeouts.ts';
import { unusedProducerKeys } from './unused-producer-keys.ts';

export interface ProducerConfig {
  readonly bootstrapServers: readonly Address[];
  readonly clientId: string;
  /** `[Producer clientId=…] `, blank included: the prefix of the producer's log lines. */
  readonly logPrefix: string;
  readonly acks: -1 | 0 | 1;
  readonly retries: number;
  readonly lingerMs: number;
  /** batch.size in bytes, at least 1. */
  readonly batchSize: number;
  /** In bytes. */
  readonly bufferMemory: number;
  readonly compressionType: CompressionType;
  readonly maxBlockMs: number;
  readonly requestTimeoutMs: number;
  /** At least lingerMs + requestTimeoutMs. */
  readonly deliveryTimeoutMs: number;
  /** In bytes. */
  readonly maxRequestSize: number;
  readonly maxInFlightRequestsPerConnection: number;
  readonly enableIdempotence: boolean;
  /** `null`: not transactional. */
  readonly transactionalId: string | null;
  readonly transactionTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
  readonly metadataMaxIdleMs: number;
  readonly connectionsMaxIdleMs: number;
  readonly socketConnectionSetupTimeoutMs: number;
  readonly socketConnectionSetupTimeoutMaxMs: number;
  /** `null`: the built-in one. */
  readonly partitioner: Partitioner | null;
  readonly partitionerIgnoreKeys: boolean;
  /** False with a partitioner of the user's. */
  readonly partitionerAdaptivePartitioningEnable: boolean;
  readonly partitionerAvailabilityTimeoutMs: number;
  readonly keySerializer: Serializer;
  readonly valueSerializer: Serializer;
  /** Java's names, for the message about a value of the wrong type. */
  readonly keySerializerClass: string;
  readonly valueSerializerClass: string;
  readonly interceptors: readonly ProducerInterceptor[];
  readonly metricsRecordingLevel: 'INFO' | 'DEBUG' | 'TRACE';
  /** metrics.num.samples, metrics.sample.window.ms */
  readonly metricsWindows: { readonly count: number; readonly lengthMs: number };
  /** Every key of Kafka's, parsed. */
  readonly values: Properties;
}

export interface ProducerConfigOptions {
  /** Serializers handed to the constructor; they are not configured, and the keys naming one are ignored. */
  readonly keySerializer?: Serializer | null;
  readonly valueSerializer?: Serializer | null;
  /** The N of a default client.id `producer-N`; asked only if one is needed. */
  readonly nextClientNumber: () => number;
  /** Draws for the partitioner: a whole number from 0 to 2^31 - 1. */
  readonly nextRandom: () => number;
  readonly log: ConfigLog;
  /** Whether a host of bootstrap.servers has an address; by default, unless it ends in `.invalid`. */
  readonly resolves?: (host: string) => boolean;
}

/**
 * Resolves a configuration, with the log lines of Java's constructor up to and including that about unused keys.
 * Throws ConfigException for a bad value, and KafkaException with a cause for what Java finds out later.
 */
export function resolveProducerConfig(
  input: ProducerConfigInput | Properties,
  options: ProducerConfigOptions,
): ProducerConfig {
  const originals = originalsOf(input);
  const parsed = parse(originals, options);
  try {
    return construct(originals, parsed, options);
  } catch (cause) {
    throw new KafkaException('Failed to construct kafka producer', { cause });
  }
}

interface Parsed {
  readonly values: Map<string, unknown>;
  readonly acks: -1 | 0 | 1;
  readonly enableIdempotence: boolean;
}

/** What Java's ProducerConfig does by itself. */
function parse(originals: Map<string, unknown>, options: ProducerConfigOptions): Parsed {
  nameSerializer(originals, 'key.serializer', options.keySerializer);
  nameSerializer(originals, 'value.serializer', options.valueSerializer);
  const values = parseConfig(PRODUCER_KEYS, originals);
  requireSaslMechanism(values);
  disableExponentialReconnect(originals, values);
  const acks = values.get('acks') === 'all' ? -1 : (Number(values.get('acks')) as -1 | 0 | 1);
  const enableIdempotence = resolveIdempotence(originals, values, acks, options.log);
  values.set('acks', String(acks));
  values.set('enable.idempotence', enableIdempotence);
  if (!originals.has('client.id')) {
    const transactionalId = values.get('transactional.id') as string | null;
    values.set('client.id', `producer-${transactionalId ?? options.nextClientNumber()}`);
  }
  return { values, acks, enableIdempotence };
}

function nameSerializer(originals: Map<string, unknown>, name: string, given: Serializer | null | undefined): void {
  if (given !== null && given !== undefined) originals.set(name, given.constructor);
  else if ((originals.get(name) ?? null) === null) throw invalidValue(name, null, 'must be non-null.');
}

/** What Java's KafkaProducer does with it. */
function construct(originals: Properties, parsed: Parsed, options: ProducerConfigOptions): ProducerConfig {
  const { values, acks, enableIdempotence } = parsed;
  const number = (name: string): number => values.get(name) as number;
  const clientId = values.get('client.id') as string;
  const transactionalId = values.get('transactional.id') as string | null;
  const logPrefix = `[Producer clientId=${clientId}${transactionalId === null ? '' : `, transactionalId=${transactionalId}`}] `;
  const log: ConfigLog = (level, logger, message) => options.log(level, logger, logPrefix + message);
  const configs = new Map(originals).set('client.id', clientId);

  const partitioner = makePartitioner(values, configs, options.nextRandom, log);
  const keySerializer = options.keySerializer ?? makeSerializer(values, 'key.serializer', configs);
  const valueSerializer = options.valueSerializer ?? makeSerializer(values, 'value.serializer', configs);
  const interceptors = makeInterceptors(values, configs);
  const lingerMs = resolveLingerMs(values);
  const deliveryTimeoutMs = resolveDeliveryTimeoutMs(originals, values, lingerMs, (message) =>
    log('WARN', KAFKA_PRODUCER, message),
  );
  if (enableIdempotence) {
    const kind = transactionalId === null ? 'an idempotent' : 'a transactional';
    log('INFO', KAFKA_PRODUCER, `Instantiated ${kind} producer.`);
  }
  const servers = values.get('bootstrap.servers') as readonly unknown[];
  const bootstrapServers = parseBootstrapServers(servers, options.log, options.resolves);
  refuseSecurity(values);
  logUnused(unusedProducerKeys(originals, values, enableIdempotence), PRODUCER_CONFIG_LOGGER, options.log);

  return {
    bootstrapServers,
    clientId,
    logPrefix,
    acks,
    retries: number('retries'),
    lingerMs,
    batchSize: Math.max(1, number('batch.size')),
    bufferMemory: number('buffer.memory'),
    compressionType: values.get('compression.type') as CompressionType,
    maxBlockMs: number('max.block.ms'),
    requestTimeoutMs: number('request.timeout.ms'),
    deliveryTimeoutMs,
    maxRequestSize: number('max.request.size'),
    maxInFlightRequestsPerConnection: number('max.in.flight.requests.per.connection'),
    enableIdempotence,
    transactionalId,
    transactionTimeoutMs: number('transaction.timeout.ms'),
    retryBackoffMs: number('retry.backoff.ms'),
    reconnectBackoffMs: number('reconnect.backoff.ms'),
    reconnectBackoffMaxMs: number('reconnect.backoff.max.ms'),
    metadataMaxAgeMs: number('metadata.max.age.ms'),
    metadataMaxIdleMs: number('metadata.max.idle.ms'),
    connectionsMaxIdleMs: number('connections.max.idle.ms'),
    socketConnectionSetupTimeoutMs: number('socket.connection.setup.timeout.ms'),
    socketConnectionSetupTimeoutMaxMs: number('socket.connection.setup.timeout.max.ms'),
    partitioner,
    partitionerIgnoreKeys: values.get('partitioner.ignore.keys') as boolean,
    partitionerAdaptivePartitioningEnable:
      partitioner === null && (values.get('partitioner.adaptive.partitioning.enable') as boolean),
    partitionerAvailabilityTimeoutMs: number('partitioner.availability.timeout.ms'),
    keySerializer,
    valueSerializer,
    keySerializerClass: PRODUCER_CLASSES.nameOf(values.get('key.serializer') as new () => object),
    valueSerializerClass: PRODUCER_CLASSES.nameOf(values.get('value.serializer') as new () => object),
    interceptors,
    metricsWindows: {
      count: values.get('metrics.num.samples') as number,
      lengthMs: values.get('metrics.sample.window.ms') as number,
    },
    metricsRecordingLevel: values.get('metrics.recording.level') as ProducerConfig['metricsRecordingLevel'],
    values,
  };
}
