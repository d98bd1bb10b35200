import { describe, expect, expectTypeOf, it } from 'vitest';
import { AdminResult } from '../../../src/admin/futures/admin-result.ts';
import { KafkaFuture } from '../../../src/admin/futures/kafka-future.ts';

const ERROR = new Error('refused');

class NumberResult extends AdminResult<number> {
  readonly future: KafkaFuture<number>;

  constructor(future: KafkaFuture<number>) {
    super(future);
    this.future = future;
  }

  value(): KafkaFuture<number> {
    return this.handOut(this.future);
  }
}

function newResult(): NumberResult {
  return new NumberResult(new KafkaFuture<number>());
}

function failedResult(): NumberResult {
  const future = new KafkaFuture<number>();
  future.completeExceptionally(ERROR);
  return new NumberResult(future);
}

/** The reasons of the unhandled rejections that `program` causes. */
async function unhandledDuring(program: () => void): Promise<readonly unknown[]> {
  const reasons: unknown[] = [];
  const listen = (reason: unknown): void => void reasons.push(reason);
  process.on('unhandledRejection', listen);
  program();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listen);
  return reasons;
}

describe('The result of an admin call', () => {
  it('is awaited like a promise', async () => {
    const result = newResult();
    result.future.complete(1);
    const value = await result;
    expectTypeOf(value).toEqualTypeOf<number>();
    expect(value).toBe(1);
    expect(await result.finally(() => undefined)).toBe(1);
    expect(await Promise.all([result, result])).toEqual([1, 1]);
  });

  it('rejects with the error of the call', async () => {
    const result = newResult();
    result.future.completeExceptionally(ERROR);
    await expect(result).rejects.toBe(ERROR);
    expect(await result.catch((error) => error)).toBe(ERROR);
    await expect(result.finally(() => undefined)).rejects.toBe(ERROR);
  });

  it('waits for a call that is not finished', async () => {
    const result = newResult();
    const waiting = result.then((value) => value + 1);
    result.future.complete(1);
    expect(await waiting).toBe(2);
  });

  it('that is not used causes an unhandled rejection when the call fails', async () => {
    const reasons = await unhandledDuring(() => newResult().future.completeExceptionally(ERROR));
    expect(reasons).toEqual([ERROR]);
  });

  it('causes one, too, if the call has failed before the result is returned', async () => {
    expect(await unhandledDuring(() => failedResult())).toEqual([ERROR]);
    expect(await unhandledDuring(() => failedResult().catch(() => undefined))).toEqual([]);
    expect(await unhandledDuring(() => failedResult().value())).toEqual([]);
  });

  it('that was awaited without a handler causes one', async () => {
    const reasons = await unhandledDuring(() => {
      const result = newResult();
      void result.then(() => undefined);
      result.future.completeExceptionally(ERROR);
    });
    expect(reasons).toEqual([ERROR]);
  });

  it('causes none if the program has taken its futures, which may be read later', async () => {
    const result = newResult();
    const reasons = await unhandledDuring(() => {
      result.value();
      result.future.completeExceptionally(ERROR);
    });
    expect(reasons).toEqual([]);
    expect(result.value().error()).toBe(ERROR);
  });

  it('causes none if the call succeeds', async () => {
    expect(await unhandledDuring(() => newResult().future.complete(1))).toEqual([]);
  });
});
