/**
 * A payload is the serialized form of a record's key or value.
 *
 * A string is not encoded before its bytes are needed: encoding would be the most expensive step of a send, and sizes and limits
 * need only the length in UTF-8.
 */

/** Bytes, or a string that stands for its UTF-8 bytes, or `null` (a tombstone, or a record without a key). */
export type Payload = Uint8Array | string | null;

/** On long strings, a regular expression finds out much faster than a loop that all characters are ASCII. */
const ALL_ASCII = /^[\0-\x7f]*$/;
const LONG = 24;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Returns the length in bytes, and -1 for `null`, as Kafka writes it. */
export function payloadSize(payload: Payload): number {
  if (payload === null) return -1;
  return typeof payload === 'string' ? utf8Length(payload) : payload.length;
}

/** Returns the bytes of a payload. A string is encoded in each call. */
export function payloadBytes(payload: Payload): Uint8Array | null {
  return typeof payload === 'string' ? encoder.encode(payload) : payload;
}

/** Returns a payload of its own: later writes to the bytes of the given one do not change it. */
export function ownPayload(payload: Payload): Payload {
  // Not slice(): that of a Buffer shares its memory.
  return payload instanceof Uint8Array ? new Uint8Array(payload) : payload;
}

/** Returns the payload, decoded as UTF-8. */
export function payloadText(payload: Payload): string | null {
  return payload === null || typeof payload === 'string' ? payload : decoder.decode(payload);
}

/** Returns the length of `text` in UTF-8, in bytes. A lone surrogate counts three, because TextEncoder writes U+FFFD for it. */
export function utf8Length(text: string): number {
  const length = text.length;
  if (length >= LONG && ALL_ASCII.test(text)) return length;
  let bytes = length;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else {
      bytes += 2;
      if (isHighSurrogate(unit) && i + 1 < length && isLowSurrogate(text.charCodeAt(i + 1))) i++;
    }
  }
  return bytes;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
