/** Brokers ask each other over the network: faults meet their questions as they meet clients' requests. */
import { describe, expect, it } from 'vitest';
import { RawCluster } from '../raw-cluster.ts';
import { RawProducer } from '../raw-producer.ts';

const PAYMENTS = { topic: 'payments', partition: 0 };

function withTransaction(): { raw: RawCluster; producer: RawProducer } {
  const raw = new RawCluster();
  raw.nodes.apply((cluster, nowMs) => cluster.createTopic('payments', { partitions: 2, replicationFactor: 3 }, nowMs));
  const producer = new RawProducer(raw, 'tx');
  expect(producer.init()).toBe('NONE');
  expect(producer.add([PAYMENTS])).toBe('NONE');
  return { raw, producer };
}

function visible(raw: RawCluster): unknown[] {
  return [...raw.cluster.readRecords('payments', undefined, 'read_committed')].map(({ value }) => value);
}

describe('A transaction on the network', () => {
  it('is decided when EndTxn is answered, and visible when its markers have arrived', () => {
    const { raw, producer } = withTransaction();
    expect(producer.produce(PAYMENTS, ['a', 'b'])).toBe('NONE');
    expect(producer.commitOffset('group', PAYMENTS, 7)).toBe('NONE');
    expect(producer.end(true)).toBe('NONE');
    raw.advance(10);
    expect(visible(raw)).toEqual(['a', 'b']);
    expect(raw.cluster.committedOffsets('group').map(({ offset }) => offset)).toEqual([7]);
  });

  it('waits for markers that a fault between brokers loses, until request.timeout.ms is over', () => {
    const { raw, producer } = withTransaction();
    producer.produce(PAYMENTS, ['a']);
    const fault = raw.faults.on('WriteTxnMarkers', { topic: 'payments' }).nth(1).loseRequest();
    producer.end(true);
    raw.advance(29_000);
    expect([fault.fired, visible(raw)]).toEqual([1, []]);
    raw.advance(2_000);
    expect(visible(raw)).toEqual(['a']);
  });

  it('has lost answers to its markers asked for again', () => {
    const { raw, producer } = withTransaction();
    producer.produce(PAYMENTS, ['a']);
    raw.faults.on('WriteTxnMarkers').nth(1).loseResponse();
    producer.end(false);
    raw.advance(31_000);
    expect(visible(raw)).toEqual([]);
    expect(producer.add([PAYMENTS])).toBe('NONE');
  });

  it('gets over connections that break, and brokers that refuse', () => {
    const { raw, producer } = withTransaction();
    producer.produce(PAYMENTS, ['a']);
    raw.faults.on('WriteTxnMarkers').nth(1).disconnect();
    raw.faults.on('WriteTxnMarkers').nth(2).respond('NOT_LEADER_OR_FOLLOWER');
    producer.end(true);
    raw.advance(200);
    expect(visible(raw)).toEqual(['a']);
  });

  it('has its first batch answered with NETWORK_EXCEPTION when the verification cannot get through, and then taken', () => {
    const { raw, producer } = withTransaction();
    const fault = raw.faults.on('AddPartitionsToTxn', { client: 'AddPartitionsManager-client-1' }).nth(1).disconnect();
    const leader = raw.cluster.snapshot().topics.find(({ name }) => name === 'payments')?.partitions[0]?.leader;
    expect(leader).toBe(1);
    expect(producer.produce(PAYMENTS, ['a'])).toBe('NONE');
    expect(fault.fired).toBe(1);
  });
});
