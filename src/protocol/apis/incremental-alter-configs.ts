/** IncrementalAlterConfigs: changes single configuration values (KIP-339). */
import type { ConfigResource } from '../cluster/config-resource.ts';
import {
  type AlterConfigsResult,
  alterConfigsResultFacts,
  alteredTopics,
  refusedResources,
} from '../description/alter-configs.ts';
import { type Api, namedTopics } from '../description/api.ts';
import { type ListFact, listFact } from '../description/facts.ts';

/** What happens to a value (org.apache.kafka.clients.admin.AlterConfigOp.OpType, numbered from 0). The last two are for lists. */
export type ConfigOperation = 'SET' | 'DELETE' | 'APPEND' | 'SUBTRACT';

export interface AlterableConfig {
  readonly name: string;
  readonly operation: ConfigOperation;
  /** `null` for DELETE. */
  readonly value: string | null;
}
export interface AlterConfigsResource extends ConfigResource {
  readonly configs: readonly AlterableConfig[];
}
export interface IncrementalAlterConfigsRequest {
  readonly api: 'IncrementalAlterConfigs';
  readonly resources: readonly AlterConfigsResource[];
  readonly validateOnly: boolean;
}
export interface IncrementalAlterConfigsResponse {
  readonly api: 'IncrementalAlterConfigs';
  readonly throttleTimeMs: number;
  readonly resources: readonly AlterConfigsResult[];
}

export const incrementalAlterConfigsApi: Api<
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
  { readonly configs: ListFact },
  { readonly resources: ListFact }
> = {
  key: 44,
  logName: 'INCREMENTAL_ALTER_CONFIGS',
  versions: [0, 1],
  clientThrottlesFrom: 0,
  refuse: ({ resources }, error) => ({
    api: 'IncrementalAlterConfigs',
    throttleTimeMs: 0,
    resources: refusedResources(resources, error),
  }),
  requestFacts: ({ resources }) => ({
    configs: listFact(
      resources.flatMap(({ name, configs }) => configs.map((config) => `${name}: ${operationFact(config)}`)),
    ),
  }),
  responseFacts: ({ resources }) => ({ resources: alterConfigsResultFacts(resources) }),
  subject: namedTopics(({ resources }) => alteredTopics(resources)),
  randomErrors: ['UNKNOWN_SERVER_ERROR'],
  placedErrors: ['UNKNOWN_SERVER_ERROR'],
};

const SIGNS: Readonly<Record<ConfigOperation, string>> = { SET: '=', DELETE: ' deleted', APPEND: '+=', SUBTRACT: '-=' };

function operationFact({ name, operation, value }: AlterableConfig): string {
  return `${name}${SIGNS[operation]}${value ?? ''}`;
}
