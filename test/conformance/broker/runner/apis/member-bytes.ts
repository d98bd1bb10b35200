/**
 * What members say of themselves and what they are assigned: text, or `{ subscription: [topics] }` as the consumer protocol's version 0
 * writes it.
 */
import { asText, isObject, type Json, texts } from '../json.ts';

const SUBSCRIPTION_VERSION = 0;
/** In bytes: the version, the number of topics, and the length of the user data. */
const SMALLEST_SUBSCRIPTION = 10;
const NO_USER_DATA = -1;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @throws InvalidScenarioError */
export function readBytes(value: Json | undefined): Uint8Array {
  if (isObject(value)) return subscriptionBytes(texts('subscription', value.subscription));
  return encoder.encode(value === undefined || value === null ? '' : asText('a text', value));
}

function subscriptionBytes(topics: readonly string[]): Uint8Array {
  const names = topics.map((topic) => encoder.encode(topic));
  const size = names.reduce((sum, { length }) => sum + 2 + length, SMALLEST_SUBSCRIPTION);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, SUBSCRIPTION_VERSION);
  view.setInt32(2, names.length);
  let at = 6;
  for (const name of names) {
    view.setInt16(at, name.length);
    bytes.set(name, at + 2);
    at += 2 + name.length;
  }
  view.setInt32(at, NO_USER_DATA);
  return bytes;
}

export function shownBytes(bytes: Uint8Array): Json {
  if (bytes.length < SMALLEST_SUBSCRIPTION || bytes[0] !== 0 || bytes[1] !== 0) return decoder.decode(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const subscription: string[] = [];
  let at = 6;
  for (let i = view.getInt32(2); i > 0; i--) {
    const length = view.getInt16(at);
    subscription.push(decoder.decode(bytes.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  return { subscription };
}
