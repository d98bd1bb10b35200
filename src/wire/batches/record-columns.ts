/** Reads the records of a batch from their bytes, which are not compressed, and checks them without reading their fields. */

import type { Payload } from '../../protocol/records/payload.ts';
import type { Header } from '../../protocol/records/record-batch.ts';
import type { RecordColumns } from '../../protocol/records/record-encoding.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { WireError } from '../bytes/wire-error.ts';

const NO_HEADERS: readonly Header[] = [];

/** What the header of a batch says of its records. */
export interface Described {
  readonly recordCount: number;
  readonly baseTimestampMs: number;
  readonly maxTimestampMs: number;
}

/** The keys and values are views of `records`, not copies. */
export function readColumns(records: Uint8Array, described: Described): RecordColumns {
  const { recordCount, baseTimestampMs, maxTimestampMs } = described;
  const bytes = new ByteReader(records);
  const keys: Payload[] = [];
  const values: Payload[] = [];
  const timestampsMs: number[] = [];
  const headers: (readonly Header[])[] = [];
  let hasHeaders = false;
  let isAlwaysMax = true;
  for (let row = 0; row < recordCount; row++) {
    const end = bytes.varint() + bytes.position;
    bytes.skip(1); // attributes: Kafka uses none
    const timestampMs = baseTimestampMs + bytes.varlong();
    bytes.varint(); // the offset's distance from that of the batch
    keys.push(readPayload(bytes));
    values.push(readPayload(bytes));
    const ofRecord = readHeaders(bytes);
    if (bytes.position !== end) throw new WireError(`Record ${row} ends at byte ${bytes.position}, not at ${end}.`);
    timestampsMs.push(timestampMs);
    headers.push(ofRecord);
    if (timestampMs !== maxTimestampMs) isAlwaysMax = false;
    if (ofRecord.length > 0) hasHeaders = true;
  }
  return {
    keys,
    values,
    timestampsMs: isAlwaysMax ? undefined : timestampsMs,
    maxTimestampMs,
    headers: hasHeaders ? headers : undefined,
  };
}

function readPayload(bytes: ByteReader): Payload {
  const length = bytes.varint();
  return length < 0 ? null : bytes.view8(length);
}

function readHeaders(bytes: ByteReader): readonly Header[] {
  const count = bytes.varint();
  if (count === 0) return NO_HEADERS;
  const headers: Header[] = [];
  for (let i = 0; i < count; i++) {
    const key = bytes.text(bytes.varint());
    const length = bytes.varint();
    headers.push({ key, value: length < 0 ? null : bytes.view8(length) });
  }
  return headers;
}

/** How many well-formed records there are up to the end, or to the first byte that is no part of one. */
export interface RecordsFound {
  readonly count: number;
  readonly isComplete: boolean;
}

/** @param start where the records begin in `encoded` */
export function countRecords(encoded: Uint8Array, start: number): RecordsFound {
  const bytes = new ByteReader(encoded, start);
  let count = 0;
  try {
    while (bytes.remaining > 0) {
      skipRecord(bytes);
      count++;
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { count, isComplete: false };
  }
  return { count, isComplete: true };
}

function skipRecord(bytes: ByteReader): void {
  const end = bytes.varint() + bytes.position;
  bytes.skip(1);
  bytes.varlong();
  bytes.varint();
  skipPayload(bytes);
  skipPayload(bytes);
  const headers = bytes.varint();
  if (headers < 0)
    throw new WireError(`There is a negative number of headers, ${headers}, before byte ${bytes.position}.`);
  for (let i = 0; i < headers; i++) {
    bytes.skip(bytes.varint());
    skipPayload(bytes);
  }
  if (bytes.position !== end) throw new WireError(`A record ends at byte ${bytes.position}, not at ${end}.`);
}

function skipPayload(bytes: ByteReader): void {
  const length = bytes.varint();
  if (length > 0) bytes.skip(length);
}
