/**
 * A payload is the serialized form of a record's key or value.
 *
 * Owns: what a key or value is once a serializer is done with it, and how many bytes it takes on the wire.
 * Refuses to know: serializers, record layout.
 *
 * Text stays text until somebody asks for its bytes: encoding a string that nobody reads would be the dearest step of
 * a send, and its length in UTF-8 is all that sizes and limits need.
 */

/** Bytes, or text that stands for its UTF-8 bytes, or `null` (a tombstone, or no key). */
export type Payload = Uint8Array | string | null;

/** The engine looks through a long text much faster than a loop can, if all there is to find is ASCII. */
const ALL_ASCII = /^[\0-\x7f]*$/;
const WORTH_A_LOOK = 24;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Length on the wire in bytes; -1 for `null`, as Kafka writes it. */
export function payloadSize(payload: Payload): number {
  if (payload === null) return -1;
  return typeof payload === 'string' ? utf8Length(payload) : payload.length;
}

/** The bytes of a payload (encodes text at each call). */
export function payloadBytes(payload: Payload): Uint8Array | null {
  return typeof payload === 'string' ? encoder.encode(payload) : payload;
}

/** The payload read as UTF-8 text. */
export function payloadText(payload: Payload): string | null {
  return payload === null || typeof payload === 'string' ? payload : decoder.decode(payload);
}

/** Number of bytes of `text` in UTF-8; a lone surrogate counts three, as TextEncoder writes U+FFFD for it. */
export function utf8Length(text: string): number {
  const length = text.length;
  if (length >= WORTH_A_LOOK && ALL_ASCII.test(text)) return length;
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
