/** Requests between brokers travel over the network, so faults affect them like requests of clients. */
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
  it('is decided when EndTxn is answered, and visible when its markers are written', () => {
    const { raw, producer } = withTransaction();
    expect(producer.produce(PAYMENTS, ['a', 'b'])).toBe('NONE');
    expect(producer.commitOffset('group', PAYMENTS, 7)).toBe('NONE');
    expect(producer.end(true)).toBe('NONE');
    raw.advance(10);
    expect(visible(raw)).toEqual(['a', 'b']);
    expect(raw.cluster.committedOffsets('group').map(({ offset }) => offset)).toEqual([7]);
  });

  it('waits until request.timeout.ms has elapsed for markers that a fault has lost', () => {
    const { raw, producer } = withTransaction();
    producer.produce(PAYMENTS, ['a']);
    const fault = raw.faults.on('WriteTxnMarkers', { topic: 'payments' }).nth(1).loseRequest();
    producer.end(true);
    raw.advance(29_000);
    expect([fault.fired, visible(raw)]).toEqual([1, []]);
    raw.advance(2_000);
    expect(visible(raw)).toEqual(['a']);
  });

  it('writes its markers again if a response is lost', () => {
    const { raw, producer } = withTransaction();
    producer.produce(PAYMENTS, ['a']);
    raw.faults.on('WriteTxnMarkers').nth(1).loseResponse();
    producer.end(false);
    raw.advance(31_000);
    expect(visible(raw)).toEqual([]);
    expect(producer.add([PAYMENTS])).toBe('NONE');
  });

  it('survives broken connections and refused markers', () => {
    const { raw, producer } = withTransaction();
    producer.produce(PAYMENTS, ['a']);
    raw.faults.on('WriteTxnMarkers').nth(1).disconnect();
    raw.faults.on('WriteTxnMarkers').nth(2).respond('NOT_LEADER_OR_FOLLOWER');
    producer.end(true);
    raw.advance(200);
    expect(visible(raw)).toEqual(['a']);
  });

  it('has its first batch refused with NETWORK_EXCEPTION if its verification fails, and accepted on retry', () => {
    const { raw, producer } = withTransaction();
    const fault = raw.faults.on('AddPartitionsToTxn', { client: 'AddPartitionsManager-client-1' }).nth(1).disconnect();
    const leader = raw.cluster.snapshot().topics.find(({ name }) => name === 'payments')?.partitions[0]?.leader;
    expect(leader).toBe(1);
    expect(producer.produce(PAYMENTS, ['a'])).toBe('NONE');
    expect(fault.fired).toBe(1);
  });
});
