/**
 * What LZ4 and Snappy have in common: a block of bytes, and a hash table of the positions at which four bytes were seen last.
 * Positions are offsets in the block.
 */

export const MIN_MATCH = 4;

export class SeenPositions {
  private readonly block: Uint8Array;
  private readonly view: DataView;
  /** By hash. Entries without a position are 0, which is also a position, as in the original algorithms. */
  private readonly positions: Uint16Array;
  private readonly multiplier: number;
  private readonly shift: number;

  /**
   * @param tableSize a power of two
   * @param multiplier of the hash, whose bits are those of the product above the lowest `shift`
   */
  constructor(block: Uint8Array, tableSize: number, multiplier: number, shift: number) {
    this.block = block;
    this.view = new DataView(block.buffer, block.byteOffset, block.length);
    this.positions = new Uint16Array(tableSize);
    this.multiplier = multiplier;
    this.shift = shift;
  }

  /** Where the four bytes at `position` may have been seen last. From now on that is `position`. */
  look(position: number): number {
    const product = Math.imul(this.view.getUint32(position, true), this.multiplier);
    const hash = (product >>> this.shift) & (this.positions.length - 1);
    const seen = this.positions[hash] as number;
    this.positions[hash] = position;
    return seen;
  }

  isMatch(position: number, match: number): boolean {
    return this.view.getUint32(position, true) === this.view.getUint32(match, true);
  }

  /** The length of a match that must not extend beyond `end`. */
  matchLength(position: number, match: number, end: number): number {
    let length = MIN_MATCH;
    while (position + length < end && this.block[position + length] === this.block[match + length]) length++;
    return length;
  }

  /** How many bytes before a match are equal, too, back to `start` at most. */
  sameBefore(position: number, match: number, start: number): number {
    const most = Math.min(position - start, match);
    let length = 0;
    while (length < most && this.block[position - length - 1] === this.block[match - length - 1]) length++;
    return length;
  }
}
