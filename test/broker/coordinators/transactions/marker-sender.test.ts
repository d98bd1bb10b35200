/** Covers src/broker/coordinators/transactions/marker-sender.ts and the handler of WriteTxnMarkers. */
import { describe, expect, it } from 'vitest';
import type { ModeName } from '../../../../src/broker/index.ts';
import { BROKER_VERSIONS } from '../../../../src/broker/versions/index.ts';
import type { ErrorName } from '../../../../src/protocol/errors/errors.ts';
import type { TxnMarker } from '../../../../src/protocol/messages.ts';
import { batchOf, Pump, SERVING_DELAY_MS } from '../../pump.ts';
import { otherThan, PAYMENTS, TransactionalProducer, visible, withCoordinators } from './transactional-producer.ts';

const V4_3 = BROKER_VERSIONS['4.3'];
const SECOND = { topic: 'payments', partition: 1 };

/** An open transaction with one record in payments-0. */
function withOpenTransaction(pump: Pump = withCoordinators()): { pump: Pump; producer: TransactionalProducer } {
  const producer = new TransactionalProducer(pump);
  producer.init();
  producer.add();
  producer.produce(['a']);
  return { pump, producer };
}

function move(pump: Pump, leader: number): void {
  pump.do((cluster, nowMs) => cluster.setLeader('payments', 0, leader, nowMs));
}

describe('Markers', () => {
  it('are sent to each leader in one request, and replicated before the transaction is complete', () => {
    const { pump, producer } = withOpenTransaction();
    producer.add([SECOND]);
    producer.produce(['b'], SECOND);
    producer.end(true);
    const sent = pump.requests.filter(({ request }) => request.api === 'WriteTxnMarkers');
    expect(sent.map(({ to }) => to)).toEqual([
      pump.partition('payments', 0).leader,
      pump.partition('payments', 1).leader,
    ]);
    for (const id of [1, 2, 3]) expect(pump.numbers(id, 'payments', 0)[0]).toBe(2);
  });

  it('are sent to the new leader if the leader has changed while they were in flight', () => {
    const { pump, producer } = withOpenTransaction();
    pump.postponed.add('WriteTxnMarkers');
    producer.end(true);
    move(pump, otherThan(pump.partition('payments', 0).leader));
    pump.deliverPostponed('WriteTxnMarkers');
    expect(visible(pump)).toEqual([]);
    pump.advance(50);
    expect(visible(pump)).toEqual(['a']);
    expect(producer.add()).toBe('NONE');
  });

  it('are sent repeatedly to a leader that is down until there is another', () => {
    const { pump, producer } = withOpenTransaction();
    const leader = pump.partition('payments', 0).leader;
    if (producer.coordinator() === leader) move(pump, otherThan(leader));
    const victim = pump.partition('payments', 0).leader;
    pump.postponed.add('WriteTxnMarkers');
    producer.end(true);
    pump.do((cluster, nowMs) => cluster.crash(victim, nowMs));
    pump.deliverPostponed('WriteTxnMarkers');
    pump.advance(8_900);
    expect(pump.countOf('WriteTxnMarkers')).toBe(179);
    pump.advance(200);
    expect(visible(pump)).toEqual(['a']);
  });

  it('wait for a partition without a leader', () => {
    const pump = withCoordinators();
    const { producer, partition, host } = stoppedHost(pump);
    // In KRaft mode the coordinator loads its partition again, since the in-sync replicas have changed.
    pump.advance(1);
    expect(producer.end(true)).toBe('NONE');
    const sent = pump.countOf('WriteTxnMarkers');
    pump.advance(60_000);
    expect(pump.countOf('WriteTxnMarkers')).toBe(sent);
    expect(producer.add()).toBe('CONCURRENT_TRANSACTIONS');
    pump.do((cluster, nowMs) => cluster.restart(host, nowMs));
    pump.advance(SERVING_DELAY_MS);
    expect(producer.add()).toBe('NONE');
    expect([...pump.cluster.readRecords('single', partition, 'read_committed')]).toHaveLength(1);
  });

  it('are dropped with brokers of 4.3 if a partition has no leader, so that what was committed there cannot be read', () => {
    const pump = withCoordinators({}, undefined, V4_3);
    const { producer, partition, host } = stoppedHost(pump);
    pump.advance(1);
    expect(producer.end(true)).toBe('NONE');
    pump.advance(100);
    expect(producer.add()).toBe('NONE');
    pump.do((cluster, nowMs) => cluster.restart(host, nowMs));
    pump.advance(60_000);
    expect([...pump.cluster.readRecords('single', partition, 'read_uncommitted')]).toHaveLength(1);
    expect([...pump.cluster.readRecords('single', partition, 'read_committed')]).toEqual([]);
  });

  it('are not dropped by a coordinator of 4.3 that does not know yet that the leader is gone', () => {
    const config = { 'transaction.state.log.replication.factor': 1, 'transaction.state.log.min.isr': 1 };
    const pump = new Pump({ brokers: 1, config, version: V4_3 });
    pump.do((cluster, nowMs) => cluster.createTopic('payments', { partitions: 2 }, nowMs));
    pump.ask<'FindCoordinator'>({ api: 'FindCoordinator', keyType: 'transaction', key: 'any' });
    pump.advance(5);
    const { producer } = withOpenTransaction(pump);
    pump.do((cluster, nowMs) => cluster.disconnectFromController(1, nowMs));
    pump.advance(30_000);
    expect(pump.partition('payments', 0).leader).toBe(-1);
    expect(producer.end(true, 1)).toBe('NONE');
    pump.advance(1_000);
    pump.do((cluster, nowMs) => cluster.reconnectToController(1, nowMs));
    pump.advance(60_000);
    expect([...pump.cluster.readRecords('payments', 0, 'read_committed')]).toHaveLength(1);
  });

  it('are written twice in KRaft mode if their coordinator loads the transaction again while they wait for a leader', () => {
    const written = (mode: ModeName): number => {
      const pump = withCoordinators({}, mode);
      const { producer, host } = stoppedHost(pump);
      // With ZooKeeper the shutdown raises the leader epochs, and followers pause before they fetch again.
      pump.advance(1_000);
      producer.end(true);
      pump.do((cluster, nowMs) => cluster.restart(host, nowMs));
      pump.advance(1_000);
      expect(producer.add()).toBe('NONE');
      return pump.events.filter((name) => name === 'marker written').length;
    };
    expect([written('kraft'), written('zookeeper')]).toEqual([2, 1]);
  });

  it.each(['first', 'last'])(
    'complete a transaction once, even if its last transition is also retried from before it was loaded again, and ends %s',
    (retried) => {
      const pump = withCoordinators();
      const producer = new TransactionalProducer(pump);
      producer.init();
      producer.add();
      producer.produce(['a']);
      const others = [1, 2, 3].filter((id) => id !== producer.coordinator());
      pump.postponed.add('WriteTxnMarkers');
      expect(producer.end(true)).toBe('NONE');
      for (const id of others) pump.do((cluster, nowMs) => cluster.shutdown(id, nowMs));
      pump.advance(1);
      pump.deliverPostponed('WriteTxnMarkers');
      pump.advance(120);
      expect(producer.add()).toBe('CONCURRENT_TRANSACTIONS');
      if (retried === 'first') pump.postponed.add('WriteTxnMarkers');
      for (const id of others) pump.do((cluster, nowMs) => cluster.restart(id, nowMs));
      pump.advance(1_000);
      pump.deliverPostponed('WriteTxnMarkers');
      pump.advance(1_000);
      expect(pump.events).toContain('transition failed');
      expect(producer.add()).toBe('NONE');
    },
  );

  it('are not written to a deleted topic', () => {
    const { pump, producer } = withOpenTransaction();
    const { controllerId } = pump.cluster.snapshot();
    pump.ask<'DeleteTopics'>({ api: 'DeleteTopics', topics: ['payments'], timeoutMs: 1_000 }, controllerId);
    expect(producer.end(true)).toBe('NONE');
    expect(pump.countOf('WriteTxnMarkers')).toBe(0);
    expect(producer.init().error).toBe('NONE');
  });

  it('are sent 20 times a second while there are too few in-sync replicas', () => {
    const pump = withCoordinators();
    const configs = { 'min.insync.replicas': '2' };
    pump.do((cluster, nowMs) => cluster.createTopic('strict', { partitions: 1, replicationFactor: 1, configs }, nowMs));
    const producer = new TransactionalProducer(pump);
    const to = { topic: 'strict', partition: 0 };
    producer.init();
    producer.add([to]);
    producer.send(['a'], to, 1);
    producer.end(true);
    pump.advance(1_000);
    expect(pump.countOf('WriteTxnMarkers')).toBe(21);
    expect(producer.add()).toBe('CONCURRENT_TRANSACTIONS');
  });

  it('may be written twice if a response is lost, which no reader sees', () => {
    const { pump, producer } = withOpenTransaction();
    pump.lostResponses.add('WriteTxnMarkers');
    producer.end(false);
    pump.lostResponses.clear();
    expect(producer.add()).toBe('CONCURRENT_TRANSACTIONS');
    pump.advance(30_050);
    expect(pump.numbers(1, 'payments', 0)).toEqual([3, 3]);
    expect(producer.add()).toBe('NONE');
    producer.produce(['b']);
    producer.end(true);
    expect(visible(pump)).toEqual(['b']);
  });

  it('do not affect the next transaction of the same producer', () => {
    const { pump, producer } = withOpenTransaction();
    const queue = pump.partition('payments', 0).leader;
    producer.end(true);
    producer.add();
    producer.produce(['b']);
    expect(pump.partition('payments', 0).leader).toBe(queue);
    expect(visible(pump)).toEqual(['a']);
    producer.end(true);
    expect(visible(pump)).toEqual(['a', 'b']);
  });
});

describe('WriteTxnMarkers', () => {
  const write = (pump: Pump, broker: number, more: Partial<TxnMarker>): ErrorName | undefined =>
    pump.ask<'WriteTxnMarkers'>(
      {
        api: 'WriteTxnMarkers',
        markers: [
          { producerId: 0, producerEpoch: 0, coordinatorEpoch: 0, committed: true, partitions: [PAYMENTS], ...more },
        ],
      },
      broker,
    ).markers[0]?.partitions[0]?.error;

  it('refuses a partition that the broker does not host or lead', () => {
    const pump = withCoordinators();
    const leader = pump.partition('payments', 0).leader;
    expect(write(pump, leader, { partitions: [{ topic: 'nowhere', partition: 0 }] })).toBe(
      'UNKNOWN_TOPIC_OR_PARTITION',
    );
    expect(write(pump, otherThan(leader), {})).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(write(pump, leader, {})).toBe('NONE');
  });

  it('answers an empty request', () => {
    const pump = withCoordinators();
    expect(pump.ask<'WriteTxnMarkers'>({ api: 'WriteTxnMarkers', markers: [] }).markers).toEqual([]);
  });

  it('refuses an older epoch of the producer or of the coordinator', () => {
    const { pump } = withOpenTransaction();
    const leader = pump.partition('payments', 0).leader;
    expect(write(pump, leader, { producerEpoch: 3, coordinatorEpoch: 7 })).toBe('NONE');
    expect(write(pump, leader, { producerEpoch: 2, coordinatorEpoch: 7 })).toBe('INVALID_PRODUCER_EPOCH');
    expect(write(pump, leader, { producerEpoch: 3, coordinatorEpoch: 6 })).toBe('TRANSACTION_COORDINATOR_FENCED');
  });

  it('makes a coordinator drop a transaction that a newer coordinator has ended', () => {
    const { pump, producer } = withOpenTransaction();
    const leader = pump.partition('payments', 0).leader;
    write(pump, leader, { producerEpoch: 0, coordinatorEpoch: 9, committed: false });
    producer.end(true);
    const sent = pump.countOf('WriteTxnMarkers');
    pump.advance(60_000);
    expect(pump.countOf('WriteTxnMarkers')).toBe(sent);
    expect(visible(pump)).toEqual([]);
  });

  it('times out if the followers do not fetch the marker', () => {
    const pump = withCoordinators();
    const leader = pump.partition('payments', 0).leader;
    for (const id of [1, 2, 3]) if (id !== leader) pump.hold(id);
    pump.produce(batchOf(['x']), { topic: 'payments', acks: 1, broker: leader });
    const markers = [{ producerId: 5, producerEpoch: 0, coordinatorEpoch: 0, committed: true, partitions: [PAYMENTS] }];
    const token = pump.send({ api: 'WriteTxnMarkers', markers }, leader);
    pump.advance(29_999);
    expect(pump.answers.has(token)).toBe(false);
    pump.advance(1);
    expect(pump.answers.get(token)).toMatchObject({ markers: [{ partitions: [{ error: 'REQUEST_TIMED_OUT' }] }] });
  });
});

/** An open transaction with a record in a partition of which the only replica, not on the coordinator, has been stopped. */
function stoppedHost(pump: Pump): { producer: TransactionalProducer; partition: number; host: number } {
  pump.do((cluster, nowMs) => cluster.createTopic('single', { partitions: 3, replicationFactor: 1 }, nowMs));
  const producer = new TransactionalProducer(pump);
  producer.init();
  const coordinator = producer.coordinator();
  const partition = [0, 1, 2].find((p) => pump.partition('single', p).leader !== coordinator) as number;
  const to = { topic: 'single', partition };
  const host = pump.partition('single', partition).leader;
  producer.add([to]);
  producer.produce(['a'], to);
  pump.do((cluster, nowMs) => cluster.shutdown(host, nowMs));
  return { producer, partition, host };
}
