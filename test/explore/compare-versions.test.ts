/** Covers: src/explore/compare-versions.ts, src/explore/version-run.ts, src/explore/version-comparison.ts, src/client/versions/version-changes.ts. */
import { describe, expect, it } from 'vitest';
import { compareVersions, type ProgramFunction } from '../../src/explore/index.ts';
import { StringSerializer } from '../../src/index.ts';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

/** Sends one record, of which its producer gives up after `deliveryMs`. */
function sender(deliveryMs: number, lingerMs?: number): ProgramFunction {
  return async (sim) => {
    sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
    const linger = lingerMs === undefined ? {} : { 'linger.ms': lingerMs };
    const times = { 'request.timeout.ms': 200, 'delivery.timeout.ms': deliveryMs, ...linger };
    const producer = sim.producer({ ...SERIALIZERS, ...times });
    producer.send({ topic: 'orders', value: 'one' });
    await producer.close();
  };
}

describe('compareVersions()', () => {
  it('finds no difference between a version and itself', async () => {
    const same = await compareVersions(sender(1_000), { from: '3.9', to: '3.9' });
    expect(same).toMatchObject({
      differs: false,
      divergence: null,
      records: [],
      failure: null,
      reasons: [],
      requests: {},
    });
    expect(String(same)).toBe(
      '# program: 3.9.0 and 3.9.0, seed 1\nThe runs are the same.\nNo record has another outcome.\n',
    );
  });

  it('reports other times, which are no other outcome', async () => {
    const { differs, moved, reasons, versions } = await compareVersions(sender(1_000));
    expect(versions).toEqual({ from: '3.6.1', to: '4.3.1' });
    expect({ differs, moved, reasons }).toEqual({
      differs: false,
      moved: { inTime: 0, mostMs: 0, inPartition: 0 },
      reasons: ['KIP-1030 (4.0): linger.ms is 5 by default, was 0'],
    });
  });

  it('reports a record with another outcome, and why', async () => {
    // Three tries with the constant backoff, too few with the growing one.
    const faults = [{ on: 'Produce', do: 'respond', error: 'NOT_ENOUGH_REPLICAS', times: 5 }] as const;
    const comparison = await compareVersions(sender(800, 0), { to: '3.9', faults });
    expect(comparison.differs).toBe(true);
    expect(comparison.records).toMatchObject([
      { record: 'producer-1 record 1 to orders', from: { fate: 'acknowledged' }, to: { error: 'TimeoutException' } },
    ]);
    expect(comparison.requests.Produce).toEqual({ from: 6, to: expect.any(Number) });
    expect(comparison.reasons).toEqual([
      'KIP-580 (3.7): the backoff of a batch doubles with every attempt, with a random fifth more or less',
    ]);
    expect(`${comparison}`).toContain('  producer-1 record 1 to orders: acknowledged -> ');
  });

  it('reports a run that ends in another way', async () => {
    const { failure, reasons } = await compareVersions(sender(200));
    expect(failure).toMatchObject({ from: null, to: expect.stringContaining('Failed to construct kafka producer') });
    expect(reasons).toEqual(['KIP-1030 (4.0): linger.ms is 5 by default, was 0']);
  });

  it.each([
    [
      'a call',
      'KIP-447, KAFKA-12690 (4.0): sendOffsetsToTransaction(offsets, groupId) was removed',
      async (sim) => {
        const producer = sim.producer({ ...SERIALIZERS, 'linger.ms': 0, 'transactional.id': 'billing' });
        await producer.initTransactions();
        producer.beginTransaction();
        await producer.sendOffsetsToTransaction({ 'orders-0': 1 }, 'shop');
        await producer.commitTransaction();
      },
    ],
    [
      'a result',
      'KAFKA-18289 (4.0): DescribeTopicsResult.all() was removed',
      async (sim) => void (await sim.admin().describeTopics(['orders']).all()),
    ],
    [
      'a partitioner',
      'KIP-794, KAFKA-18262 (4.0): DefaultPartitioner was removed',
      async (sim) => {
        const partitioner = 'org.apache.kafka.clients.producer.internals.DefaultPartitioner';
        await sim.producer({ ...SERIALIZERS, 'linger.ms': 0, 'partitioner.class': partitioner }).close();
      },
    ],
  ] satisfies [string, string, ProgramFunction][])(
    'names %s that was removed as the reason',
    async (_what, reason, use) => {
      const comparison = await compareVersions(async (sim) => {
        sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
        await use(sim);
      });
      expect(comparison.differs).toBe(true);
      expect(comparison.failure?.from).toBeNull();
      expect(comparison.reasons).toEqual([reason]);
    },
  );

  it('explores every single fault, and shrinks the first with another outcome', async () => {
    const comparison = await compareVersions(sender(300, 0), { to: '3.9', explore: 'one-fault' });
    expect(comparison.histories).toBeGreaterThan(20);
    expect(comparison.differing).toBeLessThan(comparison.histories);
    expect(comparison.faults.length).toBeLessThanOrEqual(1);
  });

  it('refuses a version that there is not, and other mistakes', async () => {
    await expect(compareVersions(sender(1), { to: '4.0' as '4.3' })).rejects.toThrow(
      "compareVersions(), option 'to': there is no version '4.0' of the Java clients.",
    );
    await expect(compareVersions(sender(1), { explore: 'two-faults' as 'one-fault' })).rejects.toThrow('one-fault');
  });
});
