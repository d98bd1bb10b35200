/**
 * The exact size of what Java's KafkaLZ4BlockOutputStream writes: a frame of independent blocks of 64 KB, each compressed by LZ4's
 * fast compressor (acceleration 1). The compressed bytes themselves are not made.
 */
import { MIN_MATCH, SeenPositions } from './seen-positions.ts';

const FRAME_HEADER_SIZE = 7;
const END_MARK_SIZE = 4;
const BLOCK_HEADER_SIZE = 4;
const BLOCK_SIZE = 64 * 1024;

/** The last five bytes of a block are literals, and no match starts in its last twelve. */
const LAST_LITERALS = 5;
const MATCH_FIND_LIMIT = 12;
const HASH_BITS = 13;
const HASH_MULTIPLIER = 0x9e3779b1;
/** After 2^6 misses the search takes longer steps. */
const SKIP_TRIGGER = 6;
const OFFSET_SIZE = 2;
const TOKEN_SIZE = 1;
/** Lengths below this fit into the token. */
const TOKEN_LENGTH = 15;

export function lz4Size(bytes: Uint8Array): number {
  let size = FRAME_HEADER_SIZE + END_MARK_SIZE;
  for (let start = 0; start < bytes.length; start += BLOCK_SIZE) {
    const block = bytes.subarray(start, start + BLOCK_SIZE);
    // A block that does not shrink is stored uncompressed.
    size += BLOCK_HEADER_SIZE + Math.min(block.length, blockSize(block));
  }
  return size;
}

function blockSize(block: Uint8Array): number {
  const { length } = block;
  const lastMatchStart = length - MATCH_FIND_LIMIT;
  if (lastMatchStart <= 0) return literalsSize(length);
  const seen = new SeenPositions(block, 1 << HASH_BITS, HASH_MULTIPLIER, 32 - HASH_BITS);
  let size = 0;
  let anchor = 0;
  seen.look(0);
  for (let found = nextMatch(seen, 1, lastMatchStart); found !== null; ) {
    const before = seen.sameBefore(found.position, found.match, anchor);
    let position = found.position - before;
    let match = found.match - before;
    do {
      const matched = seen.matchLength(position, match, length - LAST_LITERALS);
      size += literalsSize(position - anchor) + OFFSET_SIZE + lengthSize(matched - MIN_MATCH);
      position += matched;
      anchor = position;
      if (position > lastMatchStart) return size + literalsSize(length - anchor);
      seen.look(position - 2);
      match = seen.look(position);
    } while (seen.isMatch(position, match));
    found = nextMatch(seen, position + 1, lastMatchStart);
  }
  return size + literalsSize(length - anchor);
}

function nextMatch(
  seen: SeenPositions,
  from: number,
  lastMatchStart: number,
): { position: number; match: number } | null {
  let misses = 1 << SKIP_TRIGGER;
  let step = 1;
  for (let position = from; position + step <= lastMatchStart + 1; ) {
    const match = seen.look(position);
    if (seen.isMatch(position, match)) return { position, match };
    position += step;
    step = misses++ >> SKIP_TRIGGER;
  }
  return null;
}

/** Size of a token with `length` literals. */
function literalsSize(length: number): number {
  return TOKEN_SIZE + lengthSize(length) + length;
}

/** Bytes of a length that does not fit into the token: one, and another for each further 255. */
function lengthSize(length: number): number {
  return length < TOKEN_LENGTH ? 0 : 1 + Math.floor((length - TOKEN_LENGTH) / 255);
}
