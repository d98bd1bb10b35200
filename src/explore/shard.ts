/**
 * One part of an exploration that several machines share without a word: history number k belongs to part k mod n.
 */

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

export const WHOLE: Shard = { index: 1, count: 1 };

export function belongsTo({ index, count }: Shard, number: number): boolean {
  return number % count === index - 1;
}

/** `2/4`, as a shard; undefined if it is none. */
export function readShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count ? shard : undefined;
}
