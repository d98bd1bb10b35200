import { expect, it } from 'vitest';
import { drawUuid } from '../../../src/broker/state/random-uuid.ts';

it('A random id is written as Java writes it, with version 4 and variant 1', () => {
  let draw = 0;
  expect(drawUuid((bound) => draw++ % bound)).toBe('00010203-0405-4607-8809-0a0b0c0d0e0f');
  expect(drawUuid((bound) => bound - 1)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
});
