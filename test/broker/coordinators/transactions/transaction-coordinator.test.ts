/**
 * Covers src/broker/coordinators/transactions: transaction-coordinator.ts and producer-id-manager.ts, and the handlers of FindCoordinator,
 * InitProducerId, AddPartitionsToTxn and EndTxn.
 */
import { describe, expect, it } from 'vitest';
import { Pump } from '../../pump.ts';
import { otherThan, PAYMENTS, TransactionalProducer, visible, withCoordinators } from './transactional-producer.ts';

const SECOND = { topic: 'payments', partition: 1 };

describe('FindCoordinator', () => {
  it('creates the topic on the first request, and answers COORDINATOR_NOT_AVAILABLE until it has leaders', () => {
    const pump = new Pump();
    const find = (): string =>
      pump.ask<'FindCoordinator'>({ api: 'FindCoordinator', keyType: 'transaction', key: 'tx' }).error;
    expect(find()).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(find()).toBe('COORDINATOR_NOT_AVAILABLE');
    pump.advance(5);
    expect(find()).toBe('NONE');
    const topic = pump.cluster.snapshot().topics.find(({ name }) => name === '__transaction_state');
    expect(topic?.partitions).toHaveLength(50);
    expect(topic?.configs['min.insync.replicas']).toBe('2');
  });

  it("finds the leader of the partition that Java's hash of the key selects", () => {
    const pump = withCoordinators();
    const found = pump.ask<'FindCoordinator'>({
      api: 'FindCoordinator',
      keyType: 'transaction',
      key: 'my-transactional-id',
    });
    expect(found.node?.id).toBe(
      pump.partition('__transaction_state', Math.abs(javaHash('my-transactional-id')) % 50).leader,
    );
  });

  it('always answers COORDINATOR_NOT_AVAILABLE with fewer brokers than replicas, and reports the reason once', () => {
    const pump = new Pump({ brokers: 1 });
    for (let i = 0; i < 3; i++) {
      expect(new TransactionalProducer(pump).coordinator()).toBe(0);
      pump.advance(1_000);
    }
    expect(pump.events.filter((name) => name === 'topic refused')).toHaveLength(1);
  });

  it('does not shift the leaders of topics that are created later', () => {
    const leaders = (pump: Pump): number[] => {
      pump.do((cluster, nowMs) => cluster.createTopic('later', { partitions: 3, replicationFactor: 1 }, nowMs));
      return [0, 1, 2].map((partition) => pump.partition('later', partition).leader);
    };
    const plain = new Pump();
    plain.do((cluster, nowMs) => cluster.createTopic('payments', { partitions: 2, replicationFactor: 3 }, nowMs));
    expect(leaders(withCoordinators())).toEqual(leaders(plain));
  });
});

describe('InitProducerId with a transactional id', () => {
  it('assigns a new id with epoch 0, and the next epoch to each later producer', () => {
    const pump = withCoordinators();
    expect(new TransactionalProducer(pump).init()).toMatchObject({ error: 'NONE', producerId: 0, producerEpoch: 0 });
    expect(new TransactionalProducer(pump).init()).toMatchObject({ error: 'NONE', producerId: 0, producerEpoch: 1 });
    expect(new TransactionalProducer(pump, 'another').init().producerId).not.toBe(0);
  });

  it('refuses an empty transactional id, a producer id without an epoch, and an invalid timeout', () => {
    const producer = new TransactionalProducer(withCoordinators());
    expect(producer.init({ transactionalId: '' }).error).toBe('INVALID_REQUEST');
    expect(producer.init({ producerId: 7 }).error).toBe('INVALID_REQUEST');
    expect(producer.init({ transactionTimeoutMs: 0 }).error).toBe('INVALID_TRANSACTION_TIMEOUT');
    expect(producer.init({ transactionTimeoutMs: 900_001 }).error).toBe('INVALID_TRANSACTION_TIMEOUT');
    expect(producer.init({ transactionTimeoutMs: 900_000 }).error).toBe('NONE');
  });

  it('is answered with NOT_COORDINATOR by another broker', () => {
    const producer = new TransactionalProducer(withCoordinators());
    expect(producer.init({}, otherThan(producer.coordinator())).error).toBe('NOT_COORDINATOR');
  });

  it('raises the epoch for its producer, and assigns the same epoch to a retry', () => {
    const producer = new TransactionalProducer(withCoordinators());
    producer.init();
    const { producerId } = producer;
    expect(producer.bump()).toMatchObject({ error: 'NONE', producerEpoch: 1 });
    expect(producer.init({ producerId, producerEpoch: 0 })).toMatchObject({ error: 'NONE', producerEpoch: 1 });
  });

  it("fences a producer with an older epoch or another producer's id; in older versions by INVALID_PRODUCER_EPOCH", () => {
    const pump = withCoordinators();
    const old = new TransactionalProducer(pump);
    old.apiVersion = 4;
    old.init();
    new TransactionalProducer(pump).init();
    expect(old.bump().error).toBe('PRODUCER_FENCED');
    expect(old.init({ producerId: 999, producerEpoch: 0 }).error).toBe('PRODUCER_FENCED');
    old.apiVersion = 3;
    expect(old.bump().error).toBe('INVALID_PRODUCER_EPOCH');
  });

  it('aborts the open transaction of an earlier producer, and answers CONCURRENT_TRANSACTIONS until it is aborted', () => {
    const pump = withCoordinators();
    const old = new TransactionalProducer(pump);
    old.init();
    old.add();
    old.produce(['lost']);
    const next = new TransactionalProducer(pump);
    expect(next.init().error).toBe('CONCURRENT_TRANSACTIONS');
    // The fence used epoch 1, which is never assigned to a producer.
    expect(next.init()).toMatchObject({ error: 'NONE', producerEpoch: 2 });
    expect(old.end(true)).toBe('PRODUCER_FENCED');
    expect(visible(pump)).toEqual([]);
    expect(visible(pump, 'read_uncommitted')).toEqual(['lost']);
  });

  it('assigns a new producer id when the epochs of the old one are used up', () => {
    const pump = withCoordinators({
      'transaction.state.log.replication.factor': 1,
      'transaction.state.log.min.isr': 1,
    });
    const producer = new TransactionalProducer(pump);
    producer.init();
    const { producerId } = producer;
    const coordinator = producer.coordinator();
    while (producer.producerEpoch < 32_766) producer.init(producer.own(), coordinator);
    const exhausted = producer.producerEpoch;
    expect(producer.init({ producerId, producerEpoch: 17 }).error).toBe('UNKNOWN_SERVER_ERROR');
    expect(producer.bump()).toMatchObject({ error: 'NONE', producerEpoch: 0 });
    expect(producer.producerId).not.toBe(producerId);
    // A retry after the response was lost, with the id and epoch from before.
    expect(producer.init({ producerId, producerEpoch: exhausted })).toMatchObject({ error: 'NONE', producerEpoch: 0 });
  });

  it('is answered with CONCURRENT_TRANSACTIONS while a transition is pending', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    const leader = producer.coordinator();
    const others = [1, 2, 3].filter((id) => id !== leader);
    for (const id of others) pump.hold(id);
    const request = {
      api: 'InitProducerId',
      transactionalId: 'tx',
      transactionTimeoutMs: 60_000,
      producerId: -1,
      producerEpoch: -1,
    } as const;
    const first = pump.send(request, leader);
    expect(pump.answers.has(first)).toBe(false);
    expect(pump.ask<'InitProducerId'>(request, leader).error).toBe('CONCURRENT_TRANSACTIONS');
    for (const id of others) pump.release(id);
    expect(pump.answers.get(first)).toMatchObject({ error: 'NONE', producerEpoch: 0 });
  });

  it('is answered with COORDINATOR_NOT_AVAILABLE while __transaction_state has too few in-sync replicas', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    const leader = producer.coordinator();
    for (const id of [1, 2, 3]) if (id !== leader) pump.do((cluster, nowMs) => cluster.shutdown(id, nowMs));
    expect(producer.init({}, leader).error).toBe('COORDINATOR_NOT_AVAILABLE');
  });
});

describe('AddPartitionsToTxn', () => {
  it('begins the transaction, and accepts the same partition twice', () => {
    const producer = new TransactionalProducer(withCoordinators());
    producer.init();
    expect(producer.add()).toBe('NONE');
    expect(producer.add()).toBe('NONE');
    expect(producer.add([SECOND])).toBe('NONE');
  });

  it('adds nothing if one of the partitions does not exist', () => {
    const producer = new TransactionalProducer(withCoordinators());
    producer.init();
    const partitions = [PAYMENTS, { topic: 'nowhere', partition: 0 }];
    const answer = producer.ask<'AddPartitionsToTxn'>(
      { api: 'AddPartitionsToTxn', ...producer.own(), partitions },
      producer.coordinator(),
    );
    expect(answer.partitions.map(({ error }) => error)).toEqual([
      'OPERATION_NOT_ATTEMPTED',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    expect(producer.end(true)).toBe('INVALID_TXN_STATE');
  });

  it('refuses empty and unknown transactional ids, wrong producer ids and epochs, and requests at another broker', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    const ask = (more: object, broker = producer.coordinator()): unknown =>
      pump.ask<'AddPartitionsToTxn'>(
        { api: 'AddPartitionsToTxn', ...producer.own(), partitions: [PAYMENTS], ...more },
        broker,
        3,
      ).partitions[0]?.error;
    expect(ask({ transactionalId: '' })).toBe('INVALID_REQUEST');
    const stranger = new TransactionalProducer(pump, 'stranger');
    expect(ask({ transactionalId: 'stranger' }, stranger.coordinator())).toBe('INVALID_PRODUCER_ID_MAPPING');
    expect(ask({ producerId: 99 })).toBe('INVALID_PRODUCER_ID_MAPPING');
    expect(ask({ producerEpoch: 1 })).toBe('PRODUCER_FENCED');
    expect(ask({}, otherThan(producer.coordinator()))).toBe('NOT_COORDINATOR');
    producer.apiVersion = 1;
    producer.producerEpoch = 5;
    expect(producer.add()).toBe('INVALID_PRODUCER_EPOCH');
  });

  it('is answered with CONCURRENT_TRANSACTIONS while the previous transaction is being completed', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    producer.add();
    producer.produce(['a']);
    pump.postponed.add('WriteTxnMarkers');
    expect(producer.end(true)).toBe('NONE');
    expect(producer.add()).toBe('CONCURRENT_TRANSACTIONS');
    expect(producer.init().error).toBe('CONCURRENT_TRANSACTIONS');
    pump.postponed.clear();
    // The request was lost: after its timeout the coordinator sends it again.
    pump.advance(30_050);
    expect(pump.abandoned).toBe(1);
    expect(producer.add()).toBe('NONE');
    expect(visible(pump)).toEqual(['a']);
  });
});

describe('EndTxn', () => {
  it('commits: read_committed consumers see the records once the markers are written', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    producer.add([PAYMENTS, SECOND]);
    producer.produce(['a', 'b']);
    producer.produce(['c'], SECOND);
    expect([visible(pump), visible(pump, 'read_committed', 1)]).toEqual([[], []]);
    expect(producer.end(true)).toBe('NONE');
    expect([visible(pump), visible(pump, 'read_committed', 1)]).toEqual([['a', 'b'], ['c']]);
    // The marker has an offset of its own.
    expect(pump.numbers(1, 'payments', 0)).toEqual([3, 3]);
  });

  it('aborts: read_committed consumers never see the records, read_uncommitted ones do', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    producer.add();
    producer.produce(['a']);
    expect(producer.end(false)).toBe('NONE');
    producer.add();
    producer.produce(['b']);
    producer.end(true);
    expect(visible(pump)).toEqual(['b']);
    expect(visible(pump, 'read_uncommitted')).toEqual(['a', 'b']);
  });

  it('accepts the same outcome twice, and refuses the opposite one', () => {
    const producer = new TransactionalProducer(withCoordinators());
    producer.init();
    producer.add();
    expect([producer.end(true), producer.end(true), producer.end(false)]).toEqual([
      'NONE',
      'NONE',
      'INVALID_TXN_STATE',
    ]);
    producer.add();
    expect([producer.end(false), producer.end(false), producer.end(true)]).toEqual([
      'NONE',
      'NONE',
      'INVALID_TXN_STATE',
    ]);
  });

  it('is answered with CONCURRENT_TRANSACTIONS until the markers are written', () => {
    for (const isCommit of [true, false]) {
      const pump = withCoordinators();
      const producer = new TransactionalProducer(pump);
      producer.init();
      producer.add();
      pump.postponed.add('WriteTxnMarkers');
      producer.end(isCommit);
      expect(producer.end(isCommit)).toBe('CONCURRENT_TRANSACTIONS');
      // The transition to the completed state is pending from the start.
      expect(producer.end(!isCommit)).toBe('CONCURRENT_TRANSACTIONS');
    }
  });

  it('is refused without a transaction, and with empty, unknown and wrong ids and epochs', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    expect(producer.end(true)).toBe('INVALID_TXN_STATE');
    producer.add();
    const ask = (more: object, broker = producer.coordinator()): string =>
      pump.ask<'EndTxn'>({ api: 'EndTxn', ...producer.own(), committed: true, ...more }, broker, 3).error;
    expect(ask({ transactionalId: '' })).toBe('INVALID_REQUEST');
    const stranger = new TransactionalProducer(pump, 'stranger');
    expect(ask({ transactionalId: 'stranger' }, stranger.coordinator())).toBe('INVALID_PRODUCER_ID_MAPPING');
    expect(ask({ producerId: 99 })).toBe('INVALID_PRODUCER_ID_MAPPING');
    expect(ask({ producerEpoch: 1 })).toBe('PRODUCER_FENCED');
    expect(ask({}, otherThan(producer.coordinator()))).toBe('NOT_COORDINATOR');
    producer.producerEpoch = 4;
    producer.apiVersion = 1;
    expect(producer.end(true)).toBe('INVALID_PRODUCER_EPOCH');
  });
});

function javaHash(text: string): number {
  let hash = 0n;
  for (const letter of text) hash = BigInt.asIntN(32, hash * 31n + BigInt(letter.charCodeAt(0)));
  return Number(hash);
}
