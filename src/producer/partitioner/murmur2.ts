/**
 * The hash of keys by which Kafka's producers choose partitions: MurmurHash2 with 32 bits and Kafka's seed, for bytes and, without
 * encoding it, for text.
 */
import { type Payload, payloadBytes } from '../../protocol/records/payload.ts';

const SEED = 0x9747b28c | 0;
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;
const ASCII_END = 0x80;

/**
 * The hash of a serialized key (Java's Utils.murmur2).
 *
 * @param key the bytes, or a text that stands for its UTF-8 bytes
 * @returns a signed 32-bit number
 *
 * @example
 * import { murmur2 } from 'kafka-trial/producer';
 *
 * console.log((murmur2('France') & 0x7fffffff) % 3);
 * // prints: 2
 */
export function murmur2(key: Exclude<Payload, null>): number {
  return typeof key === 'string' ? murmur2OfText(key) : murmur2OfBytes(key);
}

/** The number without its sign bit (Java's Utils.toPositive), which is not the absolute value. */
export function toPositive(number: number): number {
  return number & 0x7fffffff;
}

function murmur2OfBytes(bytes: Uint8Array): number {
  const length = bytes.length;
  const wholeWords = length & ~3;
  let hash = SEED ^ length;
  for (let i = 0; i < wholeWords; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    hash = mixWord(hash, word);
  }
  const rest = length - wholeWords;
  if (rest === 0) return finish(hash);
  if (rest === 3) hash ^= bytes[wholeWords + 2]! << 16;
  if (rest >= 2) hash ^= bytes[wholeWords + 1]! << 8;
  return finish(Math.imul(hash ^ bytes[wholeWords]!, MULTIPLIER));
}

/**
 * The same over the UTF-16 units of a text, which are its bytes if all are ASCII; if one is not, the hash is computed again from
 * the bytes. The loop is written out, since this runs for every record with a key.
 */
function murmur2OfText(text: string): number {
  const length = text.length;
  const wholeWords = length & ~3;
  let hash = SEED ^ length;
  let units = 0;
  for (let i = 0; i < wholeWords; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    units |= a | b | c | d;
    hash = mixWord(hash, a | (b << 8) | (c << 16) | (d << 24));
  }
  const rest = length - wholeWords;
  if (rest > 0) {
    const a = text.charCodeAt(wholeWords);
    const b = rest > 1 ? text.charCodeAt(wholeWords + 1) : 0;
    const c = rest > 2 ? text.charCodeAt(wholeWords + 2) : 0;
    units |= a | b | c;
    hash = Math.imul(hash ^ (c << 16) ^ (b << 8) ^ a, MULTIPLIER);
  }
  return units < ASCII_END ? finish(hash) : murmur2OfBytes(payloadBytes(text)!);
}

function mixWord(hash: number, word: number): number {
  let mixed = Math.imul(word, MULTIPLIER);
  mixed ^= mixed >>> SHIFT;
  return Math.imul(hash, MULTIPLIER) ^ Math.imul(mixed, MULTIPLIER);
}

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return mixed ^ (mixed >>> 15);
}
