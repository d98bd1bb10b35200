/** Covers: src/producer/partitioner/ */
import { describe, expect, it } from 'vitest';
import { createClusterView } from '../../../src/client/metadata/cluster-snapshot.ts';
import type { ClusterView } from '../../../src/client/metadata/cluster-view.ts';
import { BuiltInPartitioner, partitionForKey } from '../../../src/producer/partitioner/built-in-partitioner.ts';
import { murmur2, toPositive } from '../../../src/producer/partitioner/murmur2.ts';
import { RoundRobinPartitioner } from '../../../src/producer/partitioner/round-robin-partitioner.ts';
import { UniformStickyPartitioner } from '../../../src/producer/partitioner/uniform-sticky-partitioner.ts';
import { goldenTable } from '../../golden-tables.ts';

/** A topic `t` of one partition for each entry, led by node 0 where it is true. */
function cluster(...hasLeader: boolean[]): ClusterView {
  const node = { id: 0, host: 'h', port: 1 };
  const partitions = hasLeader.map((led, partition) => ({
    topic: 't',
    partition,
    leader: led ? node : null,
    replicas: [0],
    inSyncReplicas: [0],
    offlineReplicas: [],
    leaderEpoch: 0,
  }));
  return createClusterView({
    isBootstrapConfigured: false,
    nodes: [node],
    clusterId: null,
    controller: null,
    unauthorizedTopics: [],
    invalidTopics: [],
    partitionsByTopic: new Map([['t', partitions]]),
  });
}

const drawing = (...draws: number[]): (() => number) => {
  let next = 0;
  return () => draws[next++ % draws.length]!;
};

describe('murmur2', () => {
  interface Row {
    utf8?: string;
    hex: string;
    murmur2: number;
    positive: number;
    partition: Record<string, number>;
  }

  it('is the same as in Java, for bytes and for text, and so is the partition', () => {
    const golden = goldenTable<Row[]>('murmur2');
    expect(golden).toHaveLength(152);
    for (const row of golden) {
      const bytes = Uint8Array.from(row.hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      const keys = row.utf8 === undefined || row.utf8 === null ? [bytes] : [bytes, row.utf8];
      for (const key of keys) {
        expect(murmur2(key)).toBe(row.murmur2);
        expect(toPositive(murmur2(key))).toBe(row.positive);
        for (const [count, partition] of Object.entries(row.partition)) {
          expect(partitionForKey(key, Number(count))).toBe(partition);
        }
      }
    }
  });
});

describe('The built-in partitioner', () => {
  it('weights partitions by their queues as the Java client does', () => {
    interface Row {
      queueSizes: number[];
      length: number;
      cumulativeFrequencyTable: number[] | null;
      partitionForRandom0to19: number[];
    }
    const golden = goldenTable<Row[]>('builtin_partitioner_adaptive');
    expect(golden).toHaveLength(20);
    for (const row of golden) {
      const view = cluster(...row.queueSizes.map(() => true));
      const choices = row.partitionForRandom0to19.map((_, draw) => {
        const partitioner = new BuiltInPartitioner('t', 1, () => draw);
        partitioner.updatePartitionLoadStats(row.queueSizes, [...row.queueSizes.keys()], row.length);
        expect(partitioner.cumulativeFrequencyTable()).toEqual(row.cumulativeFrequencyTable);
        return partitioner.peekCurrentPartitionInfo(view).partition;
      });
      expect(choices).toEqual(row.partitionForRandom0to19);
    }
  });

  it('stays with a partition for the bytes of a batch, then chooses again', () => {
    const partitioner = new BuiltInPartitioner('t', 100, drawing(0, 2));
    const view = cluster(true, true, true);
    const first = partitioner.peekCurrentPartitionInfo(view);
    partitioner.updatePartitionInfo(first, 99, view);
    expect(partitioner.isPartitionChanged(first)).toBe(false);
    partitioner.updatePartitionInfo(first, 1, view);
    expect(partitioner.isPartitionChanged(first)).toBe(true);
    expect(partitioner.peekCurrentPartitionInfo(view).partition).toBe(2);
  });

  it('stays for the bytes of up to two batches while a switch is delayed', () => {
    const partitioner = new BuiltInPartitioner('t', 100, drawing(0, 1));
    const view = cluster(true, true);
    const first = partitioner.peekCurrentPartitionInfo(view);
    partitioner.updatePartitionInfo(first, 199, view, false);
    expect(partitioner.isPartitionChanged(first)).toBe(false);
    partitioner.updatePartitionInfo(first, 1, view, false);
    expect(partitioner.isPartitionChanged(first)).toBe(true);
  });

  it('chooses among partitions with a leader, and among all if none has one', () => {
    const draw = (view: ClusterView): number =>
      new BuiltInPartitioner('t', 1, () => 1).peekCurrentPartitionInfo(view).partition;
    expect(draw(cluster(true, false, true))).toBe(2);
    expect(draw(cluster(false, false, false))).toBe(1);
  });

  it('draws a number even if there is only one choice, and can be reset to equal weights', () => {
    let draws = 0;
    const partitioner = new BuiltInPartitioner('t', 1, () => draws++);
    partitioner.updatePartitionLoadStats([0, 5], [0, 1]);
    partitioner.updatePartitionLoadStats(null, []);
    expect(partitioner.cumulativeFrequencyTable()).toBeNull();
    partitioner.peekCurrentPartitionInfo(cluster(true));
    expect(draws).toBe(1);
  });

  it('ignores records with a partition of their own', () => {
    const partitioner = new BuiltInPartitioner('t', 1, () => 0);
    expect(partitioner.isPartitionChanged(null)).toBe(false);
    partitioner.updatePartitionInfo(null, 10, cluster(true));
  });

  it('needs a batch size of at least one byte', () => {
    expect(() => new BuiltInPartitioner('t', 0, () => 0)).toThrow('stickyBatchSize must be >= 1 but got 0');
  });
});

describe('Other partitioners:', () => {
  it('RoundRobinPartitioner cycles through the partitions with a leader', () => {
    const partitioner = new RoundRobinPartitioner();
    const view = cluster(true, false, true);
    const partitions = [1, 2, 3].map(() => partitioner.partition('t', 'k', 'k', 'v', 'v', view));
    expect(partitions).toEqual([0, 2, 0]);
  });

  it('UniformStickyPartitioner moves on with a new batch, and only from its current partition', () => {
    const partitioner = new UniformStickyPartitioner();
    partitioner.configure(new Map(), drawing(0, 0, 1));
    const view = cluster(true, true);
    const current = (): number => partitioner.partition('t', null, null, 'v', 'v', view);
    expect([current(), current()]).toEqual([0, 0]);
    partitioner.onNewBatch('t', view, 1);
    expect(current()).toBe(0);
    partitioner.onNewBatch('t', view, 0);
    expect(current()).toBe(1);
  });
});
