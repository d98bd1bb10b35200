import { describe, expect, it } from 'vitest';
import { describeValue, isPromise } from '../../src/checks/describe-value.ts';

class Order {}

// oxlint-disable-next-line unicorn/no-thenable -- what it tests
const THEN = 'then';

/** An object that is no Promise, and can be awaited. */
class Awaitable {
  [THEN](): void {}
}

describe('A value in an error', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [1.5, '1.5'],
    [10n, '10n'],
    [true, 'true'],
    [Symbol('a'), 'Symbol(a)'],
    ['10', '"10"'],
    ['x'.repeat(70), `"${'x'.repeat(60)}"...`],
    [() => 1, 'a function'],
    [Order, 'the class Order'],
    [new Order(), 'an Order'],
    [new Date(0), 'a Date'],
    [new Map(), 'a Map'],
    [Promise.resolve(), 'a Promise'],
    [new Awaitable(), 'an Awaitable'],
    [[], '[]'],
    [['a', 'b'], '["a", "b"]'],
    [[{}], 'an array of 1'],
    [Uint8Array.of(1, 2), 'a Uint8Array of 2 bytes'],
    [new Int8Array(3), 'an Int8Array of 3 bytes'],
    [new ArrayBuffer(1), 'an ArrayBuffer'],
    [{}, '{}'],
    [{ a: 1, b: 2 }, 'an object with a, b'],
    [Object.create(null), '{}'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, 'an object with a, b, c, d, e, ...'],
  ])('%# is %s', (value, text) => {
    expect(describeValue(value)).toBe(text);
  });
});

describe('A promise', () => {
  it('is anything that can be awaited', () => {
    expect([Promise.resolve(), new Awaitable(), {}, null, 5].map(isPromise)).toEqual([true, true, false, false, false]);
  });
});
