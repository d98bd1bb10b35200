/**
 * The baseline of the measures: the minimum that a program which batches records for Kafka has to do. It encodes and hashes the key,
 * computes the record's exact size in format v2, and pushes the record into an array per 16 kB batch.
 */

const BATCH_BYTES = 16_384;
const BATCH_HEADER_BYTES = 61;
const PARTITIONS = 3;
const encoder = new TextEncoder();

/** Returns the full batches, so that the engine cannot optimise the work away. */
export function bareLoop(records) {
  const open = Array.from({ length: PARTITIONS }, () => ({ bytes: BATCH_HEADER_BYTES, records: [] }));
  const closed = [];
  for (let i = 0; i < records.length; i++) {
    const record = records[i];
    const key = encoder.encode(record.key);
    const partition = (murmur2(key) & 0x7fffffff) % PARTITIONS;
    const batch = open[partition];
    const size = recordSize(batch.records.length, key.length, Buffer.byteLength(record.value));
    if (batch.bytes + size > BATCH_BYTES) {
      closed.push(batch);
      open[partition] = { bytes: BATCH_HEADER_BYTES + size, records: [record] };
    } else {
      batch.bytes += size;
      batch.records.push(record);
    }
  }
  return closed;
}

/** The length, followed by attributes, timestamp delta 0, offset delta, key, value and no headers. */
function recordSize(offsetDelta, keyBytes, valueBytes) {
  const body =
    1 + 1 + varintSize(offsetDelta) + varintSize(keyBytes) + keyBytes + varintSize(valueBytes) + valueBytes + 1;
  return body + varintSize(body);
}

function varintSize(value) {
  const bits = ((value << 1) ^ (value >> 31)) >>> 0;
  if (bits < 0x80) return 1;
  if (bits < 0x4000) return 2;
  if (bits < 0x200000) return 3;
  return bits < 0x10000000 ? 4 : 5;
}

function murmur2(bytes) {
  const length = bytes.length;
  const whole = length & ~3;
  let hash = 0x9747b28c ^ length;
  for (let i = 0; i < whole; i += 4) {
    const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    const mixed = Math.imul(word, 0x5bd1e995);
    hash = Math.imul(hash, 0x5bd1e995) ^ Math.imul(mixed ^ (mixed >>> 24), 0x5bd1e995);
  }
  if ((length & 3) === 3) hash ^= bytes[whole + 2] << 16;
  if ((length & 3) >= 2) hash ^= bytes[whole + 1] << 8;
  if ((length & 3) >= 1) hash = Math.imul(hash ^ bytes[whole], 0x5bd1e995);
  hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995);
  return hash ^ (hash >>> 15);
}
