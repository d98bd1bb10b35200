/** The header of requests: version 1, and with tagged fields version 2. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import { readText } from '../schema/message-reader.ts';

export interface RequestHeader {
  /** Of the API. */
  readonly version: number;
  readonly correlationId: number;
  /** Empty if the client has none. */
  readonly clientId: string;
}

/** @param bytes after the number of the API and its version */
export function readHeader(bytes: ByteReader, version: number, isFlexible: boolean): RequestHeader {
  const correlationId = bytes.int32();
  // Not compact in version 2 either (RequestHeader.json).
  const clientId = readText(bytes) ?? '';
  if (isFlexible) skipTagged(bytes);
  return { version, correlationId, clientId };
}

function skipTagged(bytes: ByteReader): void {
  for (let count = bytes.unsignedVarint(); count > 0; count--) {
    bytes.unsignedVarint();
    bytes.skip(bytes.unsignedVarint());
  }
}
