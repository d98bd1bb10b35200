/**
 * SaslHandshake (KIP-43). Whether it may be sent now is checked before, see requests/authentication.ts. A mechanism other than PLAIN is
 * refused with UNSUPPORTED_SASL_MECHANISM, and the connection is closed.
 */
import type { SaslHandshakeRequest } from '../../protocol/messages.ts';
import type { Call } from '../requests/call.ts';

export function handleSaslHandshake(call: Call, { mechanism }: SaslHandshakeRequest): void {
  call.services.authentication.choose(call, mechanism);
}
