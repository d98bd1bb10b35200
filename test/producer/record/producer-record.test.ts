import { describe, expect, it } from 'vitest';
import { Headers } from '../../../src/client/record/headers.ts';
import { checkRecord, ProducerRecord } from '../../../src/producer/record/producer-record.ts';
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

  it('refuses a partition that is not a whole number', () => {
    expect(() => checkRecord('t', 1.5, null)).toThrow('Invalid partition: 1.5.');
    expect(() => checkRecord('t', Number.NaN, null)).toThrow('Invalid partition: NaN.');
    expect(() => checkRecord('t', 0, Number.NaN)).toThrow('Invalid timestamp: NaN.');
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
});
