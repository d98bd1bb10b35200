/**
 * What a user hands to send() to hear of a record's end.
 *
 * Owns: the two forms a callback takes, and how either is called.
 * Refuses to know: when, and what happens to an exception it throws.
 */
import type { RecordMetadata } from '../record/record-metadata.ts';

/**
 * Told once per record. `error` is `null` when the record was acknowledged; otherwise `metadata` names the topic and the
 * partition as far as known, and holds -1 elsewhere (it is never `null`, as in Java since 3.0).
 */
export type CallbackFunction = (metadata: RecordMetadata, error: Error | null) => void;

/** Java's form of a callback. */
export interface CallbackObject {
  onCompletion(metadata: RecordMetadata, error: Error | null): void;
}

export type Callback = CallbackFunction | CallbackObject;

export function invokeCallback(callback: Callback, metadata: RecordMetadata, error: Error | null): void {
  if (typeof callback === 'function') callback(metadata, error);
  else callback.onCompletion(metadata, error);
}
