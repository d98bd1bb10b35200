/** AlterConfigs. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode, resourceType, resourceTypeCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertAlterConfigs({
  resources,
  validateOnly,
}: WireRequest<'AlterConfigs'>): Exchange<'AlterConfigs'> {
  const asked = resources.map(({ resourceType: code, resourceName, configs }) => ({
    type: resourceType(code),
    name: resourceName,
    configs,
  }));
  return single({ api: 'AlterConfigs', resources: asked, validateOnly }, (response) => ({
    throttleTimeMs: response.throttleTimeMs,
    responses: response.resources.map(({ type, name, error, errorMessage }) => ({
      errorCode: errorCode(error),
      errorMessage,
      resourceType: resourceTypeCode(type),
      resourceName: name,
    })),
  }));
}
