/**
 * The exact size of what snappy-java's SnappyOutputStream writes with snappy 1.1.10: a header, then blocks of 32 KB, each
 * compressed by itself. The compressed bytes themselves are not made.
 */
import { unsignedVarintSize } from '../../protocol/records/record-size.ts';
import { SeenPositions } from './seen-positions.ts';

const STREAM_HEADER_SIZE = 16;
const BLOCK_HEADER_SIZE = 4;
const BLOCK_SIZE = 32 * 1024;

/** No match is searched for in the last bytes of a block. */
const INPUT_MARGIN = 15;
const MIN_TABLE_SIZE = 1 << 8;
const MAX_TABLE_SIZE = 1 << 14;
const HASH_MULTIPLIER = 0x1e35a7bd;
const HASH_SHIFT = 18;
/** The positions after a match that are tried one by one; after these, the steps grow by a 32nd of the distance. */
const DENSE_POSITIONS = 16;
const INITIAL_SKIP = 32;
const LITERAL_LENGTH_IN_TAG = 60;

export function snappySize(bytes: Uint8Array): number {
  let size = STREAM_HEADER_SIZE;
  for (let start = 0; start < bytes.length; start += BLOCK_SIZE) {
    const block = bytes.subarray(start, start + BLOCK_SIZE);
    size += BLOCK_HEADER_SIZE + unsignedVarintSize(block.length) + blockSize(block);
  }
  return size;
}

function blockSize(block: Uint8Array): number {
  const { length } = block;
  const limit = length - INPUT_MARGIN;
  const seen = new SeenPositions(block, tableSize(length), HASH_MULTIPLIER, HASH_SHIFT);
  let size = 0;
  let anchor = 0;
  for (let found = nextMatch(seen, 1, limit); found !== null; found = nextMatch(seen, anchor + 1, limit)) {
    let { position, match } = found;
    size += literalSize(position - anchor);
    do {
      const matched = seen.matchLength(position, match, length);
      size += copySize(position - match, matched);
      position += matched;
      anchor = position;
      if (position >= limit) return size + literalSize(length - anchor);
      seen.look(position - 1);
      match = seen.look(position);
    } while (seen.isMatch(position, match));
  }
  return size + literalSize(length - anchor);
}

function nextMatch(seen: SeenPositions, from: number, limit: number): { position: number; match: number } | null {
  const denseEnd = limit - from >= DENSE_POSITIONS ? from + DENSE_POSITIONS : from;
  let skip = INITIAL_SKIP + (denseEnd - from);
  for (let position = from; ; ) {
    const step = position < denseEnd ? 1 : skip >> 5;
    if (position >= denseEnd) {
      skip += step;
      if (position + step > limit) return null;
    }
    const match = seen.look(position);
    if (seen.isMatch(position, match)) return { position, match };
    position += step;
  }
}

/** The lowest power of two that is at least the block's length, within limits. */
function tableSize(length: number): number {
  let size = MIN_TABLE_SIZE;
  while (size < length && size < MAX_TABLE_SIZE) size *= 2;
  return size;
}

function literalSize(length: number): number {
  if (length === 0) return 0;
  const lengthBytes = length <= LITERAL_LENGTH_IN_TAG ? 0 : length <= 0x100 ? 1 : 2;
  return 1 + lengthBytes + length;
}

/** A long match is several copies of at most 64 bytes; only a short and near one takes two bytes. */
function copySize(offset: number, length: number): number {
  let size = 0;
  let rest = length;
  while (rest >= 68) {
    size += 3;
    rest -= 64;
  }
  if (rest > 64) {
    size += 3;
    rest -= 60;
  }
  return size + (rest < 12 && offset < 2048 ? 2 : 3);
}
