/** ApiVersions. A client that talks bytes is told the versions that can be read and written here, not those of the cluster. */
import { apiVersionsApi } from '../../protocol/apis/api-versions.ts';
import type { ApiVersionsResponse } from '../../protocol/messages.ts';
import type { WireRequest, WireResponse } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { answered, type ConversionContext, type Exchange, type OfferedApi, single } from './parts/exchange.ts';

/** First version with the name of the client's software (KIP-511). */
const SOFTWARE_FROM = 3;
/** ApiVersionsRequest.SOFTWARE_NAME_VERSION_PATTERN. */
const SOFTWARE = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

export function convertApiVersions(
  { clientSoftwareName, clientSoftwareVersion }: WireRequest<'ApiVersions'>,
  { version, offered }: ConversionContext,
): Exchange<'ApiVersions'> {
  const request = { api: 'ApiVersions', clientSoftwareName, clientSoftwareVersion } as const;
  const isValid =
    version < SOFTWARE_FROM || (SOFTWARE.test(clientSoftwareName) && SOFTWARE.test(clientSoftwareVersion));
  if (!isValid) return answered(responseOf(apiVersionsApi.refuse(request, 'INVALID_REQUEST'), []));
  return single(request, (response) => responseOf(response, response.error === 'NONE' ? offered : []));
}

function responseOf(
  { error, throttleTimeMs }: ApiVersionsResponse,
  offered: readonly OfferedApi[],
): WireResponse<'ApiVersions'> {
  return {
    errorCode: errorCode(error),
    throttleTimeMs,
    apiKeys: offered.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion })),
  };
}
