/**
 * SaslAuthenticate (KIP-152). Whether it may be sent now is checked before, see requests/authentication.ts. Checks the credentials of
 * PLAIN; if they are wrong, the answer is SASL_AUTHENTICATION_FAILED, and the connection is closed.
 * Differs: sessions do not end (KIP-368).
 */
import type { SaslAuthenticateRequest } from '../../protocol/messages.ts';
import type { Call } from '../requests/call.ts';

export function handleSaslAuthenticate(call: Call, { authBytes }: SaslAuthenticateRequest): void {
  call.services.authentication.verify(call, authBytes);
}
