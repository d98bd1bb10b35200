/**
 * Covers: src/producer/accumulator/readiness.ts, src/client/backoff/retry-backoff.ts,
 * src/producer/accumulator/queue-loads.ts
 */
import { describe, expect, it } from 'vitest';
import { AccumulatorOnTest } from './accumulator-on-test.ts';

const BIG = 'x'.repeat(100);

describe('A node is ready', () => {
  it('at once without linger.ms', () => {
    const on = new AccumulatorOnTest();
    on.append(0, 'a', 0);
    expect(on.readyNodes(0)).toEqual([0]);
  });

  it('only if one of its partitions has a batch; waiting does not change that', () => {
    const on = new AccumulatorOnTest({ lingerMs: 10 });
    const check = on.ready(0);
    expect([check.readyNodes, check.nextReadyCheckDelayMs]).toEqual([[], Number.POSITIVE_INFINITY]);
  });

  it('exactly linger.ms after the first batch was created', () => {
    const on = new AccumulatorOnTest({ lingerMs: 10 });
    on.append(0, 'a', 100);
    on.append(0, 'b', 105);
    const check = on.ready(109);
    expect([check.readyNodes, check.nextReadyCheckDelayMs]).toEqual([[], 1]);
    expect(on.readyNodes(110)).toEqual([0]);
  });

  it('before linger.ms if a batch is full, or if there is a second one', () => {
    const full = new AccumulatorOnTest({ lingerMs: 10, batchSize: 61 + 108 });
    full.append(0, BIG, 0);
    expect(full.readyNodes(0)).toEqual([]);
    full.append(0, 'does not fit', 0);
    expect(full.readyNodes(0)).toEqual([0]);
  });

  it('before linger.ms during a flush', () => {
    const on = new AccumulatorOnTest({ lingerMs: 10 });
    on.append(0, 'a', 0);
    on.accumulator.beginFlush();
    expect(on.readyNodes(0)).toEqual([0]);
    on.accumulator.endFlush();
    expect(on.readyNodes(0)).toEqual([]);
  });

  it('before linger.ms during two flushes, until both are done', () => {
    const on = new AccumulatorOnTest({ lingerMs: 10 });
    on.append(0, 'a', 0);
    on.accumulator.beginFlush();
    on.accumulator.beginFlush();
    on.accumulator.endFlush();
    expect(on.readyNodes(0)).toEqual([0]);
  });

  it('before linger.ms when the producer is closed', () => {
    const on = new AccumulatorOnTest({ lingerMs: 10 });
    on.append(0, 'a', 0);
    on.accumulator.close();
    expect(on.readyNodes(0)).toEqual([0]);
  });

  it('before linger.ms while a send waits for memory', () => {
    const on = new AccumulatorOnTest({ lingerMs: 10 });
    on.append(0, 'a', 0);
    const waiter = on.accumulator.pool.wait(1, () => {});
    expect(on.readyNodes(0)).toEqual([0]);
    on.accumulator.pool.abandon(waiter);
    expect(on.readyNodes(0)).toEqual([]);
  });

  it('only once, however many of its partitions have a batch', () => {
    const on = new AccumulatorOnTest({ leaders: [0, 1, 0] });
    for (const partition of [0, 1, 2]) on.append(partition, 'a', 0);
    expect(on.readyNodes(0)).toEqual([0, 1]);
  });

  it('again after it was idle: for a new record, and for a batch that was put back', () => {
    const on = new AccumulatorOnTest();
    on.append(0, 'a', 0);
    const [batch] = on.drain(0, 0);
    expect([on.readyNodes(1), on.readyNodes(2)]).toEqual([[], []]);
    if (batch !== undefined) on.putBack(batch, 5);
    expect(on.ready(6).nextReadyCheckDelayMs).toBe(99);
    on.append(1, 'b', 7);
    expect(on.readyNodes(7)).toEqual([0]);
  });

  it('again after it was idle: for the parts of a batch that was split', () => {
    const on = new AccumulatorOnTest();
    on.append(0, 'a', 0);
    const [batch] = on.drain(0, 0);
    expect(on.readyNodes(1)).toEqual([]);
    if (batch !== undefined) on.accumulator.splitAndReenqueue(batch);
    expect(on.readyNodes(2)).toEqual([0]);
  });

  it('but not because of a muted partition', () => {
    const on = new AccumulatorOnTest();
    on.append(0, 'a', 0);
    on.queue(0).isMuted = true;
    expect(on.readyNodes(0)).toEqual([]);
  });
});

describe('A batch that was put back', () => {
  /** A batch that failed at 50 ms, and backs off for 100 ms. */
  function failedOnce(lingerMs = 0, leaders: readonly number[] = [0]): AccumulatorOnTest {
    const on = new AccumulatorOnTest({ lingerMs, leaders });
    on.append(0, 'a', 0);
    const [batch] = on.drain(0, lingerMs);
    if (batch !== undefined) on.putBack(batch, 50);
    return on;
  }

  it('waits for exactly retry.backoff.ms from then on', () => {
    const on = failedOnce();
    const check = on.ready(149);
    expect([check.readyNodes, check.nextReadyCheckDelayMs]).toEqual([[], 1]);
    expect(on.readyNodes(150)).toEqual([0]);
  });

  it('waits even after linger.ms, during a flush, and with other batches behind it', () => {
    const on = failedOnce(10);
    on.append(0, 'b', 60);
    on.accumulator.beginFlush();
    expect(on.readyNodes(149)).toEqual([]);
  });

  it('does not wait for linger.ms again after its backoff', () => {
    expect(failedOnce(500).readyNodes(150)).toEqual([0]);
  });

  it('does not wait when its partition has another leader now', () => {
    const on = failedOnce();
    expect(on.readyNodes(60)).toEqual([]);
    on.elect([1]);
    expect(on.readyNodes(60)).toEqual([1]);
  });
});

describe('A partition without a leader', () => {
  it('makes its topic one to request metadata for, and no node ready', () => {
    const on = new AccumulatorOnTest({ leaders: [-1, 0] });
    on.append(0, 'a', 0);
    const check = on.ready(0);
    expect([check.unknownLeaderTopics, check.readyNodes]).toEqual([['t'], []]);
  });

  it('has no effect while it has no batch', () => {
    const on = new AccumulatorOnTest({ leaders: [-1, 0] });
    on.append(1, 'a', 0);
    expect([on.ready(0).unknownLeaderTopics, on.readyNodes(0)]).toEqual([[], [0]]);
  });
});

describe('The partitioner’s view of the queues', () => {
  /** One batch per record, so that queue lengths are counts. */
  const settings = { isAdaptive: true, batchSize: 1, leaders: [0, 1] };

  function tableAfter(on: AccumulatorOnTest, ...partitions: readonly number[]): readonly number[] | null {
    for (const partition of partitions) on.append(partition, BIG, 0);
    on.ready(0);
    return on.accumulator.topicQueues('t').partitioner.cumulativeFrequencyTable();
  }

  it('prefers short queues', () => {
    expect(tableAfter(new AccumulatorOnTest(settings), 0, 0, 0, 1)).toEqual([1, 4]);
  });

  it('has no preference until each partition has had a record', () => {
    expect(tableAfter(new AccumulatorOnTest({ ...settings, leaders: [0, 1, 0] }), 0, 0, 1)).toBeNull();
  });

  it('has no preference without adaptive partitioning', () => {
    expect(tableAfter(new AccumulatorOnTest({ ...settings, isAdaptive: false }), 0, 0, 0, 1)).toBeNull();
  });

  it.each([false, true])(
    'follows metadata while nothing is queued, be it about this topic only: %s',
    (isPartialUpdate) => {
      const on = new AccumulatorOnTest({ ...settings, leaders: [0, 1, 1] });
      expect(tableAfter(on, 0, 1, 2)).toBeNull();
      for (const batch of [...on.drain(0, 0), ...on.drain(1, 0), ...on.drain(1, 0)]) on.complete(batch);
      expect(tableAfter(on)).toBeNull();
      expect(on.accumulator.topics.busy).toEqual([]);
      on.elect([0, -1, 1], isPartialUpdate);
      expect(tableAfter(on)).toEqual([1, 2]);
      on.elect([0, 0, 1], isPartialUpdate);
      expect(tableAfter(on)).toBeNull();
    },
  );

  it('excludes partitions of a node that has not taken a batch for too long', () => {
    const on = new AccumulatorOnTest({ ...settings, availabilityTimeoutMs: 10 });
    on.latencies.update(0, 0, true);
    on.latencies.update(0, 11, false);
    // Partition 0 is skipped: partition 1 has all the weight.
    expect(tableAfter(on, 0, 1, 1)).toEqual([1]);
  });
});
