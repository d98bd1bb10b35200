import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText } from '../../../src/wire/bytes/text.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const decoded = (bytes: readonly number[]): string => decodeText(Uint8Array.from(bytes), 0, bytes.length);

describe('Text of the protocol', () => {
  it('is decoded as UTF-8, whatever was decoded before', () => {
    const byte = fc.oneof(fc.constantFrom(0x61, 0x62, 0xc3, 0xa9, 0xe9), fc.nat(255));
    fc.assert(
      fc.property(fc.array(fc.array(byte, { maxLength: 60 }), { maxLength: 20 }), (texts) => {
        for (const bytes of texts) expect(decoded(bytes)).toBe(utf8.decode(Uint8Array.from(bytes)));
      }),
    );
  });

  it('is not taken for a text with other characters of the same length and the same last byte', () => {
    expect(['orders-1', 'papers-1', 'orders-1'].map((text) => decoded([...Buffer.from(text)]))).toEqual([
      'orders-1',
      'papers-1',
      'orders-1',
    ]);
  });

  it('is not taken for a text whose characters have the numbers of its bytes', () => {
    expect(decoded([0xc3, 0xa9, 0x61])).toBe('éa');
    expect(decoded([0xe9, 0x61])).toBe('\ufffda');
  });

  it('comes back from its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const bytes = new Uint8Array(2 + 12 * text.length);
        const end = encodeText(text, bytes, 2);
        expect(decodeText(bytes, 2, end)).toBe(utf8.decode(Buffer.from(text)));
      }),
    );
  });
});
