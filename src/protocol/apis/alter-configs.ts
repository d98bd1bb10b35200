/** AlterConfigs: replaces all configuration values of a resource. Deprecated by IncrementalAlterConfigs, but still sent by clients. */
import type { ConfigResource } from '../cluster/config-resource.ts';
import {
  type AlterConfigsResult,
  alterConfigsResultFacts,
  alteredTopics,
  refusedResources,
} from '../description/alter-configs.ts';
import { type Api, namedTopics } from '../description/api.ts';
import { type ListFact, listFact } from '../description/facts.ts';

export interface ReplacedConfigsResource extends ConfigResource {
  /** All that the resource has then. `null` is refused. */
  readonly configs: readonly { readonly name: string; readonly value: string | null }[];
}
export interface AlterConfigsRequest {
  readonly api: 'AlterConfigs';
  readonly resources: readonly ReplacedConfigsResource[];
  readonly validateOnly: boolean;
}
export interface AlterConfigsResponse {
  readonly api: 'AlterConfigs';
  readonly throttleTimeMs: number;
  readonly resources: readonly AlterConfigsResult[];
}

export const alterConfigsApi: Api<
  AlterConfigsRequest,
  AlterConfigsResponse,
  { readonly configs: ListFact },
  { readonly resources: ListFact }
> = {
  key: 33,
  logName: 'ALTER_CONFIGS',
  versions: [0, 2],
  clientThrottlesFrom: 1,
  refuse: ({ resources }, error) => ({
    api: 'AlterConfigs',
    throttleTimeMs: 0,
    resources: refusedResources(resources, error),
  }),
  requestFacts: ({ resources }) => ({
    configs: listFact(
      resources.flatMap(({ name, configs }) =>
        configs.map((config) => `${name}: ${config.name}=${config.value ?? ''}`),
      ),
    ),
  }),
  responseFacts: ({ resources }) => ({ resources: alterConfigsResultFacts(resources) }),
  subject: namedTopics(({ resources }) => alteredTopics(resources)),
  randomErrors: ['UNKNOWN_SERVER_ERROR'],
  placedErrors: ['UNKNOWN_SERVER_ERROR'],
};
