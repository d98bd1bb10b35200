/** LZ4 frames (https://github.com/lz4/lz4, doc/lz4_Frame_format.md). Checksums are not verified: batches have one of their own. */
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { WireError } from '../bytes/wire-error.ts';
import { Output } from './output.ts';

const FRAME_MAGIC = 0x184d2204;
const SKIPPABLE_MAGIC = 0x184d2a50;
const HAS_BLOCK_CHECKSUMS = 0x10;
const HAS_CONTENT_SIZE = 0x08;
const HAS_CONTENT_CHECKSUM = 0x04;
const HAS_DICTIONARY_ID = 0x01;
const IS_STORED = 0x80000000;

/** Lengths of 15 and more go on in further bytes, up to one that is not 255. */
const LONG = 15;
const SHORTEST_MATCH = 4;

export function decompressLz4(compressed: Uint8Array): Uint8Array {
  const bytes = new ByteReader(compressed);
  const output = new Output(2 * compressed.length);
  while (bytes.remaining > 0) addFrame(bytes, output);
  return output.finish();
}

function addFrame(bytes: ByteReader, output: Output): void {
  const magic = bytes.uint32LittleEndian();
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
    bytes.skip(bytes.uint32LittleEndian());
    return;
  }
  if (magic !== FRAME_MAGIC) throw new WireError(`An LZ4 frame begins with ${magic.toString(16)}.`);
  const flags = bytes.uint8();
  bytes.skip(1); // the size of the largest block
  if ((flags & HAS_CONTENT_SIZE) !== 0) bytes.skip(8);
  if ((flags & HAS_DICTIONARY_ID) !== 0) bytes.skip(4);
  bytes.skip(1); // the checksum of this header
  for (let size = bytes.uint32LittleEndian(); size !== 0; size = bytes.uint32LittleEndian()) {
    const block = bytes.view8(size % IS_STORED);
    if (size >= IS_STORED) output.add(block);
    else addBlock(new ByteReader(block), output);
    if ((flags & HAS_BLOCK_CHECKSUMS) !== 0) bytes.skip(4);
  }
  if ((flags & HAS_CONTENT_CHECKSUM) !== 0) bytes.skip(4);
}

function addBlock(bytes: ByteReader, output: Output): void {
  while (bytes.remaining > 0) {
    const token = bytes.uint8();
    output.add(bytes.view8(lengthFrom(token >> 4, bytes)));
    // The last sequence has no match.
    if (bytes.remaining === 0) return;
    const distance = bytes.uint8() | (bytes.uint8() << 8);
    output.repeat(distance, lengthFrom(token & LONG, bytes) + SHORTEST_MATCH);
  }
}

function lengthFrom(start: number, bytes: ByteReader): number {
  let length = start;
  if (start < LONG) return length;
  let more = 255;
  while (more === 255) {
    more = bytes.uint8();
    length += more;
  }
  return length;
}

/** The header that Java's client writes: independent blocks of 64 KB at most, and no checksum but its own. */
const FRAME_HEADER = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82);
const BLOCK_SIZE = 64 * 1024;

/** Writes a frame that any client can read, without making the records smaller. */
export function storeAsLz4(records: Uint8Array): Uint8Array {
  const bytes = new ByteWriter(records.length + 64);
  bytes.copy(FRAME_HEADER);
  for (let start = 0; start < records.length; start += BLOCK_SIZE) {
    const block = records.subarray(start, start + BLOCK_SIZE);
    bytes.uint32LittleEndian(block.length + IS_STORED);
    bytes.copy(block);
  }
  bytes.uint32LittleEndian(0);
  return bytes.finish();
}
