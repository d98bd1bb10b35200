import { describe, expect, it } from 'vitest';
import { givenText } from '../../../src/simulation/checking/given-text.ts';

describe('The text of a key or value', () => {
  it.each([
    [null, null],
    [undefined, null],
    ['text', 'text'],
    [Buffer.from('bytes'), 'bytes'],
    [{ a: 1 }, '{"a":1}'],
    [[1, 2], '[1,2]'],
    [7, '7'],
    [7n, '7'],
    [{ amount: 7n }, '[object Object]'],
    [{ toJSON: (): void => {} }, '{}'],
  ])('%o is %o', (given, text) => {
    expect(givenText(given)).toBe(text);
  });

  it('of data that contains itself is its type', () => {
    const list: unknown[] = [];
    list.push(list);
    expect(givenText(list)).toBe('[object Array]');
  });
});
