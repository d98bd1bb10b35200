/** Covers src/broker/coordinators/transactions/transaction-state-manager.ts: transactions that time out. */
import { describe, expect, it } from 'vitest';
import { otherThan, TransactionalProducer, visible, withCoordinators } from './transactional-producer.ts';

describe('Transactions that stay open', () => {
  it('are aborted at the first check after transaction.timeout.ms, and their producer is fenced', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump, 'tx', 15_000);
    producer.init();
    producer.add();
    producer.produce(['lost']);
    // Coordinators check every 10 s; the transaction is 15 s old at 16,005.
    pump.advance(20_000 - pump.nowMs - 1);
    expect(pump.events).not.toContain('transaction timed out');
    pump.advance(1);
    expect(pump.events).toContain('transaction timed out');
    expect(producer.end(true)).toBe('PRODUCER_FENCED');
    expect(producer.produce(['late']).error).toBe('INVALID_PRODUCER_EPOCH');
    expect(producer.init()).toMatchObject({ error: 'NONE', producerEpoch: 2 });
    expect(visible(pump)).toEqual([]);
  });

  it('are looked for every transaction.abort.timed.out.transaction.cleanup.interval.ms', () => {
    const pump = withCoordinators({ 'transaction.abort.timed.out.transaction.cleanup.interval.ms': 500 });
    const producer = new TransactionalProducer(pump, 'tx', 1_000);
    producer.init();
    producer.add();
    pump.advance(1_400);
    expect(producer.end(false)).toBe('NONE');
    producer.add();
    pump.advance(1_600);
    expect(producer.end(true)).toBe('PRODUCER_FENCED');
  });

  it('are fenced with the same epoch again if the fence did not reach the log', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump, 'tx', 1_000);
    producer.init();
    producer.add();
    const coordinator = producer.coordinator();
    const others = [1, 2, 3].filter((id) => id !== coordinator);
    for (const id of others) pump.do((cluster, nowMs) => cluster.shutdown(id, nowMs));
    // Two checks: neither abort gets its second replica.
    pump.advance(20_000);
    for (const id of others) pump.do((cluster, nowMs) => cluster.restart(id, nowMs));
    pump.advance(10_000);
    // Epoch 0 was the producer's, epoch 1 that of the fence, however often it was tried.
    expect(producer.init()).toMatchObject({ error: 'NONE', producerEpoch: 2 });
  });

  it('cause no events once they have ended, even if their transactional ids remain', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    producer.add();
    producer.produce(['a']);
    producer.end(true);
    pump.advance(120_000);
    const { steps } = pump;
    pump.advance(3_600_000);
    expect(pump.steps).toBe(steps);
  });

  it('cause no events in a cluster without transactions', () => {
    const pump = withCoordinators();
    // The last check for lost fetches is over by then.
    pump.advance(60_000);
    const { steps } = pump;
    pump.advance(3_600_000);
    expect(pump.steps).toBe(steps);
  });

  it('are aborted by the next coordinator if theirs fails', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump, 'tx', 12_000);
    producer.init();
    producer.add();
    const first = producer.coordinator();
    pump.do((cluster, nowMs) => cluster.crash(first, nowMs));
    pump.advance(30_000);
    expect(producer.coordinator()).not.toBe(first);
    expect(producer.end(true)).toBe('PRODUCER_FENCED');
    expect(otherThan(first)).not.toBe(first);
  });
});
