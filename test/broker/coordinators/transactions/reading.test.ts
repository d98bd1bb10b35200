/** Covers src/broker: log/log-transactions.ts, log/visible-records.ts and replication/read-partition.ts for transactions. */
import { describe, expect, it } from 'vitest';
import type { FetchPartitionResponse, IsolationLevel } from '../../../../src/protocol/messages.ts';
import { batchOf, type Pump } from '../../pump.ts';
import { TransactionalProducer, visible, withCoordinators } from './transactional-producer.ts';

/** Two producers, each in a transaction with a record in payments-0: offsets 0 (first) and 1 (second). */
function withTwoTransactions(): { pump: Pump; first: TransactionalProducer; second: TransactionalProducer } {
  const pump = withCoordinators();
  const [first, second] = ['first', 'second'].map((id) => new TransactionalProducer(pump, id)) as [
    TransactionalProducer,
    TransactionalProducer,
  ];
  for (const producer of [first, second]) {
    producer.init();
    producer.add();
    producer.produce([producer.transactionalId]);
  }
  return { pump, first, second };
}

function read(pump: Pump, fetchOffset = 0, isolation: IsolationLevel = 'read_committed'): FetchPartitionResponse {
  const token = pump.fetch(
    { topic: 'payments', fetchOffset },
    { broker: pump.partition('payments').leader, isolation },
  );
  return pump.fetched(token)?.partitions[0] as FetchPartitionResponse;
}

function endOffset(pump: Pump, isolationLevel: IsolationLevel): number | undefined {
  const partitions = [{ topic: 'payments', partition: 0, currentLeaderEpoch: -1, timestampMs: -1 }];
  return pump.ask<'ListOffsets'>(
    { api: 'ListOffsets', replicaId: -1, isolationLevel, partitions },
    pump.partition('payments').leader,
  ).partitions[0]?.offset;
}

describe('The last stable offset', () => {
  it('is the offset of the first record of an open transaction, whichever transactions have ended after it', () => {
    const { pump, first, second } = withTwoTransactions();
    expect(read(pump)).toMatchObject({ lastStableOffset: 0, highWatermark: 2, records: [] });
    second.end(true);
    expect(read(pump)).toMatchObject({ lastStableOffset: 0, highWatermark: 3, records: [] });
    expect([endOffset(pump, 'read_committed'), endOffset(pump, 'read_uncommitted')]).toEqual([0, 3]);
    first.end(true);
    expect(read(pump)).toMatchObject({ lastStableOffset: 4, highWatermark: 4, abortedTransactions: [] });
    expect(visible(pump)).toEqual(['first', 'second']);
    expect(endOffset(pump, 'read_committed')).toBe(4);
  });

  it('is the high watermark in a log without transactions', () => {
    const pump = withCoordinators();
    pump.produce(batchOf(['plain']), { topic: 'payments', broker: pump.partition('payments').leader });
    expect(read(pump)).toMatchObject({ lastStableOffset: 1, highWatermark: 1 });
  });

  it('also holds back records outside of transactions', () => {
    const { pump, first, second } = withTwoTransactions();
    pump.produce(batchOf(['plain']), { topic: 'payments', broker: pump.partition('payments').leader });
    expect(visible(pump)).toEqual([]);
    first.end(false);
    second.end(false);
    expect(visible(pump)).toEqual(['plain']);
  });
});

describe('Aborted transactions', () => {
  it('are reported with their first offset to readers of offsets at which they may have records', () => {
    const { pump, first, second } = withTwoTransactions();
    first.end(false);
    second.end(true);
    const aborted = [{ producerId: first.producerId, firstOffset: 0 }];
    expect(read(pump).abortedTransactions).toEqual(aborted);
    expect(read(pump, 2).abortedTransactions).toEqual(aborted);
    // The marker is at 2; there is nothing of the transaction after it.
    expect(read(pump, 3).abortedTransactions).toEqual([]);
    expect(read(pump, 0, 'read_uncommitted').abortedTransactions).toEqual([]);
  });

  it('are found among many transactions', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    for (let i = 0; i < 10; i++) {
      producer.add();
      producer.produce([`v${i}`]);
      producer.end(i % 2 === 1);
    }
    expect(read(pump, 0).abortedTransactions.map(({ firstOffset }) => firstOffset)).toEqual([0, 4, 8, 12, 16]);
    expect(read(pump, 10).abortedTransactions.map(({ firstOffset }) => firstOffset)).toEqual([12, 16]);
    expect(visible(pump)).toEqual(['v1', 'v3', 'v5', 'v7', 'v9']);
  });

  it('are known to a new leader', () => {
    const { pump, first, second } = withTwoTransactions();
    first.end(false);
    second.end(true);
    const leader = pump.partition('payments').leader;
    const next = [1, 2, 3].find((id) => id !== leader) as number;
    pump.do((cluster, nowMs) => cluster.setLeader('payments', 0, next, nowMs));
    expect(read(pump).abortedTransactions).toEqual([{ producerId: first.producerId, firstOffset: 0 }]);
    expect(visible(pump)).toEqual(['second']);
  });
});

describe('A waiting fetch with read_committed', () => {
  it('is answered when the transaction is committed, not when its records are appended', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    producer.init();
    producer.add();
    const broker = pump.partition('payments').leader;
    const wait = { broker, maxWaitMs: 500, isolation: 'read_committed' } as const;
    const token = pump.fetch({ topic: 'payments' }, wait);
    producer.produce(['a']);
    expect(pump.fetched(token)).toBeUndefined();
    producer.end(true);
    expect(pump.fetched(token)?.partitions[0]?.records).toHaveLength(2);
  });
});
