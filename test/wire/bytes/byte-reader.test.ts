/** Covers: src/wire/bytes/{byte-reader,byte-writer,text,uuid}.ts */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/wire/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/wire/bytes/byte-writer.ts';
import { uuidBytes, uuidText } from '../../../src/wire/bytes/uuid.ts';
import { WireError } from '../../../src/wire/bytes/wire-error.ts';

const written = (write: (bytes: ByteWriter) => void): ByteReader => {
  const bytes = new ByteWriter(1);
  write(bytes);
  return new ByteReader(bytes.finish());
};
const reader = (...bytes: number[]): ByteReader => new ByteReader(Uint8Array.from(bytes));

describe('Integers', () => {
  const kinds = [
    ['int8', fc.integer({ min: -128, max: 127 })],
    ['int16', fc.integer({ min: -32_768, max: 32_767 })],
    ['int32', fc.integer()],
    ['int64', fc.maxSafeInteger()],
    ['unsignedVarint', fc.nat({ max: 0xffffffff })],
  ] as const;

  it.each(kinds)('%s: what is written can be read', (kind, values) => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = written((writer) => writer[kind](value));
        expect(bytes[kind]()).toBe(value);
        expect(bytes.remaining).toBe(0);
      }),
    );
  });

  it('are in network byte order', () => {
    expect([...written((bytes) => bytes.int64(-2)).bytes]).toEqual([255, 255, 255, 255, 255, 255, 255, 254]);
    expect([...written((bytes) => bytes.int64(2 ** 32 + 5)).bytes]).toEqual([0, 0, 0, 1, 0, 0, 0, 5]);
    expect([...written((bytes) => bytes.int32(258)).bytes]).toEqual([0, 0, 1, 2]);
  });

  it('of 64 bits that a number cannot represent keep their sign', () => {
    expect(reader(127, 255, 255, 255, 255, 255, 255, 255).int64()).toBe(2 ** 63);
    expect([...written((bytes) => bytes.int64(2 ** 63)).bytes]).toEqual([127, 255, 255, 255, 255, 255, 255, 255]);
    expect(reader(128, 0, 0, 0, 0, 0, 0, 0).int64()).toBe(-(2 ** 63));
  });

  it('of 32 bits are read with and without sign', () => {
    expect(reader(255, 255, 255, 254).int32()).toBe(-2);
    expect(reader(255, 255, 255, 254).uint32()).toBe(0xfffffffe);
    expect(reader(254, 255, 255, 255).uint32LittleEndian()).toBe(0xfffffffe);
  });

  it('of 32 bits in a varint are zigzag numbers', () => {
    expect([0, 1, 2, 3].map((byte) => reader(byte).varint())).toEqual([0, -1, 1, -2]);
    expect(reader(0xff, 0xff, 0xff, 0xff, 0x0f).varint()).toBe(-(2 ** 31));
    expect(reader(0xfe, 0xff, 0xff, 0xff, 0x0f).varint()).toBe(2 ** 31 - 1);
  });

  it('of 64 bits in a varint are zigzag numbers', () => {
    expect([0, 1, 2, 3].map((byte) => reader(byte).varlong())).toEqual([0, -1, 1, -2]);
    expect(reader(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f).varlong()).toBe(2 ** 53 - 1);
  });

  it('in a varint have a limited length', () => {
    expect(() => reader(255, 255, 255, 255, 255, 1).unsignedVarint()).toThrow('longer than 5 bytes');
    expect(() => reader(...Array(11).fill(255)).varlong()).toThrow('longer than 10 bytes');
  });
});

describe('Text', () => {
  it('is UTF-8', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '\0', 'ä', '€', '😀'), maxLength: 100 }),
        (text) => {
          const bytes = written((writer) => writer.text(text));
          expect([...bytes.bytes]).toEqual([...Buffer.from(text)]);
          expect(bytes.text(bytes.remaining)).toBe(text);
        },
      ),
    );
  });

  it('that is not valid UTF-8 has replacement characters', () => {
    expect(reader(0xff, 0x61).text(2)).toBe('\ufffda');
  });
});

describe('Uuids', () => {
  it('are the base64 of their bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const isZero = bytes.every((byte) => byte === 0);
        expect(uuidText(bytes)).toBe(isZero ? '' : Buffer.from(bytes).toString('base64url'));
        expect(uuidBytes(uuidText(bytes))).toEqual(bytes);
      }),
    );
  });

  it('are zeros if the text is not a uuid', () => {
    expect(uuidBytes('orders')).toEqual(new Uint8Array(16));
    expect(uuidBytes('!'.repeat(22))).toEqual(new Uint8Array(16));
  });
});

describe('The end of the bytes', () => {
  it.each([
    ['int8', 0],
    ['int16', 1],
    ['int32', 3],
    ['int64', 7],
    ['unsignedVarint', 0],
    ['varlong', 0],
  ] as const)('is respected by %s', (kind, length) => {
    expect(() => reader(...Array(length).fill(1))[kind]()).toThrow(WireError);
  });

  it('is respected by lengths', () => {
    expect(() => reader(1, 2, 3).text(4)).toThrow(
      '4 more bytes are needed at byte 0, but the message ends after 3 bytes.',
    );
    expect(() => reader(1, 2, 3).view8(-1)).toThrow('negative length, -1');
    expect(() => new ByteReader(Uint8Array.of(1, 2, 3), 0, 2).skip(3)).toThrow(WireError);
  });
});
