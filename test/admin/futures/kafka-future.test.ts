import { describe, expect, it } from 'vitest';
import { KafkaFuture } from '../../../src/admin/futures/kafka-future.ts';

const ERROR = new Error('failed');

function failed(): KafkaFuture<number> {
  const future = new KafkaFuture<number>();
  future.completeExceptionally(ERROR);
  return future;
}

describe('A KafkaFuture', () => {
  it('is awaited like a promise', async () => {
    const future = new KafkaFuture<number>();
    expect([future.isDone(), future.error()]).toEqual([false, null]);
    future.complete(1);
    expect([future.isDone(), future.isCompletedExceptionally(), future.error()]).toEqual([true, false, null]);
    expect(await future).toBe(1);
    expect(await future.get()).toBe(1);
  });

  it('rejects with its error', async () => {
    const future = failed();
    expect([future.isDone(), future.isCompletedExceptionally(), future.error()]).toEqual([true, true, ERROR]);
    await expect(future.get()).rejects.toBe(ERROR);
  });

  it('has the methods of a promise', async () => {
    const future = new KafkaFuture<number>();
    future.complete(1);
    const ended: string[] = [];
    expect(await future.finally(() => ended.push('ended'))).toBe(1);
    expect(await future.catch(() => 2)).toBe(1);
    expect(await failed().catch((error) => String(error))).toBe('Error: failed');
    await expect(failed().finally(() => ended.push('failed'))).rejects.toBe(ERROR);
    expect(ended).toEqual(['ended', 'failed']);
  });

  it('fails if the function of thenApply throws, or the future that it is applied to has failed', () => {
    const future = new KafkaFuture<number>();
    const applied = future.thenApply(() => {
      throw ERROR;
    });
    expect(applied.isDone()).toBe(false);
    future.complete(1);
    expect(applied.error()).toBe(ERROR);
    expect(failed().thenApply(String).error()).toBe(ERROR);
  });

  it('keeps its first outcome', async () => {
    const future = new KafkaFuture<number>();
    future.complete(1);
    future.complete(2);
    future.completeExceptionally(ERROR);
    expect(await future).toBe(1);
  });

  it('applies a function to its result, and passes its error on', async () => {
    const future = new KafkaFuture<number>();
    const applied = future.thenApply((value) => value + 1);
    expect(applied.isDone()).toBe(false);
    future.complete(1);
    expect(await applied).toBe(2);
    expect(failed().thenApply(String).error()).toBe(ERROR);
  });
});

describe('A KafkaFuture of all of several futures', () => {
  it('is done when the last one is', () => {
    const futures = [new KafkaFuture<number>(), new KafkaFuture<number>()] as const;
    const all = KafkaFuture.allOf(futures);
    futures[1].complete(1);
    expect(all.isDone()).toBe(false);
    futures[0].complete(2);
    expect([all.isDone(), all.error()]).toEqual([true, null]);
  });

  it('fails with the first error, after all are done', () => {
    const pending = new KafkaFuture<number>();
    const all = KafkaFuture.allOf([pending, failed()]);
    expect(all.isDone()).toBe(false);
    pending.complete(1);
    expect(all.error()).toBe(ERROR);
  });

  it('is done if there are none', () => {
    expect(KafkaFuture.allOf([]).isDone()).toBe(true);
  });
});
