/**
 * Changes the configurations that IncrementalAlterConfigs and AlterConfigs name (ConfigAdminManager.preprocess, ControllerApis,
 * ZkAdminManager).
 */
import type { ConfigResource } from '../../protocol/cluster/config-resource.ts';
import type { AlterConfigsResource, IncrementalAlterConfigsResponse } from '../../protocol/messages.ts';
import type { Refusal } from '../controller/admin-rules.ts';
import { alterTopicConfig } from '../controller/topic-settings.ts';
import type { BrokerServices } from './broker-services.ts';

export type AlterResult = IncrementalAlterConfigsResponse['resources'][number];

/** Changes what can be changed, unless it is only validated. */
export function alterResources(
  services: BrokerServices,
  resources: readonly AlterConfigsResource[],
  validateOnly: boolean,
): AlterResult[] {
  return resources.map((resource): AlterResult => {
    const { type, name } = resource;
    const refusal = refusalOf(resource, resources) ?? alterTopicConfig(services.controller, resource, validateOnly);
    return { type, name, error: refusal?.error ?? 'NONE', errorMessage: refusal?.message ?? null };
  });
}

function refusalOf(
  { type, name, configs }: AlterConfigsResource,
  resources: readonly ConfigResource[],
): Refusal | undefined {
  if (resources.filter((other) => other.type === type && other.name === name).length > 1) {
    return invalidRequest('Each resource must appear at most once.');
  }
  if (new Set(configs.map((config) => config.name)).size < configs.length) {
    return invalidRequest('Error due to duplicate config keys');
  }
  const withoutValue = configs.filter(({ operation, value }) => operation !== 'DELETE' && value === null);
  if (withoutValue.length > 0) {
    return invalidRequest(`Null value not supported for : ${withoutValue.map((config) => config.name).join(', ')}`);
  }
  if (type === 'TOPIC') return undefined;
  return invalidRequest(
    'The configuration of a simulated broker cannot be changed while it runs: set it in the options of the simulation.',
  );
}

function invalidRequest(message: string): Refusal {
  return { error: 'INVALID_REQUEST', message };
}
