/**
 * Topic ids: 128 random bits as 22 characters of url-safe base64 (org.apache.kafka.common.Uuid).
 */
import { drawUuidBytes } from '../state/random-uuid.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A new id. As in Kafka it never begins with '-', since it would look like an option on a command line. */
export function drawTopicId(nextInt: (bound: number) => number): string {
  const id = base64Url(drawUuidBytes(nextInt));
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
