/** Covers: src/kits/assert/record-pattern.ts, src/kits/assert/value-pattern.ts and src/kits/assert/pattern-text.ts. */
import { describe, expect, it } from 'vitest';
import { patternText, recordText } from '../../../src/kits/assert/pattern-text.ts';
import { fits, parsePattern, type RecordPattern } from '../../../src/kits/assert/record-pattern.ts';
import { fitsText } from '../../../src/kits/assert/value-pattern.ts';

const record = {
  topic: 'orders',
  partition: 1,
  offset: 7,
  timestampMs: 1_700_000_000_000,
  key: 'k',
  value: '{"id":1,"lines":["a","b"]}',
  headers: [
    { key: 'trace', value: new TextEncoder().encode('old') },
    { key: 'trace', value: new TextEncoder().encode('new') },
    { key: 'empty', value: null },
  ],
};

function isExactly(pattern: RecordPattern): boolean {
  return fits(record, parsePattern(pattern, 'exact'));
}

function isLike(pattern: RecordPattern): boolean {
  return fits(record, parsePattern(pattern, 'partial'));
}

describe('A pattern of a record', () => {
  it.each([
    [{}],
    [{ key: 'k' }],
    [{ partition: 1, offset: 7, timestampMs: 1_700_000_000_000 }],
    [{ value: /"id":1/g }],
    [{ value: { lines: ['a', 'b'], id: 1 } }],
    [{ headers: { trace: 'new', empty: null } }],
  ])('%j matches', (pattern) => {
    expect(isExactly(pattern)).toBe(true);
    // A global regular expression keeps the position of its last match.
    expect(isExactly(pattern)).toBe(true);
  });

  it.each([
    [{ key: 'K' }],
    [{ key: null }],
    [{ partition: 0 }],
    [{ offset: 6 }],
    [{ timestampMs: 1 }],
    [{ value: { id: 1 } }],
    [{ value: { id: 1, lines: ['b', 'a'] } }],
    [{ value: { id: 1, lines: { 0: 'a', 1: 'b' } } }],
    [{ value: ['a'] }],
    [{ headers: { trace: 'old' } }],
    [{ headers: { missing: null } }],
  ])('%j does not match', (pattern) => {
    expect(isExactly(pattern)).toBe(false);
  });

  it('that is text, null or a regular expression matches the value', () => {
    expect(parsePattern('one', 'exact').fields).toEqual({ value: 'one' });
    expect(parsePattern(null, 'exact').fields).toEqual({ value: null });
    expect(parsePattern(/one/, 'exact').fields).toEqual({ value: /one/ });
  });

  it('that is an object does not match text that is not JSON, nor null', () => {
    expect(fitsText('one', { id: 1 }, 'exact')).toBe(false);
    expect(fitsText(null, {}, 'partial')).toBe(false);
    expect(fitsText(null, /null/, 'exact')).toBe(false);
    expect(fitsText(null, null, 'exact')).toBe(true);
  });

  it.each([
    ['one', '"one"'],
    [null, 'null'],
    [/^o/, '/^o/'],
    [{}, 'any record'],
    [{ value: 'one' }, '"one"'],
    [{ key: 'k', offset: 3 }, '{ key: "k", offset: 3 }'],
    [{ value: { id: 1 }, headers: { a: 'b' } }, '{ value: {"id":1}, headers: {"a":"b"} }'],
    [{ value: { id: expect.any(Number), at: /^2/ } }, '{"id":Any<Number>,"at":/^2/}'],
    [expect.objectContaining({ key: 'k' }), 'a record that matches ObjectContaining {"key":"k"}'],
    [{ value: (text: string) => text === 'a' }, '(text) => text === "a"'],
    ['x'.repeat(100), `"${'x'.repeat(60)}…"`],
  ])('%j has the text %s', (pattern, text) => {
    expect(patternText(parsePattern(pattern, 'exact'))).toBe(text);
  });

  it.each<[RecordPattern]>([
    [{ value: expect.objectContaining({ id: 1 }) }],
    [{ value: { id: expect.any(Number), lines: expect.arrayContaining(['b']) } }],
    [{ value: { id: (id: number) => id > 0, lines: ['a', /^b/] } }],
    [{ value: expect.stringContaining('"id":1') }],
    [{ value: expect.anything(), key: expect.anything() }],
    [{ value: expect.not.objectContaining({ id: 2 }) }],
    [{ value: ({ id }) => id === 1, key: (key) => key.length === 1 }],
    [{ key: { asymmetricMatch: (key: unknown) => key === 'k' } }],
    [{ offset: expect.any(Number), partition: (partition) => partition > 0, timestampMs: expect.closeTo(1.7e12) }],
    [{ headers: { trace: /^n/, empty: null, missing: undefined as never } }],
    [{ headers: { trace: expect.stringMatching('new') } }],
    [{ headers: expect.objectContaining({ trace: 'new' }) }],
    [expect.objectContaining({ key: 'k', offset: 7 })],
    [({ key, partition }) => key === 'k' && partition === 1],
    [{ value: { id: 1, lines: ['a', 'b'], note: undefined } }],
  ])('may consist of matchers and predicates: %#', (pattern) => {
    expect(isExactly(pattern)).toBe(true);
  });

  it.each<[RecordPattern]>([
    [{ value: expect.objectContaining({ id: 2 }) }],
    [{ value: { id: expect.any(String), lines: ['a', 'b'] } }],
    [{ value: expect.not.stringContaining('"id":1') }],
    [{ value: expect.not.objectContaining({ id: 1 }) }],
    [{ value: () => false }],
    [{ value: { id: 1, lines: () => false } }],
    [{ headers: { missing: expect.anything() } }],
    [{ headers: { trace: undefined as never } }],
    [{ offset: () => false }],
    [expect.objectContaining({ key: 'other' })],
    [() => false],
  ])('is not matched if a matcher or a predicate is not: %#', (pattern) => {
    expect(isExactly(pattern)).toBe(false);
    expect(isLike(pattern)).toBe(false);
  });

  it('matches objects with other fields at any depth where it is partial', () => {
    const order = { ...record, value: '{"order":{"id":1,"by":{"name":"ann","age":30}},"lines":[{"sku":1,"count":2}]}' };
    for (const value of [{}, { order: { by: { age: 30 } } }, { lines: [{ sku: 1 }] }]) {
      expect(fits(order, parsePattern({ value }, 'partial'))).toBe(true);
      expect(fits(order, parsePattern({ value }, 'exact'))).toBe(false);
    }
    for (const value of [{ order: { by: { age: 31 } } }, { lines: [] }, { order: { id: { by: 1 } } }, { at: {} }]) {
      expect(fits(order, parsePattern({ value }, 'partial'))).toBe(false);
    }
  });

  it('compares a date and other objects with toJSON() as JSON', () => {
    expect(fitsText('{"at":"2026-01-01T00:00:00.000Z"}', { at: new Date('2026-01-01') }, 'exact')).toBe(true);
    expect(fitsText('{"at":"2026-01-02T00:00:00.000Z"}', { at: new Date('2026-01-01') }, 'partial')).toBe(false);
  });

  it('gets numbers in JSON only where it is a matcher of numbers', () => {
    expect(fitsText('4', expect.any(Number), 'exact')).toBe(true);
    expect(fitsText('4', expect.any(String), 'exact')).toBe(true);
    expect(fitsText('4', (text: unknown) => text === '4', 'exact')).toBe(true);
  });

  it('refuses predicates that answer for every value', () => {
    expect(() => isExactly({ value: async () => false } as never)).toThrow(
      'this one returned a promise: async () => false',
    );
    expect(() => isExactly({ key: String } as never)).toThrow('has to return true or false; this one returned string');
    expect(() => isExactly((() => {}) as never)).toThrow('this one returned undefined');
  });

  it('refuses a matcher of strings in place of a record', () => {
    expect(() => isExactly(expect.not.stringContaining('a'))).toThrow('for its value write { value: ... }');
  });

  it('has the same text form as a record', () => {
    expect(recordText({ ...record, key: null, value: 'one' })).toBe('"one" at orders-1@7');
    expect(recordText({ ...record, value: null })).toBe('{ key: "k", value: null } at orders-1@7');
  });
});
