/**
 * Covers: src/producer/sending/send-path.ts, src/producer/sending/refusals.ts, src/producer/accumulator/record-accumulator.ts
 *
 * Where a record is appended: partitioners, switches of partition, and the partition that a failed record reports.
 */
import { describe, expect, it } from 'vitest';
import type { Partitioner } from '../../../src/producer/partitioner/partitioner.ts';
import { ProducerOnScript } from '../producer-on-script.ts';

/** Batches of two records of ten bytes. */
const TWO_RECORDS = { 'batch.size': 110, 'linger.ms': 1000, 'enable.idempotence': false };
const value = (name: string): string => name.padEnd(10, '.');

describe('A record without a key', () => {
  it('goes to the next partition if there is no room for it in the batch that delayed the switch', () => {
    const on = new ProducerOnScript({ config: TWO_RECORDS }).warmUp();
    let draws = 0;
    on.clientHost.nextInt = (): number => draws++;
    const partitions = Array.from('abcdef', (name) => on.send(value(name), { partition: null }).partition);
    expect(partitions).toEqual([0, 0, 0, 0, 1, 1]);
  });
});

describe('A record without a key that waits for memory', () => {
  it('makes the partitioner choose when it has the memory, not before', () => {
    const config = { ...TWO_RECORDS, 'linger.ms': 0, 'buffer.memory': 220 };
    const on = new ProducerOnScript({ config }).warmUp();
    const drawnAtMs: number[] = [];
    on.clientHost.nextInt = (_bound, purpose): number => (purpose === 'partition' ? drawnAtMs.push(on.nowMs) : 0);
    for (const name of 'abcde') on.send(value(name), { partition: null });
    on.runUntil(100);
    expect(drawnAtMs).toEqual([0, 5]);
  });
});

/** A partitioner class that makes `choices`, then chooses 0; `newBatches` records its calls of onNewBatch. */
function choosing(...choices: number[]): {
  readonly newBatches: string[];
  readonly partitioner: new () => Partitioner;
} {
  const newBatches: string[] = [];
  class Choosing implements Partitioner {
    partition(): number {
      return choices.shift() ?? 0;
    }

    onNewBatch(topic: string, _cluster: unknown, previous: number): void {
      newBatches.push(`${topic} ${previous}`);
    }
  }
  return { newBatches, partitioner: Choosing };
}

describe('A partitioner of the user’s', () => {
  it('is called again when a record would open a batch, and its second choice may have an open one', () => {
    const { newBatches, partitioner } = choosing(0, 1, 0, 1);
    const on = new ProducerOnScript({ config: { ...TWO_RECORDS, 'partitioner.class': partitioner } }).warmUp();
    on.send('a', { partition: null });
    on.send('b', { partition: null });
    on.runUntil(2000);
    expect(newBatches).toEqual(['t 0', 't 0']);
    expect(on.sent.map(({ place, values }) => `${place} ${values.join()}`)).toEqual(['t-1 a,b']);
  });

  it('is notified of a new batch for a record with a partition of its own, too', () => {
    const { newBatches, partitioner } = choosing();
    const on = new ProducerOnScript({ config: { ...TWO_RECORDS, 'partitioner.class': partitioner } }).warmUp();
    on.send('a', { partition: 1 });
    expect(newBatches).toEqual(['t 1']);
  });

  it('is notified once for a record that waits for memory', () => {
    const { newBatches, partitioner } = choosing(0, 0, 1, 1);
    const config = { ...TWO_RECORDS, 'linger.ms': 0, 'buffer.memory': 110, 'partitioner.class': partitioner };
    const on = new ProducerOnScript({ config }).warmUp();
    on.send('a', { partition: null });
    on.send('b', { partition: null });
    on.runUntil(100);
    expect(newBatches).toEqual(['t 0', 't 1']);
    expect(on.sent.map(({ place }) => place)).toEqual(['t-0', 't-1']);
  });
});

describe('A record that fails before it is appended', () => {
  const tooLarge = 'x'.repeat(200);
  const partitionTold = (config: Readonly<Record<string, unknown>>, partition: number | null): number | undefined => {
    const on = new ProducerOnScript({ config: { 'max.request.size': 150, ...config } }).warmUp();
    const partitions: number[] = [];
    on.send(tooLarge, { partition, key: 'k', callback: (metadata) => partitions.push(metadata.partition()) });
    return partitions[0];
  };

  it('has no partition except one of its own', () => {
    expect(partitionTold({}, 1)).toBe(1);
    expect(partitionTold({}, null)).toBe(-1);
    expect(partitionTold({ 'partitioner.class': choosing(1).partitioner }, null)).toBe(-1);
  });
});
