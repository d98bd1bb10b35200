/** DescribeConfigs. */
import type { ConfigSynonym, DescribedConfig } from '../../protocol/messages.ts';
import type { WireRequest, WireResponse } from '../schema/message-codec.ts';
import { CONFIG_SOURCE_CODES, CONFIG_TYPE_CODES, errorCode, resourceType, resourceTypeCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

type WireConfig = WireResponse<'DescribeConfigs'>['results'][number]['configs'][number];

export function convertDescribeConfigs(message: WireRequest<'DescribeConfigs'>): Exchange<'DescribeConfigs'> {
  const asked = message.resources.map((resource) => ({
    type: resourceType(resource.resourceType),
    name: resource.resourceName,
    configurationKeys: resource.configurationKeys,
  }));
  const { includeSynonyms } = message;
  return single({ api: 'DescribeConfigs', resources: asked, includeSynonyms }, ({ throttleTimeMs, resources }) => ({
    throttleTimeMs,
    results: resources.map(({ type, name, error, errorMessage, configs }) => ({
      errorCode: errorCode(error),
      errorMessage,
      resourceType: resourceTypeCode(type),
      resourceName: name,
      configs: configs.map(configOf),
    })),
  }));
}

function configOf({ name, value, source, readOnly, isSensitive, type, synonyms }: DescribedConfig): WireConfig {
  return {
    name,
    value,
    readOnly,
    isDefault: source === 'DEFAULT_CONFIG',
    configSource: CONFIG_SOURCE_CODES[source],
    isSensitive,
    synonyms: synonyms.map(synonymOf),
    configType: CONFIG_TYPE_CODES[type],
    documentation: null,
  };
}

function synonymOf({ name, value, source }: ConfigSynonym): WireConfig['synonyms'][number] {
  return { name, value, source: CONFIG_SOURCE_CODES[source] };
}
