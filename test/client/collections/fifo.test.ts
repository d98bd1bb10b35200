import { describe, expect, it } from 'vitest';
import { Fifo } from '../../../src/client/collections/fifo.ts';

function fifoOf(...items: number[]): Fifo<number> {
  const fifo = new Fifo<number>();
  for (const item of items) fifo.push(item);
  return fifo;
}

describe('A first-in, first-out queue', () => {
  it('returns its items in the order in which they were added', () => {
    const fifo = fifoOf(1, 2, 3);
    expect([fifo.shift(), fifo.shift(), fifo.shift(), fifo.shift()]).toEqual([1, 2, 3, undefined]);
    expect(fifo.length).toBe(0);
  });

  it('returns the newest item from the other end', () => {
    const fifo = fifoOf(1, 2);
    expect([fifo.pop(), fifo.pop(), fifo.pop()]).toEqual([2, 1, undefined]);
  });

  it('is read by index from the oldest item on', () => {
    const fifo = fifoOf(1, 2, 3);
    fifo.shift();
    expect([fifo.at(-1), fifo.at(0), fifo.at(1), fifo.at(2)]).toEqual([undefined, 2, 3, undefined]);
  });

  it('keeps the order when it wraps around, and when it grows after that', () => {
    const fifo = fifoOf(1, 2, 3, 4, 5, 6, 7, 8);
    for (let i = 0; i < 5; i++) fifo.shift();
    for (let item = 9; item <= 20; item++) fifo.push(item);
    expect(fifo.length).toBe(15);
    expect(fifo.takeAll()).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(fifo.takeAll()).toEqual([]);
  });
});
