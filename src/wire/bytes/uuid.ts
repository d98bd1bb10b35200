/** Uuids as Kafka prints them: 22 characters of url-safe base64; the uuid of zeros, which stands for none, is empty. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SIZE = 16;
const TEXT_LENGTH = 22;

/** @param bytes the 16 bytes of a uuid */
export function uuidText(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte === 0)) return '';
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 6; bits -= 6) text += ALPHABET[(held >> (bits - 6)) & 0x3f];
  }
  return text + ALPHABET[(held << (6 - bits)) & 0x3f];
}

/** The 16 bytes of a uuid; zeros if `text` is not a uuid. */
export function uuidBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  if (text.length !== TEXT_LENGTH) return bytes;
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return new Uint8Array(SIZE);
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}
