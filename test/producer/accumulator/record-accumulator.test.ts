/** Covers: src/producer/accumulator/record-accumulator.ts, src/producer/accumulator/incomplete-batches.ts */
import { describe, expect, it } from 'vitest';
import { createClusterView } from '../../../src/client/metadata/cluster-snapshot.ts';
import type { ProducerBatch } from '../../../src/producer/accumulator/producer-batch.ts';
import { TimeoutException } from '../../../src/protocol/errors/exceptions.ts';
import { AccumulatorOnTest, type AccumulatorSettings } from './accumulator-on-test.ts';
import { withSequence } from './open-batch.ts';

const BUFFER = 1_000;
const small: AccumulatorSettings = { bufferMemory: BUFFER, batchSize: 200 };
const free = (on: AccumulatorOnTest): number => on.accumulator.pool.availableMemory;
const letters = (batches: readonly ProducerBatch[]): string[] => batches.map(({ columns }) => columns.values.join(''));

/** The accumulator's idempotence gate, for sequences that the test assigns. */
const bySequence = { holdsBack: () => false, giveSequence: () => {}, addInFlightBatch: () => {} };

describe('The accumulator’s memory', () => {
  it('is taken once for each batch, not for each record', () => {
    const on = new AccumulatorOnTest(small);
    for (const value of ['a', 'b']) on.append(0, value, 0);
    on.append(1, 'c', 0);
    expect(free(on)).toBe(BUFFER - 2 * 200);
  });

  it('is the size of the first record, if that is more than batch.size', () => {
    const on = new AccumulatorOnTest(small);
    const batch = on.append(0, 'x'.repeat(500), 0);
    expect(free(on)).toBe(BUFFER - (batch?.initialCapacity as number));
    expect(batch?.initialCapacity).toBeGreaterThan(61 + 500);
  });

  it('is used up when batches have all of it, until one has ended', () => {
    const on = new AccumulatorOnTest({ ...small, batchSize: BUFFER });
    on.append(0, 'a', 0);
    expect(on.append(1, 'b', 0)).toBeUndefined();
    const [batch] = on.drain(0, 0);
    expect(free(on)).toBe(0);
    if (batch !== undefined) on.complete(batch);
    expect([free(on), on.append(1, 'b', 0)?.recordCount]).toEqual([BUFFER, 1]);
  });

  it('stays allocated while a batch waits for its next attempt', () => {
    const on = new AccumulatorOnTest(small);
    on.append(0, 'a', 0);
    const [batch] = on.drain(0, 0);
    if (batch !== undefined) on.putBack(batch, 10);
    expect(free(on)).toBe(BUFFER - 200);
  });
});

describe('Appending', () => {
  it('fills the last batch of its partition, and opens another when that is full', () => {
    const on = new AccumulatorOnTest({ batchSize: 61 + 2 * 27 });
    const batches = ['a', 'b', 'c'].map((letter) => on.append(0, letter.repeat(20), 0));
    expect(batches[0]).toBe(batches[1]);
    expect(batches[2]).not.toBe(batches[0]);
    expect(on.accumulator.queueOf('t', 0)?.batches).toEqual([batches[0], batches[2]]);
  });

  it('wakes the sender when a batch was opened or is full, and not otherwise', () => {
    const on = new AccumulatorOnTest({ batchSize: 61 + 3 * 27 });
    const appended = (abortOnNewBatch = false): boolean | string => {
      const result = on.tryAppend(0, 'a'.repeat(20), 0, { abortOnNewBatch });
      return typeof result === 'string' ? result : result.wantsSender;
    };
    expect(appended(true)).toBe('needs a new batch');
    expect([appended(), appended(), appended()]).toEqual([true, false, true]);
    expect(appended(true)).toBe('needs a new batch');
  });

  it('delays a switch of partition until no batch is partly filled; the next record completes it', () => {
    const on = new AccumulatorOnTest({ batchSize: 100, leaders: [0, 0] });
    const { accumulator } = on;
    const cluster = createClusterView({
      isBootstrapConfigured: false,
      nodes: [],
      clusterId: null,
      controller: null,
      unauthorizedTopics: [],
      invalidTopics: [],
      partitionsByTopic: new Map(),
    });
    const topic = accumulator.topicQueues('t');
    const view = clusterOf(cluster, 2);
    const sticky = topic.partitioner.peekCurrentPartitionInfo(view);
    const queue = topic.queueToFill(0);
    const batch = on.append(0, 'a', 0) as ProducerBatch;
    topic.partitioner.updatePartitionInfo(sticky, 100, view, batch.isFull);
    expect(topic.switchesPartition(sticky, queue, view)).toBe(false);
    batch.close();
    expect(topic.partitioner.isPartitionChanged(sticky)).toBe(false);
    expect(topic.switchesPartition(sticky, queue, view)).toBe(true);
    expect(topic.partitioner.isPartitionChanged(sticky)).toBe(true);
  });
});

function clusterOf(cluster: ReturnType<typeof createClusterView>, partitions: number): typeof cluster {
  const node = { id: 0, host: 'h', port: 1 };
  const infos = Array.from({ length: partitions }, (_, partition) => ({
    topic: 't',
    partition,
    leader: node,
    replicas: [0],
    inSyncReplicas: [0],
    offlineReplicas: [],
    leaderEpoch: 0,
  }));
  return createClusterView({ ...cluster, nodes: [node], partitionsByTopic: new Map([['t', infos]]) });
}

describe('A batch that is put back', () => {
  it('goes to the head of its queue without idempotence, even before an older one', () => {
    const on = new AccumulatorOnTest({ batchSize: 1, leaders: [0] });
    for (const letter of ['a', 'b', 'c']) on.append(0, letter.repeat(20), 0);
    const [first] = on.drain(0, 0);
    const [second] = on.drain(0, 0);
    if (first !== undefined) on.putBack(first, 1);
    if (second !== undefined) on.putBack(second, 1);
    expect(letters(on.accumulator.queueOf('t', 0)?.batches ?? []).map((text) => text[0])).toEqual(['b', 'a', 'c']);
  });

  it('goes to its place by sequence with idempotence, and before all batches without one', () => {
    const on = new AccumulatorOnTest({ batchSize: 1, leaders: [0], idempotence: bySequence });
    for (const letter of ['a', 'b', 'c', 'd']) on.append(0, letter.repeat(20), 0);
    const inFlight = [0, 1, 2].map((sequence) => withSequence(on.drain(0, 0)[0] as ProducerBatch, sequence));
    for (const index of [0, 2, 1]) on.putBack(inFlight[index] as ProducerBatch, 1);
    expect(letters(on.accumulator.queueOf('t', 0)?.batches ?? []).map((text) => text[0])).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('A batch that is too large', () => {
  /** Five records in one batch, two of which fit into batch.size: as when compression is worse than estimated. */
  function split(settings: AccumulatorSettings = {}): { on: AccumulatorOnTest; big: ProducerBatch; count: number } {
    const on = new AccumulatorOnTest({ batchSize: 61 + 2 * 27, bufferMemory: BUFFER, leaders: [0], ...settings });
    on.append(0, 'a'.repeat(20), 0, undefined, 500);
    for (const letter of ['b', 'c', 'd', 'e']) on.append(0, letter.repeat(20), 0);
    on.append(0, 'queued'.repeat(60), 0);
    const [big] = on.drain(0, 0);
    const count = on.accumulator.splitAndReenqueue(withSequence(big as ProducerBatch, 7)).length;
    return { on, big: big as ProducerBatch, count };
  }

  it('is put back in parts, in order, before all other batches', () => {
    const { on, count } = split();
    const batches = on.accumulator.queueOf('t', 0)?.batches ?? [];
    expect([count, letters(batches).map((text) => text[0])]).toEqual([3, ['a', 'c', 'e', 'q']]);
  });

  it('gives its sequences and its creation time to its parts', () => {
    const parts = split({ idempotence: bySequence }).on.accumulator.queueOf('t', 0)?.batches ?? [];
    expect(parts.map(({ baseSequence, createdMs, isSplitBatch }) => [baseSequence, createdMs, isSplitBatch])).toEqual([
      [7, 0, true],
      [9, 0, true],
      [11, 0, true],
      [-1, 0, false],
    ]);
  });

  it('has its memory freed itself; its parts have none', () => {
    const { on, big } = split();
    const before = free(on);
    on.accumulator.deallocate(big);
    expect(free(on)).toBe(before + big.initialCapacity);
    const [part] = on.drain(0, 0);
    if (part !== undefined) on.complete(part);
    expect(free(on)).toBe(before + big.initialCapacity);
  });

  it('is done for a flush that began before, as in Java, although its parts are not', () => {
    const on = new AccumulatorOnTest({ batchSize: 100, leaders: [0] });
    const big = on.append(0, 'a', 0) as ProducerBatch;
    const [result] = on.accumulator.beginFlush();
    on.drain(0, 0);
    on.accumulator.splitAndReenqueue(big);
    on.accumulator.deallocate(big);
    expect([result, result?.isDone, on.accumulator.hasIncomplete]).toEqual([big.result, true, true]);
    const [part] = on.drain(0, 0);
    if (part !== undefined) on.complete(part);
    expect(on.accumulator.hasIncomplete).toBe(false);
  });
});

describe('Aborting', () => {
  const reason = new TimeoutException('over');

  it('fails every batch, queued or in flight, in order of creation, and frees all memory', () => {
    const on = new AccumulatorOnTest({ ...small, batchSize: 1, leaders: [0, 0] });
    const ended: string[] = [];
    for (const [partition, letter] of [
      [1, 'a'],
      [0, 'b'],
      [1, 'c'],
    ] as const) {
      on.append(partition, letter.repeat(20), 0, (_, error) => ended.push(`${letter} ${String(error === reason)}`));
    }
    on.drain(0, 0);
    on.accumulator.abortBatches(reason);
    expect(ended).toEqual(['a true', 'b true', 'c true']);
    expect([free(on), on.accumulator.hasIncomplete, on.accumulator.hasUndrained()]).toEqual([BUFFER, false, false]);
  });

  it('undrained batches leaves drained ones alone', () => {
    const on = new AccumulatorOnTest({ batchSize: 1, leaders: [0] });
    for (const letter of ['a', 'b']) on.append(0, letter.repeat(20), 0);
    const [inFlight] = on.drain(0, 0);
    on.accumulator.abortUndrainedBatches(reason);
    expect([inFlight?.isDone, on.accumulator.hasUndrained(), on.accumulator.hasIncomplete]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('batches without a sequence leaves alone a batch that has one and waits for its next attempt', () => {
    const on = new AccumulatorOnTest({ batchSize: 1, leaders: [0], idempotence: bySequence });
    for (const letter of ['a', 'b']) on.append(0, letter.repeat(20), 0);
    const [first] = on.drain(0, 0);
    on.putBack(withSequence(first as ProducerBatch, 0), 1);
    on.accumulator.abortUndrainedBatches(reason);
    expect(letters(on.accumulator.queueOf('t', 0)?.batches ?? []).map((text) => text[0])).toEqual(['a']);
  });
});

describe('A flush', () => {
  it('waits for all records that were appended before it, in flight or not, and for no later ones', () => {
    const on = new AccumulatorOnTest({ leaders: [0, 0] });
    const before = on.append(0, 'a', 0);
    on.drain(0, 0);
    const alsoBefore = on.append(1, 'b', 0);
    const results = on.accumulator.beginFlush();
    on.append(0, 'c', 0);
    expect(results).toEqual([before?.result, alsoBefore?.result]);
  });
});

describe('Closing', () => {
  it('signals the sends that wait for memory', () => {
    const on = new AccumulatorOnTest();
    let isWoken = false;
    on.accumulator.pool.wait(1, () => {
      isWoken = true;
    });
    on.accumulator.close();
    expect([isWoken, on.accumulator.closed]).toEqual([true, true]);
  });
});
