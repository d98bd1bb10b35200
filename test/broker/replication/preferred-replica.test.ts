import { describe, expect, it } from 'vitest';
import type { BrokerConfigInput } from '../../../src/broker/index.ts';
import type { FetchPartitionResponse, FetchRequest } from '../../../src/protocol/messages.ts';
import { batchOf, Pump } from '../pump.ts';

const RACK_AWARE = { 'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector' } as const;

/** Topic t, led by broker 1 in rack a; broker 2 is in rack b, brokers 3 and 4 are in rack c. One record is on all of them. */
function withRacks(config: BrokerConfigInput = RACK_AWARE): Pump {
  const pump = new Pump({ brokers: 4, racks: ['a', 'b', 'c', 'c'], config });
  pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 1, replicationFactor: 4 }, nowMs));
  pump.produce(batchOf(['a']));
  pump.advance(1_000);
  return pump;
}

/** What a consumer in `rackId` gets from broker 1. */
function fetched(
  pump: Pump,
  rackId: string,
  { fetchOffset = 0, currentLeaderEpoch = -1, broker = 1, apiVersion = 15, maxWaitMs = 0 } = {},
): FetchPartitionResponse | undefined {
  const asked = { topic: 't', partition: 0, lastFetchedEpoch: -1, logStartOffset: -1, partitionMaxBytes: 1_000_000 };
  const request: FetchRequest = {
    api: 'Fetch',
    replicaId: -1,
    maxWaitMs,
    minBytes: 1,
    maxBytes: 1_000_000,
    isolationLevel: 'read_uncommitted',
    rackId,
    partitions: [{ ...asked, fetchOffset, currentLeaderEpoch }],
  };
  return pump.fetched(pump.send(request, broker, true, 'test', apiVersion))?.partitions[0];
}

describe('A leader with the RackAwareReplicaSelector', () => {
  it('directs a consumer to the replica in its rack', () => {
    const pump = withRacks();
    expect(fetched(pump, 'b')).toMatchObject({ error: 'NONE', preferredReadReplica: 2, highWatermark: 1, records: [] });
    expect(fetched(pump, 'b', { broker: 2 })?.records).toHaveLength(1);
  });

  it('does so at once, although there is nothing to read', () => {
    expect(fetched(withRacks(), 'b', { fetchOffset: 1, maxWaitMs: 500 })?.preferredReadReplica).toBe(2);
  });

  it.each([
    ['is in its rack itself', 'a', RACK_AWARE],
    ['knows no replica in the rack', 'd', RACK_AWARE],
    ['does not know the rack of the consumer', '', RACK_AWARE],
    ['has no selector', 'b', {}],
    [
      'has a selector that chooses leaders',
      'b',
      { 'replica.selector.class': 'org.apache.kafka.common.replica.LeaderSelector' },
    ],
  ] as const)('answers itself if it %s', (_reason, rack, config) => {
    const read = fetched(withRacks(config), rack);
    expect(read?.preferredReadReplica).toBeUndefined();
    expect(read?.records).toHaveLength(1);
  });

  it('answers consumers that cannot be directed', () => {
    expect(fetched(withRacks(), 'b', { apiVersion: 10 })?.records).toHaveLength(1);
  });

  it('leaves out replicas that are not in sync, or do not have the offset', () => {
    const pump = withRacks();
    pump.hold(2);
    pump.produce(batchOf(['b']), { acks: 1 });
    expect(fetched(pump, 'b', { fetchOffset: 1 })?.preferredReadReplica).toBe(2);
    expect(fetched(pump, 'b', { fetchOffset: 2 })?.preferredReadReplica).toBeUndefined();
    pump.advance(31_000);
    expect(pump.partition().isr).not.toContain(2);
    expect(fetched(pump, 'b')?.preferredReadReplica).toBeUndefined();
  });

  it('leaves out replicas whose log begins later', () => {
    const pump = withRacks();
    pump.produce(batchOf(['b']));
    pump.advance(1_000);
    pump.do((cluster, nowMs) => cluster.deleteRecords('t', 0, 1, nowMs));
    pump.advance(1_000);
    expect(fetched(pump, 'b', { fetchOffset: 0 })?.error).toBe('OFFSET_OUT_OF_RANGE');
    expect(fetched(pump, 'b', { fetchOffset: 1 })?.preferredReadReplica).toBe(2);
  });

  it('chooses the replica that has more records, otherwise the one with the higher id', () => {
    const pump = withRacks();
    expect(fetched(pump, 'c')?.preferredReadReplica).toBe(4);
    pump.hold(4);
    pump.produce(batchOf(['b']), { acks: 1 });
    expect(fetched(pump, 'c')?.preferredReadReplica).toBe(3);
  });

  it('checks the epoch first', () => {
    const pump = withRacks();
    expect(fetched(pump, 'b', { currentLeaderEpoch: 7 })?.error).toBe('UNKNOWN_LEADER_EPOCH');
  });

  it('is not asked by followers', () => {
    const pump = withRacks();
    expect(fetched(pump, 'c', { broker: 2 })?.preferredReadReplica).toBeUndefined();
  });
});

describe('A broker', () => {
  it('names its rack in Metadata', () => {
    const request = { api: 'Metadata', topics: [], allowAutoTopicCreation: false } as const;
    expect(
      withRacks()
        .ask<'Metadata'>(request)
        .brokers.map(({ rack }) => rack),
    ).toEqual(['a', 'b', 'c', 'c']);
    const pump = new Pump({ config: { 'broker.rack': 'r' } });
    expect(pump.ask<'Metadata'>(request).brokers.map(({ rack }) => rack)).toEqual(['r', 'r', 'r']);
  });

  it('needs a rack if the others have one, and a selector that exists', () => {
    expect(() => new Pump({ racks: ['a', 'b'] })).toThrow(
      'Each broker needs a rack: there are 3 brokers, and 2 racks were given.',
    );
    expect(() => new Pump({ config: { 'replica.selector.class': 'RackAware' } })).toThrow(
      'Invalid value RackAware for configuration replica.selector.class',
    );
  });
});
