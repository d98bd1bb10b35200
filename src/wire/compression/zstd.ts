/** Zstandard frames (RFC 8878). */
import { Decompress } from 'fzstd';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { WireError } from '../bytes/wire-error.ts';
import { Output } from './output.ts';

const FRAME_MAGIC = 0xfd2fb528;
const IS_SINGLE_SEGMENT = 0x20;
/** Sizes of the id of a dictionary and of the content's size, by the two bits that stand for them. */
const DICTIONARY_ID_SIZES: readonly number[] = [0, 1, 2, 4];
const CONTENT_SIZE_SIZES: readonly number[] = [1, 2, 4, 8];
/** What Java's decoder accepts (ZSTD_WINDOWLOG_LIMIT_DEFAULT). */
const LARGEST_WINDOW = 2 ** 27;

export function decompressZstd(compressed: Uint8Array): Uint8Array {
  const windowSize = windowSizeOf(new ByteReader(compressed));
  if (windowSize > LARGEST_WINDOW) {
    throw new WireError(`A Zstandard frame needs ${windowSize} bytes of memory, more than ${LARGEST_WINDOW}.`);
  }
  const output = new Output(2 * compressed.length);
  new Decompress((chunk) => output.add(chunk)).push(compressed, true);
  return output.finish();
}

/** How much memory the first frame asks for. */
function windowSizeOf(bytes: ByteReader): number {
  if (bytes.uint32LittleEndian() !== FRAME_MAGIC) return 0;
  const flags = bytes.uint8();
  if ((flags & IS_SINGLE_SEGMENT) === 0) {
    const descriptor = bytes.uint8();
    const base = 2 ** (10 + (descriptor >> 3));
    return base + (base / 8) * (descriptor & 7);
  }
  bytes.skip(DICTIONARY_ID_SIZES[flags & 3] as number);
  const size = CONTENT_SIZE_SIZES[flags >> 6] as number;
  let value = 0;
  for (let i = 0; i < size; i++) value += bytes.uint8() * 2 ** (8 * i);
  return value;
}

/** One segment, and the size of the content in four bytes. */
const STORED_DESCRIPTOR = 0x80 | IS_SINGLE_SEGMENT;
const BLOCK_SIZE = 128 * 1024;

/** Writes a frame that any client can read, without making the records smaller. */
export function storeAsZstd(records: Uint8Array): Uint8Array {
  const bytes = new ByteWriter(records.length + 64);
  bytes.uint32LittleEndian(FRAME_MAGIC);
  bytes.int8(STORED_DESCRIPTOR);
  bytes.uint32LittleEndian(records.length);
  let start = 0;
  do {
    const block = records.subarray(start, start + BLOCK_SIZE);
    start += BLOCK_SIZE;
    const isLast = start >= records.length ? 1 : 0;
    const header = (block.length << 3) | isLast;
    bytes.int8(header & 0xff);
    bytes.int8((header >> 8) & 0xff);
    bytes.int8(header >> 16);
    bytes.copy(block);
  } while (start < records.length);
  return bytes.finish();
}
