/** SaslHandshake. After version 0 the client sends its token without a header: see connection/sasl-token.ts. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertSaslHandshake({ mechanism }: WireRequest<'SaslHandshake'>): Exchange<'SaslHandshake'> {
  return single({ api: 'SaslHandshake', mechanism }, ({ error, mechanisms }) => ({
    errorCode: errorCode(error),
    mechanisms,
  }));
}
