import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ownPayload,
  payloadBytes,
  payloadSize,
  payloadText,
  utf8Length,
} from '../../../src/protocol/records/payload.ts';

describe('Payloads', () => {
  it('that are strings have the size of their UTF-8 bytes, even with lone surrogates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
    for (const text of ['é', '한', '😀', '\ud83d', '\ude00', 'a\ud83db', '\ud83d\ud83d\ude00']) {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }
  });

  it('that are null have the size -1', () => {
    expect(payloadSize(null)).toBe(-1);
    expect(payloadSize('')).toBe(0);
    expect(payloadSize(Uint8Array.of(1, 2))).toBe(2);
  });

  it('can be read as bytes and as text', () => {
    expect(payloadBytes('é')).toEqual(Uint8Array.of(0xc3, 0xa9));
    expect(payloadText(Uint8Array.of(0xc3, 0xa9))).toBe('é');
    expect(payloadBytes(null)).toBeNull();
    expect(payloadText(null)).toBeNull();
  });

  it('can have bytes of their own, also those of a Buffer, whose slice() shares them', () => {
    for (const bytes of [Buffer.from('a'), Uint8Array.of(97)]) {
      const own = ownPayload(bytes);
      bytes.fill(0);
      expect(payloadText(own)).toBe('a');
    }
    expect([ownPayload('a'), ownPayload(null)]).toEqual(['a', null]);
  });
});
