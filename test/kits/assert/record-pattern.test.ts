import { describe, expect, it } from 'vitest';
import { fieldsOf, fits, fitsText, patternText, recordText } from '../../../src/kits/assert/record-pattern.ts';

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

describe('A pattern of a record', () => {
  it.each([
    [{}],
    [{ key: 'k' }],
    [{ partition: 1, offset: 7, timestampMs: 1_700_000_000_000 }],
    [{ value: /"id":1/g }],
    [{ value: { lines: ['a', 'b'], id: 1 } }],
    [{ headers: { trace: 'new', empty: null } }],
  ])('%j matches', (pattern) => {
    expect(fits(record, fieldsOf(pattern))).toBe(true);
    // A global regular expression keeps the position of its last match.
    expect(fits(record, fieldsOf(pattern))).toBe(true);
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
    expect(fits(record, fieldsOf(pattern))).toBe(false);
  });

  it('that is text, null or a regular expression matches the value', () => {
    expect(fieldsOf('one')).toEqual({ value: 'one' });
    expect(fieldsOf(null)).toEqual({ value: null });
    expect(fieldsOf(/one/)).toEqual({ value: /one/ });
  });

  it('that is an object does not match text that is not JSON, nor null', () => {
    expect(fitsText('one', { id: 1 })).toBe(false);
    expect(fitsText(null, {})).toBe(false);
    expect(fitsText(null, /null/)).toBe(false);
    expect(fitsText(null, null)).toBe(true);
  });

  it.each([
    ['one', '"one"'],
    [null, 'null'],
    [/^o/, '/^o/'],
    [{}, 'any record'],
    [{ value: 'one' }, '"one"'],
    [{ key: 'k', offset: 3 }, '{ key: "k", offset: 3 }'],
    [{ value: { id: 1 }, headers: { a: 'b' } }, '{ value: {"id":1}, headers: {"a":"b"} }'],
    ['x'.repeat(100), `"${'x'.repeat(60)}…"`],
  ])('%j has the text %s', (pattern, text) => {
    expect(patternText(pattern)).toBe(text);
  });

  it('has the same text form as a record', () => {
    expect(recordText({ ...record, key: null, value: 'one' })).toBe('"one" at orders-1@7');
    expect(recordText({ ...record, value: null })).toBe('{ key: "k", value: null } at orders-1@7');
  });
});
