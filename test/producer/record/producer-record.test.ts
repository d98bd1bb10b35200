import { describe, expect, it } from 'vitest';
import { type HeaderInput, Headers } from '../../../src/client/record/headers.ts';
import { ProducerRecord } from '../../../src/producer/record/producer-record.ts';
import { goldenTable } from '../../golden-tables.ts';

describe('A producer record', () => {
  it('is checked as in the Java client', () => {
    interface Row {
      topic: string | null;
      partition: number | null;
      timestamp: number | null;
      result?: 'ok';
      error?: { message: string };
    }
    const golden = goldenTable<Row[]>('producer_record_checks');
    expect(golden).toHaveLength(5);
    for (const { topic, partition, timestamp, error } of golden) {
      const make = (): unknown => new ProducerRecord(topic as string, partition, timestamp, 'k', 'v');
      if (error === undefined) expect(make).not.toThrow();
      else expect(make).toThrow(expect.objectContaining({ name: 'IllegalArgumentException', message: error.message }));
    }
  });

  it('takes every form of Java’s constructors', () => {
    const headers = [{ key: 'h', value: 'x' }];
    const forms = [
      new ProducerRecord('t', 'v'),
      new ProducerRecord('t', 'k', 'v'),
      new ProducerRecord('t', 3, 'k', 'v'),
      new ProducerRecord('t', 3, 99, 'k', 'v'),
      new ProducerRecord('t', 3, 'k', 'v', headers),
      new ProducerRecord('t', 3, 99, 'k', 'v', headers),
    ];
    const lists = '[RecordHeader(key = h, value = [120])]';
    expect(forms.map(String)).toEqual([
      'ProducerRecord(topic=t, partition=null, headers=RecordHeaders(headers = [], isReadOnly = false), key=null, value=v, timestamp=null)',
      'ProducerRecord(topic=t, partition=null, headers=RecordHeaders(headers = [], isReadOnly = false), key=k, value=v, timestamp=null)',
      'ProducerRecord(topic=t, partition=3, headers=RecordHeaders(headers = [], isReadOnly = false), key=k, value=v, timestamp=null)',
      'ProducerRecord(topic=t, partition=3, headers=RecordHeaders(headers = [], isReadOnly = false), key=k, value=v, timestamp=99)',
      `ProducerRecord(topic=t, partition=3, headers=RecordHeaders(headers = ${lists}, isReadOnly = false), key=k, value=v, timestamp=null)`,
      `ProducerRecord(topic=t, partition=3, headers=RecordHeaders(headers = ${lists}, isReadOnly = false), key=k, value=v, timestamp=99)`,
    ]);
  });

  it('with five arguments, of which the last is null, is recognised by the third', () => {
    expect(new ProducerRecord<string, string>('t', 3, 99, 'k', null)).toMatchObject({ timestampMs: 99, value: null });
    expect(new ProducerRecord<string, string>('t', 3, 'k', 'v', null)).toMatchObject({ key: 'k', value: 'v' });
    expect(new ProducerRecord<string, string>('t', 3, null, 'v', new Headers())).toMatchObject({
      key: null,
      value: 'v',
    });
  });

  it('equals another with the same fields', () => {
    const fields = { topic: 't', partition: 1, key: 'k', value: 'v', headers: [{ key: 'h', value: null }] };
    expect(ProducerRecord.from(fields).equals(ProducerRecord.from(fields))).toBe(true);
    expect(ProducerRecord.from(fields).equals(ProducerRecord.from({ ...fields, value: 'w' }))).toBe(false);
    expect(ProducerRecord.from(fields).equals(ProducerRecord.from({ ...fields, headers: [] }))).toBe(false);
  });
});

describe('Headers', () => {
  it('keep their order, and a key may occur again', () => {
    const headers = new Headers([{ key: 'a', value: '1' }]).add('b', null).add('a', Uint8Array.of(255));
    expect(headers.headers('a').map((header) => header.value)).toEqual([Uint8Array.of(49), Uint8Array.of(255)]);
    expect(headers.lastHeader('a')?.value).toEqual(Uint8Array.of(255));
    expect(headers.remove('a').toArray()).toEqual([{ key: 'b', value: null }]);
  });

  it('are read-only once the record is sent', () => {
    const headers = new Headers();
    headers.setReadOnly();
    expect(() => headers.add('a', null)).toThrow('RecordHeaders has been closed.');
    expect(() => headers.remove('a')).toThrow('RecordHeaders has been closed.');
  });

  it('refuse null as a key to look for or to remove, as in Java', () => {
    const headers = new Headers();
    const nothing = null as never;
    const refusal = expect.objectContaining({ name: 'IllegalArgumentException', message: 'key cannot be null.' });
    expect(() => headers.remove(nothing)).toThrow(refusal);
    expect(() => headers.lastHeader(nothing)).toThrow(refusal);
    expect(() => headers.headers(nothing)).toThrow(refusal);
    headers.setReadOnly();
    expect(() => headers.remove(nothing)).toThrow('RecordHeaders has been closed.');
  });

  const headersOf = (given: unknown): unknown => new Headers(given as Iterable<HeaderInput>).toArray();

  it('may be given in any list, and a value that is missing is null', () => {
    expect(headersOf(new Set([{ key: 'a', value: 'b' }]))).toEqual([{ key: 'a', value: Uint8Array.of(98) }]);
    expect(headersOf([{ key: 'a' }, { key: 'b', value: null }])).toEqual([
      { key: 'a', value: null },
      { key: 'b', value: null },
    ]);
    expect(headersOf(new Headers([{ key: 'a', value: 'b' }]))).toEqual([{ key: 'a', value: Uint8Array.of(98) }]);
  });

  it('may be given as an object or as entries', () => {
    const list = [
      { key: 'a', value: Uint8Array.of(98) },
      { key: 'c', value: null },
    ];
    expect(headersOf({ a: 'b', c: null })).toEqual(list);
    expect(headersOf(Object.assign(Object.create(null), { a: Uint8Array.of(98), c: null }))).toEqual(list);
    expect(headersOf(Object.entries({ a: 'b', c: null }))).toEqual(list);
    expect(headersOf(new Map(Object.entries({ a: 'b', c: null })))).toEqual(list);
    expect(headersOf({ key: 'b' })).toEqual([{ key: 'key', value: Uint8Array.of(98) }]);
    expect(headersOf({})).toEqual([]);
  });

  it('may be given to a record in each of these forms', () => {
    for (const headers of [{ a: 'b' }, [['a', 'b'] as const], [{ key: 'a', value: 'b' }], new Headers({ a: 'b' })]) {
      const records = [
        ProducerRecord.from({ topic: 't', value: 'v', headers }),
        new ProducerRecord('t', null, null, null, 'v', headers),
      ];
      for (const record of records) expect(record.headers.toArray()).toEqual([{ key: 'a', value: Uint8Array.of(98) }]);
    }
    // With five arguments, an object is the value.
    expect(new ProducerRecord<null, object>('t', null, null, null, { a: 'b' }).value).toEqual({ a: 'b' });
  });

  it.each([
    [
      { key: 'a', value: 'b' },
      "headers: expected an object such as { 'trace-id': '42' } or a list such as [{ key: 'trace-id', value: '42' }], got an object with key, value",
    ],
    ['abc', 'got "abc"'],
    [5, 'got 5'],
    [new Date(0), 'got a Date'],
    [Promise.resolve({ a: 'b' }), 'got a Promise'],
    [{ a: ['b', 'c'] }, "value of the header 'a': expected a Uint8Array, a string or null, got "],
    [[{ key: 'a', value: 'b' }, 'c'], 'headers[1]: expected { key, value } or [key, value], got "c"'],
    [[['a', 'b', 'c']], 'headers[0]: expected { key, value } or [key, value], got ["a", "b", "c"]'],
    [[['a', 5]], "value of the header 'a': expected a Uint8Array, a string or null, got 5"],
    [[null], 'headers[0]: expected { key, value } or [key, value], got null'],
    [[{ name: 'a' }], 'headers[0]: expected { key, value } or [key, value], got an object with name'],
    [[{ key: 5, value: 'b' }], 'key of a header: expected a string, got 5'],
    [[{ key: 'a', value: 5 }], "value of the header 'a': expected a Uint8Array, a string or null, got 5"],
    [
      [{ key: 'a', value: new Date(0) }],
      "value of the header 'a': expected a Uint8Array, a string or null, got a Date",
    ],
    [[{ key: 'a', value: Promise.resolve() }], 'got a Promise'],
  ])('that are %j are refused', (given, message) => {
    expect(() => headersOf(given)).toThrow(
      expect.objectContaining({
        name: 'IllegalArgumentException',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('need a key, as in Java', () => {
    const problem = { name: 'NullPointerException', message: 'Null header keys are not permitted' };
    expect(() => headersOf([{ key: null, value: 'b' }])).toThrow(expect.objectContaining(problem));
    expect(() => new Headers().add(undefined as unknown as string, 'b')).toThrow(expect.objectContaining(problem));
  });
});
