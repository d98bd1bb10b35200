/** Covers: src/checks/arguments.ts, src/checks/value-type.ts */
import { describe, expect, it } from 'vitest';
import { checkArgument, checkOptions, type OptionTypes } from '../../src/checks/arguments.ts';
import * as types from '../../src/checks/value-type.ts';

interface TopicOptions {
  readonly partitions?: number;
  readonly name?: string;
}

const TOPIC_OPTIONS: OptionTypes<TopicOptions> = { partitions: types.COUNT, name: types.TEXT };
const check = (options: unknown): void => checkOptions('createTopic()', options, TOPIC_OPTIONS);

describe('An argument', () => {
  it('of another type is refused with the place, what is expected and what is there', () => {
    expect(() => checkArgument('sim.advance(ms)', '10', types.MS)).toThrow(
      expect.objectContaining({
        name: 'IllegalArgumentException',
        message: 'sim.advance(ms): expected a whole number of ms, 0 or more, got "10"',
      }),
    );
    expect(() => checkArgument('sim.advance(ms)', 10, types.MS)).not.toThrow();
  });

  const values = [
    undefined,
    null,
    '',
    '1',
    'a',
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0,
    1,
    1.5,
    1n,
    2 ** 53,
  ];
  const accepted = (type: types.ValueType): unknown[] => values.filter((value) => type.accepts(value));

  it.each([
    { name: 'MS', type: types.MS, takes: [0, 1] },
    { name: 'TIMEOUT_MS', type: types.TIMEOUT_MS, takes: [Number.POSITIVE_INFINITY, 0, 1] },
    { name: 'WAIT_MS', type: types.WAIT_MS, takes: [Number.POSITIVE_INFINITY, -1, 0, 1] },
    { name: 'DURATION_MS', type: types.DURATION_MS, takes: [1] },
    { name: 'OFFSET_MS', type: types.OFFSET_MS, takes: [-1, 0, 1] },
    { name: 'COUNT', type: types.COUNT, takes: [1] },
    { name: 'WHOLE', type: types.WHOLE, takes: [0, 1] },
    { name: 'INTEGER', type: types.INTEGER, takes: [-1, 0, 1] },
    { name: 'PARTITION', type: types.PARTITION, takes: [0, 1] },
    { name: 'STRING', type: types.STRING, takes: ['', '1', 'a'] },
    { name: 'TEXT', type: types.TEXT, takes: ['1', 'a'] },
    { name: 'BOOLEAN', type: types.BOOLEAN, takes: [true] },
    { name: 'a whole number or null', type: types.orNull(types.WHOLE), takes: [null, 0, 1] },
    { name: 'one of two words', type: types.oneOf(['a', 'b']), takes: ['a'] },
  ])('that is $name', ({ type, takes }) => {
    expect(accepted(type)).toEqual(takes);
  });

  it('that is one of a few words names them', () => {
    expect(types.oneOf(['a', 'b', 'c']).expected).toBe("'a', 'b' or 'c'");
    expect(types.oneOf(['a']).expected).toBe("'a'");
  });
});

describe('Options', () => {
  it('may be left out, or undefined', () => {
    expect(() => check({})).not.toThrow();
    expect(() => check({ partitions: undefined, name: 't' })).not.toThrow();
  });

  it('that do not exist are refused with the nearest name', () => {
    expect(() => check({ numPartitions: 6 })).toThrow(
      "createTopic(): there is no option 'numPartitions'. Did you mean 'partitions'? The options are partitions, name",
    );
    expect(() => check({ toString: 1 })).toThrow("there is no option 'toString'. The options are partitions, name");
  });

  it('that must be there are named', () => {
    expect(() =>
      checkOptions('run()', { name: 't' }, TOPIC_OPTIONS, { noun: 'field', required: ['partitions'] }),
    ).toThrow("run(), field 'partitions': expected a whole number above 0, got undefined");
  });

  it('of another type are refused', () => {
    expect(() => check({ partitions: Number.NaN })).toThrow(
      "createTopic(), option 'partitions': expected a whole number above 0, got NaN",
    );
  });

  it.each([null, 5, 'x', [], new Date(0)])('that are %j are refused', (options) => {
    expect(() => check(options)).toThrow('createTopic(): expected an object with options, got ');
  });
});
