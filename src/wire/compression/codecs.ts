/** Decompresses the records of batches, and compresses those of batches that were never on a wire. */
import type { CompressionType } from '../../protocol/records/record-batch.ts';
import { WireError } from '../bytes/wire-error.ts';
import { compressGzip, decompressGzip } from './gzip.ts';
import { decompressLz4, storeAsLz4 } from './lz4.ts';
import { decompressSnappy, storeAsSnappy } from './snappy.ts';
import { decompressZstd, storeAsZstd } from './zstd.ts';

interface Codec {
  readonly decompress: (compressed: Uint8Array) => Uint8Array;
  readonly compress: (records: Uint8Array) => Uint8Array;
}

const CODECS: Readonly<Record<CompressionType, Codec>> = {
  none: { decompress: (records) => records, compress: (records) => records },
  gzip: { decompress: decompressGzip, compress: compressGzip },
  snappy: { decompress: decompressSnappy, compress: storeAsSnappy },
  lz4: { decompress: decompressLz4, compress: storeAsLz4 },
  zstd: { decompress: decompressZstd, compress: storeAsZstd },
};

/** @throws WireError if the records cannot be decompressed */
export function decompress(codec: CompressionType, compressed: Uint8Array): Uint8Array {
  try {
    return CODECS[codec].decompress(compressed);
  } catch (error) {
    if (error instanceof WireError) throw error;
    throw new WireError(`The records cannot be decompressed with ${codec}: ${(error as Error).message}`);
  }
}

/** Snappy, LZ4 and Zstandard get valid streams whose content is not compressed. */
export function compress(codec: CompressionType, records: Uint8Array): Uint8Array {
  return CODECS[codec].compress(records);
}
