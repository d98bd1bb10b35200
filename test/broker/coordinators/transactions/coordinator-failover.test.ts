/** Covers src/broker/coordinators: log/coordinator-runtime.ts, and transactions that another coordinator takes over. */

import { describe, expect, it } from 'vitest';
import { SERVING_DELAY_MS } from '../../pump.ts';
import { TransactionalProducer, visible, withCoordinators } from './transactional-producer.ts';

describe('A coordinator that fails', () => {
  it('is replaced by the next leader of its partition, which loads the transaction and goes on with it', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    producer.add();
    producer.produce(['a']);
    const first = producer.coordinator();
    pump.do((cluster, nowMs) => cluster.shutdown(first, nowMs));
    expect(producer.coordinator()).not.toBe(first);
    expect(producer.end(true)).toBe('COORDINATOR_LOAD_IN_PROGRESS');
    expect(producer.init().error).toBe('COORDINATOR_LOAD_IN_PROGRESS');
    pump.advance(1);
    expect(producer.end(true)).toBe('NONE');
    expect(visible(pump)).toEqual(['a']);
  });

  it('keeps its transactions until its session expires', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    const first = producer.coordinator();
    pump.do((cluster, nowMs) => cluster.crash(first, nowMs));
    expect(producer.coordinator()).toBe(first);
    pump.advance(9_001);
    expect(producer.coordinator()).not.toBe(first);
    expect(producer.add()).toBe('NONE');
  });

  it('leaves decided transactions to its successor, which writes the markers', () => {
    for (const isCommit of [true, false]) {
      const pump = withCoordinators();
      const producer = new TransactionalProducer(pump);
      producer.init();
      producer.add();
      producer.produce(['a']);
      pump.postponed.add('WriteTxnMarkers');
      expect(producer.end(isCommit)).toBe('NONE');
      const first = producer.coordinator();
      pump.do((cluster, nowMs) => cluster.shutdown(first, nowMs));
      pump.postponed.clear();
      pump.advance(1);
      expect(visible(pump)).toEqual(isCommit ? ['a'] : []);
      expect(producer.add()).toBe('NONE');
    }
  });

  it('does not know its transactions after a restart, as it does not lead the partition', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    const first = producer.coordinator();
    pump.do((cluster, nowMs) => cluster.shutdown(first, nowMs));
    pump.do((cluster, nowMs) => cluster.restart(first, nowMs));
    pump.advance(SERVING_DELAY_MS);
    expect(producer.add(undefined, first)).toBe('NOT_COORDINATOR');
  });

  it('answers NOT_COORDINATOR for a transition that its successor did not receive', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    const first = producer.coordinator();
    const others = [1, 2, 3].filter((id) => id !== first);
    for (const id of others) pump.hold(id);
    // The followers' waiting fetches carry the first transition; no further fetch arrives.
    producer.pump.send({ api: 'EndTxn', ...producer.own(), committed: true }, first);
    const request = {
      api: 'AddPartitionsToTxn',
      ...producer.own(),
      partitions: [{ topic: 'payments', partition: 0 }],
    } as const;
    const token = pump.send(request, first);
    expect(pump.answers.has(token)).toBe(false);
    const partition = pump.cluster
      .snapshot()
      .topics.find(({ name }) => name === '__transaction_state')
      ?.partitions.find(
        ({ leader, partition: p }) => leader === first && pump.numbers(first, '__transaction_state', p)[0] > 0,
      );
    const next = others[0] as number;
    pump.do((cluster, nowMs) => cluster.setLeader('__transaction_state', partition?.partition ?? -1, next, nowMs));
    expect(pump.answers.get(token)).toMatchObject({ partitions: [{ error: 'NOT_COORDINATOR' }] });
    for (const id of others) pump.release(id);
  });

  it('does not pass on the last epoch: a retried increase of the epoch is fenced', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.apiVersion = 4;
    producer.init();
    const before = producer.own();
    producer.bump();
    pump.do((cluster, nowMs) => cluster.shutdown(producer.coordinator(), nowMs));
    pump.advance(1);
    expect(producer.init(before).error).toBe('PRODUCER_FENCED');
  });
});
