/** UTF-8, fast for the short ASCII names that most strings of the protocol are. */

const SHORT = 48;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Short texts of ASCII characters that were decoded before: requests repeat the names of clients, topics and groups. */
const recent: string[] = Array.from({ length: 64 }, () => '');

/** Bytes that are not valid UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return '';
  if (length > SHORT) return decoder.decode(bytes.subarray(start, end));
  const place = (31 * length + (bytes[end - 1] as number)) & (recent.length - 1);
  const before = recent[place] as string;
  if (before.length === length && hasBytes(before, bytes, start)) return before;
  return decodeShort(bytes, start, end, place);
}

function hasBytes(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

function decodeShort(bytes: Uint8Array, start: number, end: number, place: number): string {
  let text = '';
  let i = start;
  // Four at a time, since each addition makes another string.
  for (; i + 4 <= end; i += 4) {
    const [a, b, c, d] = [bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]] as [number, number, number, number];
    if ((a | b | c | d) >= 0x80) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(a, b, c, d);
  }
  for (; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x80) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  recent[place] = text;
  return text;
}

/** Writes `text` at `start`, where there must be room for it, and returns the position after it. */
export function encodeText(text: string, bytes: Uint8Array, start: number): number {
  const { length } = text;
  if (length > SHORT) return start + encoder.encodeInto(text, bytes.subarray(start)).written;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return start + encoder.encodeInto(text, bytes.subarray(start)).written;
    bytes[start + i] = unit;
  }
  return start + length;
}
