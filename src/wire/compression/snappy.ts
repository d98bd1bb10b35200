/**
 * Snappy as Kafka's clients write it: a raw block (https://github.com/google/snappy, format_description.txt), or the blocks of
 * snappy-java's SnappyOutputStream, each after its size.
 */
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { WireError } from '../bytes/wire-error.ts';
import { Output } from './output.ts';

const STREAM_MAGIC = Uint8Array.of(0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0);
/** The magic number, the version, and the oldest version that can read it. */
const STREAM_HEADER_SIZE = 16;
const STREAM_VERSION = 1;
const STREAM_BLOCK_SIZE = 32 * 1024;

/** Lengths of literals from 61 on (tag 60) are in the 1 to 4 bytes after the tag. */
const LONG_LITERAL = 60;
const LITERAL = 0;
const NEAR_COPY = 1;
const FAR_COPY = 2;

export function decompressSnappy(compressed: Uint8Array): Uint8Array {
  const bytes = new ByteReader(compressed);
  const output = new Output(2 * compressed.length);
  if (!STREAM_MAGIC.every((byte, i) => compressed[i] === byte)) {
    addBlock(bytes, output);
    return output.finish();
  }
  bytes.skip(STREAM_HEADER_SIZE);
  while (bytes.remaining > 0) addBlock(new ByteReader(bytes.view8(bytes.int32())), output);
  return output.finish();
}

function addBlock(bytes: ByteReader, output: Output): void {
  const end = output.size + bytes.unsignedVarint();
  while (bytes.remaining > 0) {
    const tag = bytes.uint8();
    const kind = tag & 3;
    if (kind === LITERAL) output.add(bytes.view8(literalLength(tag >> 2, bytes)));
    else if (kind === NEAR_COPY) output.repeat(((tag >> 5) << 8) | bytes.uint8(), ((tag >> 2) & 7) + 4);
    else output.repeat(littleEndian(bytes, kind === FAR_COPY ? 2 : 4), (tag >> 2) + 1);
  }
  if (output.size !== end) throw new WireError(`A snappy block ends after ${output.size} bytes, not after ${end}.`);
}

function literalLength(value: number, bytes: ByteReader): number {
  return value < LONG_LITERAL ? value + 1 : littleEndian(bytes, value - LONG_LITERAL + 1) + 1;
}

function littleEndian(bytes: ByteReader, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value += bytes.uint8() * 2 ** (8 * i);
  return value;
}

/** Writes blocks that any client can read, without making them smaller. */
export function storeAsSnappy(records: Uint8Array): Uint8Array {
  const bytes = new ByteWriter(records.length + 64);
  bytes.copy(STREAM_MAGIC);
  bytes.int32(STREAM_VERSION);
  bytes.int32(STREAM_VERSION);
  for (let start = 0; start < records.length; start += STREAM_BLOCK_SIZE) {
    const block = records.subarray(start, start + STREAM_BLOCK_SIZE);
    const sizeAt = bytes.length;
    bytes.int32(0);
    bytes.unsignedVarint(block.length);
    // One literal with a length of two bytes.
    bytes.int8((LONG_LITERAL + 1) << 2);
    bytes.int8((block.length - 1) & 0xff);
    bytes.int8((block.length - 1) >> 8);
    bytes.copy(block);
    bytes.patchInt32(sizeAt, bytes.length - sizeAt - 4);
  }
  return bytes.finish();
}
