import { describe, expect, it } from 'vitest';
import { Pump } from '../../pump.ts';
import { otherThan, PAYMENTS, TransactionalProducer, visible, withCoordinators } from './transactional-producer.ts';

const SECOND = { topic: 'payments', partition: 1 };

describe('FindCoordinator', () => {
  it('has the topic created for the first who asks, and answers COORDINATOR_NOT_AVAILABLE until it has leaders', () => {
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

  it("finds the leader of the partition that Java's hash of the key points to", () => {
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

  it('answers COORDINATOR_NOT_AVAILABLE for ever with fewer brokers than replicas, and says why once', () => {
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
  it('gives a new id and epoch 0, and the next epoch to each who comes after', () => {
    const pump = withCoordinators();
    expect(new TransactionalProducer(pump).init()).toMatchObject({ error: 'NONE', producerId: 0, producerEpoch: 0 });
    expect(new TransactionalProducer(pump).init()).toMatchObject({ error: 'NONE', producerId: 0, producerEpoch: 1 });
    expect(new TransactionalProducer(pump, 'another').init().producerId).not.toBe(0);
  });

  it('refuses an empty id, half an id, and a timeout that is not allowed', () => {
    const producer = new TransactionalProducer(withCoordinators());
    expect(producer.init({ transactionalId: '' }).error).toBe('INVALID_REQUEST');
    expect(producer.init({ producerId: 7 }).error).toBe('INVALID_REQUEST');
    expect(producer.init({ transactionTimeoutMs: 0 }).error).toBe('INVALID_TRANSACTION_TIMEOUT');
    expect(producer.init({ transactionTimeoutMs: 900_001 }).error).toBe('INVALID_TRANSACTION_TIMEOUT');
    expect(producer.init({ transactionTimeoutMs: 900_000 }).error).toBe('NONE');
  });

  it('answers NOT_COORDINATOR at another broker', () => {
    const producer = new TransactionalProducer(withCoordinators());
    expect(producer.init({}, otherThan(producer.coordinator())).error).toBe('NOT_COORDINATOR');
  });

  it('raises the epoch for its owner, and gives the same again to a retry', () => {
    const producer = new TransactionalProducer(withCoordinators());
    producer.init();
    const { producerId } = producer;
    expect(producer.bump()).toMatchObject({ error: 'NONE', producerEpoch: 1 });
    expect(producer.init({ producerId, producerEpoch: 0 })).toMatchObject({ error: 'NONE', producerEpoch: 1 });
  });

  it('fences who comes with an older epoch or a foreign id; older versions call it INVALID_PRODUCER_EPOCH', () => {
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

  it('aborts the transaction of a producer that is gone, and answers CONCURRENT_TRANSACTIONS meanwhile', () => {
    const pump = withCoordinators();
    const old = new TransactionalProducer(pump);
    old.init();
    old.add();
    old.produce(['lost']);
    const next = new TransactionalProducer(pump);
    expect(next.init().error).toBe('CONCURRENT_TRANSACTIONS');
    // The fence took an epoch of its own, which nobody is given.
    expect(next.init()).toMatchObject({ error: 'NONE', producerEpoch: 2 });
    expect(old.end(true)).toBe('PRODUCER_FENCED');
    expect(visible(pump)).toEqual([]);
    expect(visible(pump, 'read_uncommitted')).toEqual(['lost']);
  });

  it('changes the producer id when its epochs are used up', () => {
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
    // The answer was lost: the owner comes with what it had before.
    expect(producer.init({ producerId, producerEpoch: exhausted })).toMatchObject({ error: 'NONE', producerEpoch: 0 });
  });

  it('waits for the move before it', () => {
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

  it('answers COORDINATOR_NOT_AVAILABLE while the log of transactions has too few replicas', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    const leader = producer.coordinator();
    for (const id of [1, 2, 3]) if (id !== leader) pump.do((cluster, nowMs) => cluster.shutdown(id, nowMs));
    expect(producer.init({}, leader).error).toBe('COORDINATOR_NOT_AVAILABLE');
  });
});

describe('AddPartitionsToTxn', () => {
  it('opens the transaction, and takes the same partition twice', () => {
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

  it('refuses an empty id, an unknown one, a foreign producer id, another epoch, and at another broker', () => {
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

  it('answers CONCURRENT_TRANSACTIONS while the transaction before it is being completed', () => {
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
    // The question was lost: the coordinator gives up waiting, and asks again.
    pump.advance(30_050);
    expect(pump.hungUp).toBe(1);
    expect(producer.add()).toBe('NONE');
    expect(visible(pump)).toEqual(['a']);
  });
});

describe('EndTxn', () => {
  it('commits: readers of committed records see them once the markers are written', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    producer.add([PAYMENTS, SECOND]);
    producer.produce(['a', 'b']);
    producer.produce(['c'], SECOND);
    expect([visible(pump), visible(pump, 'read_committed', 1)]).toEqual([[], []]);
    expect(producer.end(true)).toBe('NONE');
    expect([visible(pump), visible(pump, 'read_committed', 1)]).toEqual([['a', 'b'], ['c']]);
    // A marker takes an offset.
    expect(pump.numbers(1, 'payments', 0)).toEqual([3, 3]);
  });

  it('aborts: they never see them, and others still do', () => {
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

  it('takes the same end twice, and refuses the other one', () => {
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

  it('tells who repeats it before the markers are written to wait, and refuses the other end', () => {
    for (const isCommit of [true, false]) {
      const pump = withCoordinators();
      const producer = new TransactionalProducer(pump);
      producer.init();
      producer.add();
      pump.postponed.add('WriteTxnMarkers');
      producer.end(isCommit);
      expect(producer.end(isCommit)).toBe('CONCURRENT_TRANSACTIONS');
      // The move to the completed state is pending from the start.
      expect(producer.end(!isCommit)).toBe('CONCURRENT_TRANSACTIONS');
    }
  });

  it('refuses an end without a transaction, unknown and foreign ids, and another epoch', () => {
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
