/**
 * The callback of a send(), in its two forms.
 */
import type { RecordMetadata } from '../record/record-metadata.ts';

/**
 * Called once per record, when it was acknowledged or has failed.
 *
 * @param metadata never `null`, as in Java since 3.0; of a failed record it has the topic and the partition, as far as they are
 * known, and -1 for everything else
 * @param error `null`: the record was acknowledged
 */
export type CallbackFunction = (metadata: RecordMetadata, error: Error | null) => void;

/** A callback as an object, as in Java; see CallbackFunction. */
export interface CallbackObject {
  onCompletion(metadata: RecordMetadata, error: Error | null): void;
}

/** What is called when a record was acknowledged or has failed (Java's Callback). */
export type Callback = CallbackFunction | CallbackObject;

export function invokeCallback(callback: Callback, metadata: RecordMetadata, error: Error | null): void {
  if (typeof callback === 'function') callback(metadata, error);
  else callback.onCompletion(metadata, error);
}
