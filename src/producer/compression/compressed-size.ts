/**
 * The size of a batch's records after compression, as the Java client configures the codecs. A batch keeps its records uncompressed
 * and travels with the compressed size; see docs/decisions/0006-compressed-sizes.md.
 *
 * gzip is computed by pako, which writes the same bytes as zlib; zstd is modelled.
 */
import { deflateRaw, gzip } from 'pako/browser/deflate';
import type { CompressionType } from '../../protocol/records/record-batch.ts';
import { lz4Size } from './lz4-size.ts';
import { snappySize } from './snappy-size.ts';

/** `legacyHash` is the hash of the original zlib; pako's default finds the matches of Node's patched one. */
const GZIP = { level: 6, legacyHash: true } as const;

/** Magic number, frame and window descriptors, a block's header, and the empty block that Java's close() adds. */
const ZSTD_FRAME_SIZE = 12;
const ZSTD_BLOCK_HEADER_SIZE = 3;
const ZSTD_BLOCK_SIZE = 128 * 1024;
/** The level of deflate whose sizes are closest to those of zstd at level 3. */
const ZSTD_STAND_IN = { level: 4, legacyHash: true } as const;

/** @param records encoded, not compressed @returns in bytes */
export function compressedSize(codec: CompressionType, records: Uint8Array): number {
  switch (codec) {
    case 'none':
      return records.length;
    case 'gzip':
      return gzip(records, GZIP).length;
    case 'snappy':
      return snappySize(records);
    case 'lz4':
      return lz4Size(records);
    case 'zstd':
      return zstdSize(records);
  }
}

/** A model: exact for records that do not shrink, and a few percent off for most others. */
function zstdSize(records: Uint8Array): number {
  const moreBlocks = Math.ceil(records.length / ZSTD_BLOCK_SIZE) - 1;
  const content = Math.min(records.length, deflateRaw(records, ZSTD_STAND_IN).length);
  return ZSTD_FRAME_SIZE + moreBlocks * ZSTD_BLOCK_HEADER_SIZE + content;
}
