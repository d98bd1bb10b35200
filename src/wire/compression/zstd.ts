/** Zstandard frames (RFC 8878). */
import { Decompress } from 'fzstd';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { Output } from './output.ts';

export function decompressZstd(compressed: Uint8Array): Uint8Array {
  const output = new Output(2 * compressed.length);
  new Decompress((chunk) => output.add(chunk)).push(compressed, true);
  return output.finish();
}

const FRAME_MAGIC = 0xfd2fb528;
/** One segment, and the size of the content in four bytes. */
const FRAME_DESCRIPTOR = 0xa0;
const BLOCK_SIZE = 128 * 1024;

/** Writes a frame that any client can read, without making the records smaller. */
export function storeAsZstd(records: Uint8Array): Uint8Array {
  const bytes = new ByteWriter(records.length + 64);
  bytes.uint32LittleEndian(FRAME_MAGIC);
  bytes.int8(FRAME_DESCRIPTOR);
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
