/** DescribeConfigs: the configuration of topics and brokers, and where each value comes from (KIP-133, KIP-226). */
import type { ConfigResource, ConfigResourceType } from '../cluster/config-resource.ts';
import { type Api, namedTopics } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

/** Where a value comes from (DescribeConfigsResponse.ConfigSource), from the strongest to the weakest. */
export type ConfigSource = 'DYNAMIC_TOPIC_CONFIG' | 'STATIC_BROKER_CONFIG' | 'DEFAULT_CONFIG';

/** The type of a value (DescribeConfigsResponse.ConfigType). */
export type ConfigType = 'BOOLEAN' | 'STRING' | 'INT' | 'LONG' | 'LIST' | 'UNKNOWN';

export interface DescribeConfigsResource extends ConfigResource {
  /** `null` or empty for all. */
  readonly configurationKeys: readonly string[] | null;
}
export interface DescribeConfigsRequest {
  readonly api: 'DescribeConfigs';
  readonly resources: readonly DescribeConfigsResource[];
  readonly includeSynonyms: boolean;
}
export interface ConfigSynonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: ConfigSource;
}
export interface DescribedConfig extends ConfigSynonym {
  readonly readOnly: boolean;
  readonly isSensitive: boolean;
  readonly type: ConfigType;
  /** All places that name a value, the one that counts first; empty unless asked for. */
  readonly synonyms: readonly ConfigSynonym[];
}
export interface DescribeConfigsResponse {
  readonly api: 'DescribeConfigs';
  readonly throttleTimeMs: number;
  readonly resources: readonly {
    readonly type: ConfigResourceType;
    readonly name: string;
    readonly error: ErrorName;
    readonly errorMessage: string | null;
    readonly configs: readonly DescribedConfig[];
  }[];
}

export const describeConfigsApi: Api<
  DescribeConfigsRequest,
  DescribeConfigsResponse,
  { readonly resources: ListFact },
  { readonly configs: ListFact }
> = {
  key: 32,
  logName: 'DESCRIBE_CONFIGS',
  versions: [0, 4],
  clientThrottlesFrom: 2,
  refuse: ({ resources }, error) => ({
    api: 'DescribeConfigs',
    throttleTimeMs: 0,
    resources: resources.map(({ type, name }) => ({ type, name, error, errorMessage: null, configs: [] })),
  }),
  requestFacts: ({ resources }) => ({ resources: listFact(resources.map(({ name }) => name)) }),
  responseFacts: ({ resources }) => ({
    configs: listFact(resources.map(({ name, configs, error }) => withError(`${name}: ${configs.length}`, error))),
  }),
  subject: namedTopics(({ resources }) => resources.filter(({ type }) => type === 'TOPIC').map(({ name }) => name)),
  randomErrors: ['UNKNOWN_SERVER_ERROR'],
  placedErrors: ['UNKNOWN_SERVER_ERROR'],
};
