import { describe, expect, it } from 'vitest';
import { copyOf } from '../../../src/wire/bytes/copied-bytes.ts';

describe('copyOf', () => {
  it.each([0, 1, 180, 8 * 1024, 8 * 1024 + 1, 200_000])(
    'copies %i bytes, which the source may change then',
    (length) => {
      const source = Buffer.alloc(length + 10, 7);
      const copies = Array.from({ length: 20 }, (_, i) => {
        source.fill(i);
        return copyOf(source, 5, length);
      });
      source.fill(99);
      for (const [i, copy] of copies.entries()) {
        expect(copy.constructor).toBe(Uint8Array);
        expect(copy).toHaveLength(length);
        expect(copy.every((byte) => byte === i)).toBe(true);
      }
    },
  );

  it('begins where the view begins', () => {
    const memory = Uint8Array.of(1, 2, 3, 4, 5, 6);
    expect([...copyOf(memory.subarray(2), 1, 2)]).toEqual([4, 5]);
  });
});
