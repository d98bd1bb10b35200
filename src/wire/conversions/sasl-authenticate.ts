/** SaslAuthenticate. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertSaslAuthenticate({ authBytes }: WireRequest<'SaslAuthenticate'>): Exchange<'SaslAuthenticate'> {
  return single({ api: 'SaslAuthenticate', authBytes }, (response) => ({
    errorCode: errorCode(response.error),
    errorMessage: response.errorMessage,
    authBytes: response.authBytes,
    sessionLifetimeMs: response.sessionLifetimeMs,
  }));
}
