/**
 * Sharding: several machines share an exploration without communicating. History number k belongs to shard k mod n + 1 of n.
 */

/** One of several equal parts of an exploration. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** The only shard of an exploration that is not shared. */
export const SINGLE_SHARD: Shard = { index: 1, count: 1 };

export function belongsTo({ index, count }: Shard, number: number): boolean {
  return number % count === index - 1;
}

/** Reads `2/4`. Undefined if the text is not a valid shard. */
export function readShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count ? shard : undefined;
}
