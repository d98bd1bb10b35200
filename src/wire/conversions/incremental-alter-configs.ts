/** IncrementalAlterConfigs. */
import type { WireRequest } from '../schema/message-codec.ts';
import { configOperation, errorCode, resourceType, resourceTypeCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertIncrementalAlterConfigs(
  message: WireRequest<'IncrementalAlterConfigs'>,
): Exchange<'IncrementalAlterConfigs'> {
  const asked = message.resources.map((resource) => ({
    type: resourceType(resource.resourceType),
    name: resource.resourceName,
    configs: resource.configs.map(({ name, configOperation: code, value }) => ({
      name,
      operation: configOperation(code),
      value,
    })),
  }));
  return single(
    { api: 'IncrementalAlterConfigs', resources: asked, validateOnly: message.validateOnly },
    ({ throttleTimeMs, resources }) => ({
      throttleTimeMs,
      responses: resources.map(({ type, name, error, errorMessage }) => ({
        errorCode: errorCode(error),
        errorMessage,
        resourceType: resourceTypeCode(type),
        resourceName: name,
      })),
    }),
  );
}
