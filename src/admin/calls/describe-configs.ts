/**
 * describeConfigs(): a broker's configuration is asked for at that broker, everything else at any (KafkaAdminClient.describeConfigs).
 */
import { checkArgument, checkOptions } from '../../checks/arguments.ts';
import { ITERABLE } from '../../checks/lists.ts';
import { BOOLEAN } from '../../checks/value-type.ts';
import type { ConfigResource } from '../../protocol/cluster/config-resource.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { ConfigSynonym, DescribeConfigsResponse, DescribedConfig } from '../../protocol/messages.ts';
import { type Futures, failAll, failUnanswered, futuresFor } from '../futures/keyed-futures.ts';
import { MapResult } from '../futures/map-result.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS, checkedResource } from './check-arguments.ts';
import { resourceKey, targetOf } from './config-resources.ts';

/** The options of describeConfigs(). */
export interface DescribeConfigsOptions extends CallOptions {
  /** Whether each entry lists all places that name a value. Default: false. */
  readonly includeSynonyms?: boolean;
}

/** One key of a configuration (Java's ConfigEntry). */
export interface ConfigEntry {
  readonly name: string;
  /** `null`: there is no value. */
  readonly value: string | null;
  /** Where the value comes from. */
  readonly source: DescribedConfig['source'];
  /** Whether the value is Kafka's default. */
  readonly isDefault: boolean;
  readonly isSensitive: boolean;
  /** Whether it cannot be changed while the broker runs. */
  readonly isReadOnly: boolean;
  /** All places that name a value, the one that counts first; empty unless asked for. */
  readonly synonyms: readonly ConfigSynonym[];
  readonly type: DescribedConfig['type'];
}

/** The configuration of a topic or broker (Java's Config). */
export class Config {
  private readonly byName: ReadonlyMap<string, ConfigEntry>;

  /** @internal */
  constructor(entries: readonly ConfigEntry[]) {
    this.byName = new Map(entries.map((entry) => [entry.name, entry]));
  }

  entries(): readonly ConfigEntry[] {
    return [...this.byName.values()];
  }

  /** The entry of a key; undefined if the configuration does not have the key. */
  get(name: string): ConfigEntry | undefined {
    return this.byName.get(name);
  }
}

/**
 * The result of describeConfigs(): awaited, the configuration of each resource, by `type:name`, for example `TOPIC:payments` (Java's
 * DescribeConfigsResult).
 */
export class DescribeConfigsResult extends MapResult<Config> {
  /** The future of each resource, by `type:name`. */
  values(): Futures<Config> {
    return this.handOut(this.futures);
  }
}

export function describeConfigs(
  calls: RunningCalls,
  resources: Iterable<ConfigResource>,
  options: DescribeConfigsOptions,
): DescribeConfigsResult {
  const place = 'admin.describeConfigs(resources)';
  checkOptions<DescribeConfigsOptions>('admin.describeConfigs()', options, {
    ...CALL_OPTIONS,
    includeSynonyms: BOOLEAN,
  });
  checkArgument(place, resources, ITERABLE);
  const asked = [...resources].map((resource) => checkedResource(place, resource));
  const wanted = new Map(asked.map((resource) => [resourceKey(resource), resource]));
  const futures = futuresFor<Config>(wanted.keys());
  const ofAnyBroker = [...wanted.values()].filter((resource) => targetOf(resource) === 'least-loaded');
  const ofOneBroker = [...wanted.values()].filter((resource) => targetOf(resource) !== 'least-loaded');
  for (const name of new Set(ofOneBroker.map((resource) => resource.name))) {
    describe(
      calls,
      ofOneBroker.filter((resource) => resource.name === name),
      futures,
      options,
    );
  }
  if (ofAnyBroker.length > 0) describe(calls, ofAnyBroker, futures, options);
  return new DescribeConfigsResult(futures);
}

/** @param resources those that one broker is asked for */
function describe(
  calls: RunningCalls,
  resources: readonly ConfigResource[],
  all: Futures<Config>,
  options: DescribeConfigsOptions,
): void {
  const { includeSynonyms = false } = options;
  const asked = resources.map(({ type, name }) => ({ type, name, configurationKeys: null }));
  const futures = new Map(resources.map((resource) => [resourceKey(resource), all.get(resourceKey(resource))!]));
  calls.start({
    api: 'DescribeConfigs',
    name: 'describeConfigs',
    deadlineMs: calls.deadlineMs(options),
    target: targetOf(resources[0]!),
    request: () => ({ api: 'DescribeConfigs', resources: asked, includeSynonyms }),
    onResponse: (response) => settle(response, futures),
    onFailure: (error) => failAll(futures, error),
  });
}

function settle({ resources }: DescribeConfigsResponse, futures: Futures<Config>): void {
  for (const { type, name, error, errorMessage, configs } of resources) {
    const future = futures.get(resourceKey({ type, name }));
    if (error === 'NONE') future?.complete(new Config(configs.map(entryOf)));
    else future?.completeExceptionally(exceptionFor(error, errorMessage));
  }
  failUnanswered(futures, (key) => `The broker response did not contain a result for config resource ${key}`);
}

function entryOf({ name, value, source, isSensitive, readOnly, synonyms, type }: DescribedConfig): ConfigEntry {
  const isDefault = source === 'DEFAULT_CONFIG';
  return { name, value, source, isDefault, isSensitive, isReadOnly: readOnly, synonyms, type };
}
