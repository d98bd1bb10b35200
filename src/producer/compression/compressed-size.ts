/**
 * How many bytes a codec makes of a batch's records, as the Java client sets the codecs up.
 *
 * Owns: gzip (pako, which writes zlib's bytes), the model of zstd, and which codec is whose.
 * Refuses to know: the compressed bytes: a batch keeps its records as they are, and travels with its compressed size.
 * See docs/decisions/0006-compressed-sizes.md.
 */
import { deflateRaw, gzip } from 'pako/browser/deflate';
import type { CompressionType } from '../../protocol/records/record-batch.ts';
import { lz4Size } from './lz4-size.ts';
import { snappySize } from './snappy-size.ts';

/** With zlib's own hash; pako's default finds the matches of Node's patched zlib. */
const GZIP = { level: 6, legacyHash: true } as const;

/** Magic number, frame and window descriptors, a block's header, and the empty block that Java's close() adds. */
const ZSTD_FRAME_SIZE = 12;
const ZSTD_BLOCK_HEADER_SIZE = 3;
const ZSTD_BLOCK_SIZE = 128 * 1024;
/** The level of deflate that comes closest to level 3 of zstd. */
const ZSTD_STAND_IN = { level: 4, legacyHash: true } as const;

/** Of records that are encoded, but not compressed yet; in bytes. */
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

/** A model: exact for what does not shrink, some percent off for most of the rest. */
function zstdSize(records: Uint8Array): number {
  const moreBlocks = Math.ceil(records.length / ZSTD_BLOCK_SIZE) - 1;
  const content = Math.min(records.length, deflateRaw(records, ZSTD_STAND_IN).length);
  return ZSTD_FRAME_SIZE + moreBlocks * ZSTD_BLOCK_HEADER_SIZE + content;
}
