/**
 * The topics that a member of protocol type `consumer` is subscribed to, as its metadata says (ConsumerProtocol.deserializeSubscription
 * in version 0, with which all versions begin).
 */
import { CoordinatorException } from './coordinator-exception.ts';

const HEADER_SIZE = 2;
const INT_SIZE = 4;
const SHORT_SIZE = 2;

const decoder = new TextDecoder();

/**
 * @returns undefined if the metadata ends too early; the coordinator then does not know the topics
 * @throws CoordinatorException if a length in the metadata is impossible, which Kafka 3.6.1 does not expect
 */
export function subscribedTopics(metadata: Uint8Array): string[] | undefined {
  const bytes = new DataView(metadata.buffer, metadata.byteOffset, metadata.byteLength);
  const topics: string[] = [];
  let at = HEADER_SIZE;
  if (at + INT_SIZE > bytes.byteLength) return undefined;
  const count = bytes.getInt32(at);
  at += INT_SIZE;
  if (count < 0 || count > bytes.byteLength - at) throw new CoordinatorException(`A subscription to ${count} topics`);
  for (let i = 0; i < count; i++) {
    if (at + SHORT_SIZE > bytes.byteLength) return undefined;
    const length = bytes.getInt16(at);
    at += SHORT_SIZE;
    if (length < 0 || length > bytes.byteLength - at)
      throw new CoordinatorException(`A topic's name of ${length} bytes`);
    topics.push(decoder.decode(metadata.subarray(at, at + length)));
    at += length;
  }
  if (at + INT_SIZE > bytes.byteLength) return undefined;
  const userDataLength = bytes.getInt32(at);
  at += INT_SIZE;
  if (userDataLength > bytes.byteLength - at) throw new CoordinatorException(`User data of ${userDataLength} bytes`);
  return topics;
}
