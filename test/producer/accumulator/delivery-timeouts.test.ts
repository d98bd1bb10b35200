import { describe, expect, it } from 'vitest';
import type { ProducerBatch } from '../../../src/producer/accumulator/producer-batch.ts';
import { AccumulatorOnTest, type AccumulatorSettings } from './accumulator-on-test.ts';

const letters = (batches: readonly ProducerBatch[]): string[] => batches.map(({ columns }) => columns.values.join(''));

describe('delivery.timeout.ms', () => {
  const settings: AccumulatorSettings = { deliveryTimeoutMs: 100, batchSize: 1, leaders: [0, 0] };

  it('takes batches out of their queues, oldest first, exactly when it is reached', () => {
    const on = new AccumulatorOnTest(settings);
    on.append(0, 'a'.repeat(20), 0);
    on.append(0, 'b'.repeat(20), 5);
    on.append(0, 'c'.repeat(20), 6);
    expect(on.expiredInQueue(99)).toEqual([]);
    const expired = on.expiredInQueue(105);
    expect([letters(expired).map((text) => text[0]), expired.every(({ isFull }) => isFull)]).toEqual([
      ['a', 'b'],
      true,
    ]);
    expect(on.accumulator.queueOf('t', 0)?.batches).toHaveLength(1);
  });

  it('takes batches in flight as well, but not those that are done already', () => {
    const on = new AccumulatorOnTest(settings);
    for (const partition of [0, 1]) on.append(partition, 'a', 0);
    const [first, second] = on.drain(0, 1);
    second?.abort(new Error('closed'));
    expect([on.expiredInFlight(99), on.expiredInQueue(100)]).toEqual([[], []]);
    expect(on.expiredInFlight(100)).toEqual([first]);
  });

  it('takes batches in flight in the order in which their partitions began to have some, not in that of the partitions', () => {
    const on = new AccumulatorOnTest(settings);
    on.append(1, 'a', 0);
    on.drain(0, 0);
    for (const partition of [0, 1]) on.append(partition, 'b', 0);
    on.drain(0, 0);
    expect(on.expiredInFlight(100).map(({ partition }) => partition)).toEqual([1, 1, 0]);
  });

  it('orders a partition again once it had nothing in flight', () => {
    const on = new AccumulatorOnTest(settings);
    on.append(0, 'a', 0);
    const [first] = on.drain(0, 0);
    on.append(1, 'b', 0);
    on.drain(0, 0);
    on.putBack(first as ProducerBatch, 0);
    on.drain(0, 100);
    expect(on.expiredInFlight(100).map(({ partition }) => partition)).toEqual([1, 0]);
  });

  it('limits the wait of the sender to the time until the next batch expires', () => {
    const on = new AccumulatorOnTest(settings);
    on.append(0, 'a', 10);
    on.append(1, 'b', 20);
    const { accumulator } = on;
    accumulator.timeouts.look(accumulator.topics.busy);
    expect(accumulator.timeouts.nextMs).toBe(110);
    on.drain(0, 15);
    accumulator.timeouts.look(accumulator.topics.busy);
    expect(accumulator.timeouts.nextMs).toBe(110);
    accumulator.timeouts.look([]);
    expect(accumulator.timeouts.nextMs).toBe(Number.POSITIVE_INFINITY);
  });
});
