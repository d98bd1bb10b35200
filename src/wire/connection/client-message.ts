/** What a client has sent, and how the response is written. */
import type { Request, Response } from '../../protocol/messages.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { MessageCodec } from '../schema/message-codec.ts';
import type { RequestHeader } from './request-header.ts';

export interface ClientMessage {
  readonly header: RequestHeader;
  /** `null` for a token without a header, see sasl-token.ts. */
  readonly codec: MessageCodec | null;
  /** What the cluster is asked for: as many responses are needed. */
  readonly requests: readonly Request[];
  readonly respond: (responses: readonly Response[]) => object;
  /** Those that have arrived. */
  readonly responses: Response[];
}

/** The response, with its size and header. */
export function responseBytes({ header, respond, responses }: ClientMessage, codec: MessageCodec): Uint8Array {
  const bytes = new ByteWriter();
  bytes.int32(0);
  bytes.int32(header.correlationId);
  if (codec.hasFlexibleResponseHeader) bytes.unsignedVarint(0);
  codec.writeResponse(bytes, respond(responses));
  bytes.patchInt32(0, bytes.length - 4);
  return bytes.finish();
}
