/** Covers: src/producer/result/ */
import { describe, expect, it } from 'vitest';
import { BatchResult, type ResultHost } from '../../../src/producer/result/batch-result.ts';
import { RecordFuture } from '../../../src/producer/result/record-future.ts';
import { TimeoutException } from '../../../src/protocol/errors/exceptions.ts';

interface World extends ResultHost {
  readonly timers: { delayMs: number; task: () => void; isCancelled: boolean }[];
  visible: number;
}

function fakeWorld(): World {
  const clientHost: World = {
    timers: [],
    visible: 0,
    schedule(delayMs, task) {
      const timer = { delayMs, task, isCancelled: false };
      clientHost.timers.push(timer);
      return {
        cancel() {
          timer.isCancelled = true;
        },
      };
    },
    userWaits() {},
    userVisible() {
      clientHost.visible++;
    },
  };
  return clientHost;
}

function sent(clientHost: ResultHost = fakeWorld()): { result: BatchResult; future: RecordFuture } {
  const result = new BatchResult('t', 0, clientHost);
  return { result, future: new RecordFuture(result, 2, 77, 1, 4) };
}

describe('The future of a record', () => {
  it('is done when its batch is, and not while the batch’s callbacks run', async () => {
    const { result, future } = sent();
    result.set(10, -1, null);
    expect(future.isDone()).toBe(false);
    result.done();
    expect(future.isDone()).toBe(true);
    const metadata = await future;
    expect([String(metadata), metadata.timestamp(), metadata.serializedKeySize()]).toEqual(['t-0@12', 77, 1]);
  });

  it('settles earlier waits and notes that for the host; without a wait it notes nothing', async () => {
    const clientHost = fakeWorld();
    const { result, future } = sent(clientHost);
    sent(clientHost).result.done();
    expect(clientHost.visible).toBe(0);
    const promise = future.get();
    result.set(0, 99, null);
    result.done();
    expect(clientHost.visible).toBe(1);
    expect((await promise).timestamp()).toBe(99);
  });

  it('causes no unhandled rejection if it is not looked at', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): number => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    const { result, future } = sent();
    result.set(-1, -1, new TimeoutException('late'));
    result.done();
    const waiting = RecordFuture.waiting();
    waiting.refuse('t', -1, new Error('closed'), fakeWorld());
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', listen);
    expect([future.isDone(), waiting.isDone(), unhandled]).toEqual([true, true, []]);
  });

  it('rejects with the exception of its own row, the very object', async () => {
    const { result, future } = sent();
    result.set(-1, -1, (row) => new TimeoutException(`row ${row}`));
    result.done();
    await expect(future.get()).rejects.toThrow(TimeoutException);
    expect(await future.catch((error: Error) => error.message)).toBe('row 2');
  });

  it('follows its record into the part of a split batch', async () => {
    const clientHost = fakeWorld();
    const { result, future } = sent(clientHost);
    const promise = future.get();
    const parts = [new BatchResult('t', 0, clientHost), new BatchResult('t', 0, clientHost)];
    result.split(parts, [0, 2]);
    expect([result.isDone, future.isDone(), clientHost.visible]).toEqual([true, false, 0]);
    parts[0]!.set(10, -1, null);
    parts[0]!.done();
    expect(future.isDone()).toBe(false);
    parts[1]!.set(12, -1, null);
    parts[1]!.done();
    expect(String(await promise)).toBe('t-0@12');
  });

  it('times out if that is asked for, without an effect on the record', async () => {
    const clientHost = fakeWorld();
    const { result, future } = sent(clientHost);
    const promise = future.get(50);
    expect(clientHost.timers.map((timer) => timer.delayMs)).toEqual([50]);
    clientHost.timers[0]!.task();
    await expect(promise).rejects.toMatchObject({
      name: 'TimeoutException',
      javaClass: 'java.util.concurrent.TimeoutException',
      message: 'Timeout after waiting for 50 ms.',
    });
    result.set(0, -1, null);
    result.done();
    expect(String(await future)).toBe('t-0@2');
  });

  it.each([0, -1])('does not wait at all for %i ms, as in Java', async (timeoutMs) => {
    const clientHost = fakeWorld();
    const { result, future } = sent(clientHost);
    await expect(future.get(timeoutMs)).rejects.toThrow(`Timeout after waiting for ${timeoutMs} ms.`);
    expect(clientHost.timers).toEqual([]);
    result.set(0, -1, null);
    result.done();
    expect(String(await future.get(timeoutMs))).toBe('t-0@2');
  });

  it('has no limit with Infinity', async () => {
    const clientHost = fakeWorld();
    const { result, future } = sent(clientHost);
    const promise = future.get(Number.POSITIVE_INFINITY);
    expect(clientHost.timers).toEqual([]);
    result.set(0, -1, null);
    result.done();
    expect(String(await promise)).toBe('t-0@2');
  });

  it.each([
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    ['10', '"10"'],
    [10n, '10n'],
    [null, 'null'],
    [{ timeout: 5 }, 'an object with timeout'],
  ])('refuses the timeout %s', async (timeoutMs, shown) => {
    await expect(sent().future.get(timeoutMs as number)).rejects.toMatchObject({
      name: 'IllegalArgumentException',
      message: `get(timeoutMs): expected a whole number of ms, or Infinity, got ${shown}`,
    });
  });

  it('cancels its timer when the record is acknowledged in time', async () => {
    const clientHost = fakeWorld();
    const { result, future } = sent(clientHost);
    const promise = future.get(50);
    result.set(0, -1, null);
    result.done();
    await promise;
    expect(clientHost.timers[0]!.isCancelled).toBe(true);
  });
});

describe('The future of a send that waits', () => {
  it('that has failed once send() returns has that error, even for a get() that does not wait', async () => {
    const future = RecordFuture.waiting();
    const outcome = expect(future.get(0)).rejects.toThrow('too late');
    future.accept(BatchResult.failed('t', 0, new TimeoutException('too late'), fakeWorld()), -1, -1, -1, -1);
    await outcome;
  });

  it('is accepted when the record is in a batch', async () => {
    const clientHost = fakeWorld();
    const future = RecordFuture.waiting();
    const seen: string[] = [];
    const accepted = future.accepted.then(() => seen.push('accepted'));
    const done = future.get(30).then(() => seen.push('done'));
    expect(clientHost.timers).toEqual([]);
    const result = new BatchResult('t', 0, clientHost);
    future.accept(result, 0, 5, -1, 3);
    expect([clientHost.visible, clientHost.timers.length]).toEqual([1, 1]);
    await accepted;
    result.set(0, -1, null);
    result.done();
    await done;
    expect(seen).toEqual(['accepted', 'done']);
    await expect(future.accepted).resolves.toBeUndefined();
  });

  it('rejects with what Java would have thrown', async () => {
    const error = new Error('closed');
    const early = RecordFuture.waiting();
    const promises = [early.accepted, early.get()];
    early.refuse('t', -1, error, fakeWorld());
    const late = RecordFuture.waiting();
    late.refuse('t', -1, error, fakeWorld());
    promises.push(late.accepted, late.get());
    expect(
      (await Promise.allSettled(promises)).map((outcome) => outcome.status === 'rejected' && outcome.reason),
    ).toEqual([error, error, error, error]);
  });

  it('is accepted if the send failed without an exception, and then rejects', async () => {
    const clientHost = fakeWorld();
    const future = RecordFuture.waiting();
    const done = future.get();
    future.accept(BatchResult.failed('t', -1, new TimeoutException('no metadata'), clientHost), -1, -1, -1, -1);
    await expect(future.accepted).resolves.toBeUndefined();
    await expect(done).rejects.toThrow('no metadata');
    expect(clientHost.visible).toBe(1);
  });
});
