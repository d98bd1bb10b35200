import { describe, expect, it } from 'vitest';
import { javaAbs, javaHashCode } from '../../src/protocol/java-hash-code.ts';

describe("Java's hash code of a string", () => {
  it('is a signed integer of 32 bits', () => {
    expect(['', 'a', 'hello', 'transactional-id-1'].map(javaHashCode)).toEqual([
      0,
      97,
      99162322,
      javaHash('transactional-id-1'),
    ]);
  });

  it('has an absolute value even if it is the smallest integer, whose absolute value is 0', () => {
    expect(javaHashCode('polygenelubricants')).toBe(-2147483648);
    expect([-2147483648, -1, 7].map(javaAbs)).toEqual([0, 1, 7]);
  });
});

function javaHash(text: string): number {
  let hash = 0n;
  for (const letter of text) hash = BigInt.asIntN(32, hash * 31n + BigInt(letter.charCodeAt(0)));
  return Number(hash);
}
