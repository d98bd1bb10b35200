/**
 * DescribeConfigs (KIP-133, KIP-226): the configuration of topics, and of this broker.
 *
 * Checks, in the real broker's order, per resource: a topic's name is legal and the topic exists; a broker's name is its id.
 * Differs: there are no ACLs, no documentation, and only keys with an effect here are described, with those that were set on the topic.
 */
import type {
  ConfigSource,
  ConfigSynonym,
  DescribeConfigsRequest,
  DescribeConfigsResource,
  DescribeConfigsResponse,
  DescribedConfig,
} from '../../protocol/messages.ts';
import type { BrokerConfig } from '../config/broker-config.ts';
import { illegalTopicName } from '../controller/topic-name.ts';
import { answer, type Call } from '../requests/call.ts';
import type { TopicState } from '../state/control-plane.ts';
import type { ConfigValue } from '../versions/broker-key.ts';

type Described = DescribeConfigsResponse['resources'][number];

/** ConfigHelper sets none, and the default of the field is the empty text. */
const NO_MESSAGE = '';
/** Long.MAX_VALUE, which numbers cannot represent. */
const LONG_MAX = 2 ** 63;
const LONG_MAX_TEXT = '9223372036854775807';

export function handleDescribeConfigs(call: Call, { resources, includeSynonyms }: DescribeConfigsRequest): void {
  const described = resources.map((resource): Described => {
    const { type, name } = resource;
    const found = describe(call, resource);
    if ('error' in found) return { type, name, ...found, configs: [] };
    const wanted = wantedOf(found.configs, resource);
    const configs = includeSynonyms ? wanted : wanted.map((config) => ({ ...config, synonyms: [] }));
    return { type, name, error: 'NONE', errorMessage: NO_MESSAGE, configs };
  });
  answer(call, { api: 'DescribeConfigs', throttleTimeMs: 0, resources: described });
}

type Failed = Pick<Described, 'error' | 'errorMessage'>;

function describe(
  { services }: Call,
  { type, name }: DescribeConfigsResource,
): { readonly configs: readonly DescribedConfig[] } | Failed {
  const { broker, config, metadata } = services;
  if (type === 'TOPIC') {
    const illegal = illegalTopicName(name);
    if (illegal !== undefined) return { error: 'INVALID_TOPIC_EXCEPTION', errorMessage: illegal };
    const known = metadata.topic(name);
    const topic = known?.isAnnounced === true ? known : undefined;
    if (topic === undefined) return { error: 'UNKNOWN_TOPIC_OR_PARTITION', errorMessage: NO_MESSAGE };
    return { configs: topicConfigs(topic, config) };
  }
  if (type === 'BROKER_LOGGER') return invalid('Log levels of simulated brokers are not described.');
  // No dynamic default of all brokers has been set.
  if (name === '') return { configs: [] };
  if (!/^-?\d+$/.test(name)) return invalid(`Broker id must be an integer, but it is: ${name}`);
  if (Number(name) === broker.id) return { configs: brokerConfigs(config) };
  return invalid(`Unexpected broker id, expected ${broker.id} or empty string, but received ${name}`);
}

function topicConfigs({ configs }: TopicState, config: BrokerConfig): DescribedConfig[] {
  const { topicKeys } = config.version;
  const names = new Set([...Object.keys(topicKeys), ...Object.keys(configs)]);
  return [...names].map((name): DescribedConfig => {
    const own = configs[name];
    const brokerKey = topicKeys[name] ?? '';
    const synonyms: ConfigSynonym[] = synonymsOf(brokerKey, config);
    if (own !== undefined) synonyms.unshift({ name, value: own, source: 'DYNAMIC_TOPIC_CONFIG' });
    const value = own ?? textOf(config.values.get(brokerKey));
    return describedConfig(name, value, brokerKey, synonyms, config);
  });
}

function brokerConfigs(config: BrokerConfig): DescribedConfig[] {
  return Object.keys(config.version.keys).map((name) => ({
    ...describedConfig(name, textOf(config.values.get(name)), name, synonymsOf(name, config), config),
    // What could be changed while a real broker runs cannot be changed here.
    readOnly: true,
  }));
}

function describedConfig(
  name: string,
  value: string | null,
  brokerKey: string,
  synonyms: readonly ConfigSynonym[],
  { version }: BrokerConfig,
): DescribedConfig {
  const source = synonyms[0]?.source ?? 'DEFAULT_CONFIG';
  const type = version.keys[brokerKey]?.type ?? 'UNKNOWN';
  return { name, value, source, readOnly: false, isSensitive: false, type, synonyms };
}

/** The broker's own value, if it was set, and its default. */
function synonymsOf(name: string, { values, setKeys, version }: BrokerConfig): ConfigSynonym[] {
  const key = version.keys[name];
  if (key === undefined) return [];
  const synonym = (value: ConfigValue | undefined, source: ConfigSource): ConfigSynonym => ({
    name,
    value: textOf(value),
    source,
  });
  const isSet = setKeys.has(name);
  return [
    ...(isSet ? [synonym(values.get(name), 'STATIC_BROKER_CONFIG')] : []),
    synonym(key.default, 'DEFAULT_CONFIG'),
  ];
}

function wantedOf(
  configs: readonly DescribedConfig[],
  { configurationKeys }: DescribeConfigsResource,
): readonly DescribedConfig[] {
  if (configurationKeys === null || configurationKeys.length === 0) return configs;
  return configs.filter(({ name }) => configurationKeys.includes(name));
}

function textOf(value: ConfigValue | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === 'number' && value >= LONG_MAX ? LONG_MAX_TEXT : String(value);
}

function invalid(errorMessage: string): Failed {
  return { error: 'INVALID_REQUEST', errorMessage };
}
