/** A 64-bit hash of text, made of two 32-bit hashes. For fingerprints and seeds; it is not cryptographic. */

export class TextHash {
  first: number = 0x811c9dc5 | 0;
  second: number = 0x9747b28c | 0;

  add(text: string): void {
    let { first, second } = this;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      first = Math.imul(first ^ unit, 0x01000193);
      second = Math.imul(second ^ unit, 0x5bd1e995);
      second ^= second >>> 15;
    }
    this.first = first;
    this.second = second;
  }

  /** Returns the hash as 16 hex digits. */
  digest(): string {
    return hex(mix(this.first)) + hex(mix(this.second));
  }
}

/** Makes every bit of a 32-bit number affect all bits of the result (the finalizer of MurmurHash3). */
export function mix(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function hex(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}
