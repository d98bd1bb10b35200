/**
 * A record as it was when send() was called, for a send() that has to wait.
 *
 * Java's send() blocks its caller, so the caller cannot change the record before it is in a batch. Here the caller goes on at
 * once, and may use the record, its key, value and headers, and their bytes again.
 */

import { ownPayload } from '../../protocol/records/payload.ts';
import type { Header } from '../../protocol/records/record-batch.ts';
import type { PendingRecord } from '../accumulator/pending-record.ts';
import { ProducerRecord, type ProducerRecordLike } from '../record/producer-record.ts';
import { plainCopy } from './plain-copy.ts';

/** How far Java's send() would be: it serializes and partitions the record after it has waited for metadata. */
type Stage = 'waits for metadata' | 'is serialized' | 'is prepared';

export class CapturedRecord<K, V> implements ProducerRecordLike<K, V> {
  readonly topic: string;
  readonly partition: number | null;
  readonly timestampMs: number | null;
  /** For a partitioner of the user's; `null` if there is none. */
  readonly key: K | null;
  /** For a partitioner of the user's; `null` if there is none. */
  readonly value: V | null;
  /** The serialized record; `null` if a serializer has thrown. */
  pending: PendingRecord | null = null;
  /** What a serializer has thrown; `null`: nothing. */
  failure: { readonly thrown: unknown } | null = null;
  stage: Stage = 'waits for metadata';
  /** The program's record if its headers were writable when it was sent, and what they were. */
  private readonly given: ProducerRecord<K, V> | null;
  private readonly givenHeaders: readonly Header[];

  /** @param keepsObjects whether a partitioner is going to look at the key and value */
  constructor(record: ProducerRecordLike<K, V>, keepsObjects: boolean) {
    this.topic = record.topic;
    this.partition = record.partition ?? null;
    this.timestampMs = record.timestampMs ?? null;
    this.key = keepsObjects ? plainCopy(record.key ?? null) : null;
    this.value = keepsObjects ? plainCopy(record.value) : null;
    this.given = record instanceof ProducerRecord && record.hasOpenHeaders ? record : null;
    this.givenHeaders = this.given?.hasHeaders === true ? this.given.headers.toArray() : [];
  }

  /** A record that is prepared already, and waits for memory. */
  static prepared<K, V>(record: ProducerRecordLike<K, V>, pending: PendingRecord): CapturedRecord<K, V> {
    const captured = new CapturedRecord(record, false);
    captured.stage = 'is prepared';
    captured.hold(pending);
    return captured;
  }

  /** Keeps the serialized record, with bytes of its own. */
  hold(pending: PendingRecord): void {
    pending.key = ownPayload(pending.key);
    pending.value = ownPayload(pending.value);
    this.pending = pending;
  }

  /** Makes the program's headers read-only, as they are in Java when send() has returned. */
  closeHeaders(): void {
    this.given?.closeHeaders();
  }

  /** After a failure: leaves the program's headers as Java's send() leaves them when it fails at this stage. */
  releaseHeaders(): void {
    if (this.given === null || this.stage === 'is prepared') return;
    this.given.reopenHeaders(this.stage === 'is serialized' ? this.given.headers.toArray() : this.givenHeaders);
  }
}
