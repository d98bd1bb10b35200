import { describe, expect, it } from 'vitest';
import { ProducerRecord } from '../../../src/producer/record/producer-record.ts';
import { checkCallback, checkFields, checkRecord, isPartition } from '../../../src/producer/record/record-checks.ts';

const refused = (message: string | RegExp, name = 'IllegalArgumentException'): unknown =>
  expect.objectContaining({
    name,
    message: typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
  });

describe('A record', () => {
  it.each([
    { topic: 't', value: 'v' },
    { topic: 't', value: null },
    { topic: 't', key: 'k', value: 'v', partition: 0, timestampMs: 0, headers: [] },
    { topic: 't', value: 'v', partition: null, timestampMs: null, key: null, headers: null },
    { topic: 't', value: 'v', partition: undefined, timestampMs: undefined, key: undefined, headers: undefined },
    { topic: '', value: 'v' },
    Object.assign(Object.create(null) as object, { topic: 't', value: 'v' }),
  ])('%# is accepted', (record) => {
    expect(() => checkRecord(record)).not.toThrow();
  });

  it('of a class of the user’s may have more fields', () => {
    class Order {
      readonly topic = 'orders';
      readonly value = '12 EUR';
      readonly createdBy = 'shop';
    }
    expect(() => checkRecord(new Order())).not.toThrow();
  });

  it.each([
    [undefined, 'NullPointerException', 'got undefined'],
    [null, 'NullPointerException', 'got null'],
    ['hello', 'IllegalArgumentException', 'got "hello"'],
    [5, 'IllegalArgumentException', 'got 5'],
  ])('that is %j is refused', (record, name, says) => {
    const message = `send(record): expected a record such as { topic: 'payments', value: '12 EUR' }, ${says}`;
    expect(() => checkRecord(record as unknown as object)).toThrow(refused(message, name));
  });

  it.each([
    [{ timestamp: 5 }, "there is no field 'timestamp'. Did you mean 'timestampMs'?"],
    [{ partion: 5 }, "there is no field 'partion'. Did you mean 'partition'?"],
    [{ header: [] }, "there is no field 'header'. Did you mean 'headers'?"],
    [
      { offset: 5 },
      "there is no field 'offset'. The fields of a record are topic, partition, timestampMs, key, value, headers",
    ],
    [{ acks: 1, messages: [] }, "there is no field 'messages'. That is the form of kafkajs"],
  ])('with %j is refused', (more, message) => {
    expect(() => checkRecord({ topic: 't', ...more } as object)).toThrow(refused(message));
    expect(() => checkRecord({ topic: 't', value: 'v', ...more } as object)).toThrow(refused(message));
  });

  it('that is a copy of a ProducerRecord is refused, because it has lost its headers', () => {
    const record = new ProducerRecord('t', null, 'k', 'v', [{ key: 'h', value: 'x' }]);
    expect(() => checkRecord(Object.assign({}, record))).toThrow(
      refused("there is no field 'headerList'. Did you mean 'headers'?"),
    );
  });

  it('in a list is refused', () => {
    expect(() => checkRecord([{ topic: 't', value: 'v' }] as object)).toThrow(
      refused('expected one record, got an array of 1. Call send() for each of them'),
    );
  });
});

describe('A topic', () => {
  it.each([
    [undefined, 'Topic cannot be null.'],
    [null, 'Topic cannot be null.'],
    [5, 'Topic must be a string, but is 5.'],
    [['t'], 'Topic must be a string, but is ["t"].'],
  ])('that is %j is refused', (topic, message) => {
    expect(() => checkFields(topic, null, null)).toThrow(refused(message));
  });
});

describe('A timestamp', () => {
  const JAVA = 'Timestamp should always be non-negative or null.';

  it('that is negative is refused with Java’s message alone', () => {
    expect(() => checkFields('t', null, -1)).toThrow(refused(/^Invalid timestamp: -1\. .* or null\.$/));
  });

  it.each([
    [
      new Date(5),
      `Invalid timestamp: a Date. ${JAVA} Expected a whole number of ms since the epoch, got a Date. Write date.getTime()`,
    ],
    [10n, `Invalid timestamp: 10. ${JAVA} Expected a whole number of ms since the epoch, got 10n`],
    ['10', `Invalid timestamp: 10. ${JAVA} Expected a whole number of ms since the epoch, got "10"`],
    [1.5, `Invalid timestamp: 1.5. ${JAVA} Expected a whole number of ms since the epoch, got 1.5`],
    [Number.NaN, 'got NaN'],
    [Number.POSITIVE_INFINITY, 'got Infinity'],
    [2 ** 53, 'got 9007199254740992'],
    [Promise.resolve(5), 'got a Promise'],
  ])('that is %s is refused', (timestampMs, message) => {
    expect(() => checkFields('t', null, timestampMs)).toThrow(refused(message));
  });
});

describe('A partition', () => {
  const JAVA = 'Partition number should always be non-negative or null.';

  it.each([
    [-1, `Invalid partition: -1. ${JAVA}`],
    ['0', `Invalid partition: 0. ${JAVA} Expected a whole number, got "0"`],
    [1.5, `Invalid partition: 1.5. ${JAVA} Expected a whole number, got 1.5`],
    [0n, 'got 0n'],
    [Number.NaN, 'got NaN'],
    [Number.POSITIVE_INFINITY, 'got Infinity'],
    [{}, `Invalid partition: {}. ${JAVA}`],
    [2 ** 31, `Invalid partition: 2147483648. ${JAVA}`],
  ])('that is %s is refused', (partition, message) => {
    expect(() => checkFields('t', partition, null)).toThrow(refused(message));
  });

  it('is a Java int that is not negative', () => {
    expect([0, 1, 2 ** 31 - 1, 2 ** 31, -1, 0.5, Number.NaN, '0', undefined].filter(isPartition)).toEqual([
      0,
      1,
      2 ** 31 - 1,
    ]);
  });
});

describe('A callback', () => {
  it.each([undefined, null, () => undefined, { onCompletion: () => undefined }])('%# is accepted', (callback) => {
    expect(() => checkCallback(callback)).not.toThrow();
  });

  it.each([
    [{ signal: null }, 'got an object with signal. send() takes no options'],
    [5, 'got 5'],
    ['done', 'got "done"'],
    [{ onCompletion: 5 }, 'got an object with onCompletion'],
    [Promise.resolve(), 'got a Promise'],
  ])('that is %j is refused', (callback, message) => {
    expect(() => checkCallback(callback)).toThrow(refused(message));
    expect(() => checkCallback(callback)).toThrow(refused('expected a function (metadata, error) => ...'));
  });
});
