import { describe, expect, it } from 'vitest';
import { plainCopy } from '../../../src/producer/sending/plain-copy.ts';

describe('A plain copy', () => {
  it('of something that is not an object is the thing itself', () => {
    const call = (): void => {};
    for (const data of [null, undefined, 1, 'text', 1n, true, call]) expect(plainCopy(data)).toBe(data);
  });

  it('shares no array, object, map, set or bytes with the original', () => {
    const data = () => ({
      list: [1, [2]],
      map: new Map([[{ key: 1 }, { value: 1 }]]),
      set: new Set([[1]]),
      bytes: new Uint8Array([1, 2]),
      buffer: Buffer.from('ab'),
      none: Object.assign(Object.create(null) as { a: number }, { a: 1 }),
    });
    const original = data();
    const copy = plainCopy(original);
    expect(copy).toStrictEqual(data());
    original.list.length = 0;
    for (const value of original.map.values()) value.value = 2;
    for (const list of original.set) list.push(2);
    original.bytes.fill(0);
    original.buffer.fill(0);
    original.none.a = 2;
    expect(copy).toStrictEqual(data());
    expect(Buffer.isBuffer(copy.buffer)).toBe(true);
  });

  it('contains itself where the original does, and each object once', () => {
    const shared = {};
    const original: Record<string, unknown> = { a: shared, b: shared };
    original['self'] = original;
    const copy = plainCopy(original);
    expect(copy['self']).toBe(copy);
    expect(copy['a']).toBe(copy['b']);
    expect(copy['a']).not.toBe(shared);
  });

  it('keeps objects of other classes, which it cannot copy, and fields with the name __proto__', () => {
    class Money {
      readonly #amount = 12;
      get amount(): number {
        return this.#amount;
      }
    }
    class List extends Array<number> {}
    const money = new Money();
    const list = List.from([1]);
    const copy = plainCopy({ money, list });
    expect(copy.money).toBe(money);
    expect(copy.list).toBe(list);
    const odd = JSON.parse('{"__proto__": {"a": 1}}') as object;
    expect(JSON.stringify(plainCopy(odd))).toBe('{"__proto__":{"a":1}}');
  });
});
