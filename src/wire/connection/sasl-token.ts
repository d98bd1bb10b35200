/**
 * After SaslHandshake in version 0, a client sends its token without a header, and gets one back in the same way (before KIP-152). The
 * cluster sees a SaslAuthenticate request.
 */
import type { Response } from '../../protocol/messages.ts';
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ClientMessage } from './client-message.ts';

/** A size of 0: in PLAIN the broker's token is empty. */
const EMPTY_TOKEN = new Uint8Array(4);

/** Whether a token comes after the response to this message. */
export function isTokenNext({ header, responses }: ClientMessage): boolean {
  const [response] = responses;
  return response?.api === 'SaslHandshake' && response.error === 'NONE' && header.version === 0;
}

export function tokenMessage(bytes: ByteReader): ClientMessage {
  return {
    header: { version: 0, correlationId: 0, clientId: '' },
    codec: null,
    requests: [{ api: 'SaslAuthenticate', authBytes: bytes.copy(bytes.remaining) }],
    respond: ([response]) => response as Response,
    responses: [],
  };
}

/** `undefined` if the token is refused: the broker then only closes the connection. */
export function tokenResponse({ responses }: ClientMessage): Uint8Array | undefined {
  const [response] = responses;
  return response?.api === 'SaslAuthenticate' && response.error === 'NONE' ? EMPTY_TOKEN : undefined;
}
