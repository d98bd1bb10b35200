/**
 * Topic ids: 128 random bits as 22 characters of url-safe base64 (org.apache.kafka.common.Uuid).
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A new id. As in Kafka it never begins with '-', since it would look like an option on a command line. */
export function drawTopicId(nextInt: (bound: number) => number): string {
  const bytes = Array.from({ length: 16 }, () => nextInt(256));
  // Version 4, variant 1, as a random java.util.UUID has them.
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const id = base64Url(bytes);
  return id.startsWith('-') ? drawTopicId(nextInt) : id;
}

function base64Url(bytes: readonly number[]): string {
  let text = '';
  let bits = 0;
  let bitCount = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    bitCount += 8;
    while (bitCount >= 6) {
      bitCount -= 6;
      text += ALPHABET[(bits >> bitCount) & 63];
    }
    bits &= (1 << bitCount) - 1;
  }
  return bitCount === 0 ? text : text + ALPHABET[(bits << (6 - bitCount)) & 63];
}
