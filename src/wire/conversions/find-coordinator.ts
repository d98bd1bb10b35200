/** FindCoordinator. The cluster's request has one key, so a request with several of them (KIP-699) becomes as many. */
import type { CoordinatorType, FindCoordinatorResponse } from '../../protocol/messages.ts';
import type { WireRequest, WireResponse } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { answered, type ConversionContext, type Exchange } from './parts/exchange.ts';

const KEYS_FROM = 4;
const KEY_TYPES: readonly CoordinatorType[] = ['group', 'transaction'];
const INVALID: FindCoordinatorResponse = {
  api: 'FindCoordinator',
  throttleTimeMs: 0,
  error: 'INVALID_REQUEST',
  errorMessage: null,
  node: null,
};

export function convertFindCoordinator(
  { key, keyType: code, coordinatorKeys }: WireRequest<'FindCoordinator'>,
  context: ConversionContext,
): Exchange<'FindCoordinator'> {
  const keys = context.version < KEYS_FROM ? [key] : coordinatorKeys;
  const respond = (responses: readonly FindCoordinatorResponse[]): WireResponse<'FindCoordinator'> =>
    responseOf(keys, responses, context);
  const keyType = KEY_TYPES[code];
  if (keyType === undefined) return answered(respond(keys.map(() => INVALID)));
  return { requests: keys.map((one) => ({ api: 'FindCoordinator', keyType, key: one })), respond };
}

function responseOf(
  keys: readonly string[],
  responses: readonly FindCoordinatorResponse[],
  { addressOf }: ConversionContext,
): WireResponse<'FindCoordinator'> {
  const coordinators = responses.map(({ error, errorMessage, node }, i) => ({
    key: keys[i] as string,
    nodeId: node?.id ?? -1,
    ...(node === null ? { host: '', port: -1 } : addressOf(node)),
    errorCode: errorCode(error),
    errorMessage,
  }));
  const throttleTimeMs = Math.max(0, ...responses.map((response) => response.throttleTimeMs));
  // Older versions have the fields of the only coordinator beside the list, which they leave out.
  const { nodeId = -1, host = '', port = -1, errorCode: code = 0, errorMessage = null } = coordinators[0] ?? {};
  return { throttleTimeMs, errorCode: code, errorMessage, nodeId, host, port, coordinators };
}
