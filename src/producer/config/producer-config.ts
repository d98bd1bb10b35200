/**
 * A producer's configuration, resolved: every value is parsed, every plug-in is created, and every rule between keys is applied, in
 * the order in which Java checks and logs.
 */

import { type Address, parseBootstrapServers } from '../../client/config/bootstrap-addresses.ts';
import { recoverySettings } from '../../client/config/client-config.ts';
import { type ConfigLog, configDefLog, logUnused } from '../../client/config/config-log.ts';
import { ConfigValues } from '../../client/config/config-values.ts';
import { originalsOf, type Properties, parseConfig } from '../../client/config/parse-config.ts';
import type { ParsedValues } from '../../client/config/parsed-values.ts';
import { type ResolvedFields, resolveFields } from '../../client/config/resolved-fields.ts';
import {
  disableExponentialReconnect,
  refuseSecurity,
  requireSaslMechanism,
  warnOfStaticBackoffs,
} from '../../client/config/shared-rules.ts';
import { RecordingMap } from '../../client/config/unused-keys.ts';
import { invalidValue } from '../../client/config/value-checks.ts';
import type { Serializer } from '../../client/serialization/serializer.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import type { ProducerKeys } from '../../client/versions/v3_6_1-producer-keys.ts';
import { KafkaException } from '../../protocol/errors/exceptions.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { ProducerInterceptor } from '../record/interceptors.ts';
import { PRODUCER_CONFIG_LOGGER, resolveIdempotence } from './idempotence.ts';
import type { ProducerConfigInput } from './input.ts';
import { producerClasses } from './java-classes.ts';
import { type CreatedPlugins, KAFKA_PRODUCER, ProducerPlugins } from './producer-plugins.ts';
import { resolveDeliveryTimeoutMs, resolveLingerMs } from './producer-timeouts.ts';
import { unusedProducerKeys } from './unused-producer-keys.ts';

/** Fields that are the values of keys, unchanged. Sizes are in bytes, times in ms. */
const PRODUCER_FIELDS = {
  clientId: 'client.id',
  retries: 'retries',
  bufferMemory: 'buffer.memory',
  compressionType: 'compression.type',
  maxBlockMs: 'max.block.ms',
  requestTimeoutMs: 'request.timeout.ms',
  maxRequestSize: 'max.request.size',
  maxInFlightRequestsPerConnection: 'max.in.flight.requests.per.connection',
  /** `null`: not transactional. */
  transactionalId: 'transactional.id',
  transactionTimeoutMs: 'transaction.timeout.ms',
  retryBackoffMs: 'retry.backoff.ms',
  reconnectBackoffMs: 'reconnect.backoff.ms',
  reconnectBackoffMaxMs: 'reconnect.backoff.max.ms',
  metadataMaxAgeMs: 'metadata.max.age.ms',
  metadataMaxIdleMs: 'metadata.max.idle.ms',
  connectionsMaxIdleMs: 'connections.max.idle.ms',
  socketConnectionSetupTimeoutMs: 'socket.connection.setup.timeout.ms',
  socketConnectionSetupTimeoutMaxMs: 'socket.connection.setup.timeout.max.ms',
  partitionerIgnoreKeys: 'partitioner.ignore.keys',
  partitionerAvailabilityTimeoutMs: 'partitioner.availability.timeout.ms',
  metricsRecordingLevel: 'metrics.recording.level',
} as const;

export interface ProducerConfig extends ResolvedFields<ProducerKeys, typeof PRODUCER_FIELDS> {
  readonly version: ClientVersion;
  readonly bootstrapServers: readonly Address[];
  /** The prefix of the producer's log lines: `[Producer clientId=…] `, with the blank. */
  readonly logPrefix: string;
  readonly acks: -1 | 0 | 1;
  /** retry.backoff.max.ms; `undefined` in versions that do not know it. */
  readonly retryBackoffMaxMs: number | undefined;
  /** metadata.recovery.strategy, in lower case; `undefined` in versions that do not know it. */
  readonly metadataRecoveryStrategy: string | undefined;
  /** metadata.recovery.rebootstrap.trigger.ms; `undefined` in versions that do not know it. */
  readonly rebootstrapTriggerMs: number | undefined;
  /** enable.metrics.push; false in versions that do not know it. */
  readonly enableMetricsPush: boolean;
  readonly lingerMs: number;
  /** batch.size in bytes, at least 1. */
  readonly batchSize: number;
  /** At least lingerMs + requestTimeoutMs. */
  readonly deliveryTimeoutMs: number;
  readonly enableIdempotence: boolean;
  /** `null`: the built-in partitioner. */
  readonly partitioner: Partitioner | null;
  /** False with a partitioner of the user's. */
  readonly partitionerAdaptivePartitioningEnable: boolean;
  readonly keySerializer: Serializer;
  readonly valueSerializer: Serializer;
  /** Java's names of the serializers' classes, for the message about a value of the wrong type. */
  readonly keySerializerClass: string;
  readonly valueSerializerClass: string;
  readonly interceptors: readonly ProducerInterceptor[];
  /** metrics.num.samples, metrics.sample.window.ms */
  readonly metricsWindows: { readonly count: number; readonly lengthMs: number; readonly keepsOverlapping: boolean };
  /** Every key of Kafka's, parsed. */
  readonly values: ParsedValues;
}

export interface ProducerConfigOptions {
  readonly version: ClientVersion;
  /** Serializers passed to the constructor. They are not configured, and the keys that name one are ignored. */
  readonly keySerializer?: Serializer | null;
  readonly valueSerializer?: Serializer | null;
  /** The N of a default client.id `producer-N`; called only if one is needed. */
  readonly nextClientNumber: () => number;
  /** Random numbers for the partitioner: integers from 0 to 2^31 - 1. */
  readonly nextRandom: () => number;
  readonly log: ConfigLog;
  /** Called if the constructor fails when the configuration has been parsed, with the plug-ins that it has created. */
  readonly onFailure?: (plugins: CreatedPlugins, named: Pick<ProducerConfig, 'clientId' | 'logPrefix'>) => void;
  /** Whether a host of bootstrap.servers has an address. Default: unless its name ends in `.invalid`. */
  readonly resolves?: (host: string) => boolean;
}

/**
 * Resolves a configuration, with the log lines of Java's constructor up to and including the one about unused keys.
 *
 * @throws ConfigException for a value that is not allowed
 * @throws KafkaException with a cause, for what Java finds out later in its constructor
 */
export function resolveProducerConfig(
  input: ProducerConfigInput | Properties,
  options: ProducerConfigOptions,
): ProducerConfig {
  const originals = originalsOf(input);
  const parsed = parse(originals, options);
  const { version, log } = options;
  const block = new ConfigValues('ProducerConfig', version.keys.producer, parsed.values, producerClasses(version));
  log('INFO', PRODUCER_CONFIG_LOGGER, block);
  const clientId = parsed.values.get('client.id') as string;
  const plugins = new ProducerPlugins(version, parsed.values, new RecordingMap(originals).set('client.id', clientId));
  try {
    return construct(originals, parsed, plugins, options);
  } catch (cause) {
    options.onFailure?.(plugins, { clientId, logPrefix: logPrefixOf(parsed.values) });
    throw new KafkaException('Failed to construct kafka producer', { cause });
  }
}

interface Parsed {
  readonly values: ParsedValues;
  readonly acks: -1 | 0 | 1;
  readonly enableIdempotence: boolean;
}

/** The part that Java does in ProducerConfig. */
function parse(originals: Map<string, unknown>, options: ProducerConfigOptions): Parsed {
  const { version, log } = options;
  nameSerializer(originals, 'key.serializer', options.keySerializer);
  nameSerializer(originals, 'value.serializer', options.valueSerializer);
  const values = parseConfig(version.keys.producer, originals, producerClasses(version), configDefLog(log));
  requireSaslMechanism(values);
  warnOfStaticBackoffs(values, version.texts, log);
  disableExponentialReconnect(originals, values, version.texts, log);
  const acks = values.get('acks') === 'all' ? -1 : (Number(values.get('acks')) as -1 | 0 | 1);
  const enableIdempotence = resolveIdempotence(version, originals, values, acks, log);
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

function logPrefixOf(values: ParsedValues): string {
  const transactionalId = values.get('transactional.id') as string | null;
  const id = transactionalId === null ? '' : `, transactionalId=${transactionalId}`;
  return `[Producer clientId=${values.get('client.id')}${id}] `;
}

/** The part that Java does in KafkaProducer. */
function construct(
  originals: Properties,
  parsed: Parsed,
  plugins: ProducerPlugins,
  options: ProducerConfigOptions,
): ProducerConfig {
  const { values, acks, enableIdempotence } = parsed;
  const { version } = options;
  const transactionalId = values.get('transactional.id') as string | null;
  const logPrefix = logPrefixOf(values);
  const log: ConfigLog = (level, logger, message) => options.log(level, logger, logPrefix + message);

  const partitioner = plugins.makePartitioner(options.nextRandom, log);
  const keySerializer = plugins.makeKeySerializer(options.keySerializer);
  const valueSerializer = plugins.makeValueSerializer(options.valueSerializer);
  const interceptors = plugins.makeInterceptors();
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
  const unused = unusedProducerKeys(version.keys.producer, originals, values, enableIdempotence, plugins.configs);
  logUnused(unused, version.texts, PRODUCER_CONFIG_LOGGER, options.log);
  const { retryBackoffMaxMs, metadataRecoveryStrategy, rebootstrapTriggerMs } = recoverySettings(values);

  return {
    version,
    bootstrapServers,
    logPrefix,
    acks,
    retryBackoffMaxMs,
    metadataRecoveryStrategy,
    rebootstrapTriggerMs,
    enableMetricsPush: values.get('enable.metrics.push') === true,
    lingerMs,
    batchSize: Math.max(1, values.get('batch.size') as number),
    deliveryTimeoutMs,
    enableIdempotence,
    partitioner,
    partitionerAdaptivePartitioningEnable:
      partitioner === null && (values.get('partitioner.adaptive.partitioning.enable') as boolean),
    keySerializer,
    valueSerializer,
    keySerializerClass: producerClasses(version).nameOf(values.get('key.serializer') as new () => object),
    valueSerializerClass: producerClasses(version).nameOf(values.get('value.serializer') as new () => object),
    interceptors,
    metricsWindows: {
      count: values.get('metrics.num.samples') as number,
      lengthMs: values.get('metrics.sample.window.ms') as number,
      keepsOverlapping: version.policies.sampleAge === 'from its last event',
    },
    values,
    ...resolveFields<ProducerKeys, typeof PRODUCER_FIELDS>(values, PRODUCER_FIELDS),
  };
}
