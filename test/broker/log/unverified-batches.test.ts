/**
 * Covers src/broker/log: unverified-batches.ts, and what of producer-state.ts and log-transactions.ts belongs to brokers in which each transaction has an
 * epoch (UnifiedLog, ProducerAppendInfo and VerificationStateEntry of 4.3.1).
 */
import { describe, expect, it } from 'vitest';
import { refusalOfSequence } from '../../../src/broker/log/append-validation.ts';
import type { Verification } from '../../../src/broker/log/log-transactions.ts';
import { ReplicaLog } from '../../../src/broker/log/replica-log.ts';
import { refusalOfUnverified, VERIFICATIONS_OF_LOG } from '../../../src/broker/log/unverified-batches.ts';
import { BROKER_VERSIONS } from '../../../src/broker/versions/index.ts';
import type { RecordBatch } from '../../../src/protocol/records/record-batch.ts';
import { batchOf } from '../pump.ts';

const { policies } = BROKER_VERSIONS['4.3'];
const OF_EPOCHS = VERIFICATIONS_OF_LOG['one transaction'];
const OF_PRODUCERS = VERIFICATIONS_OF_LOG['while it produces'];

function batch(sequence: number, epoch = 0): RecordBatch {
  return batchOf(['v'], { id: 1, epoch, sequence }, { isTransactional: true });
}

function markerOf(epoch: number): RecordBatch {
  return batchOf(
    ['m'],
    { id: 1, epoch, sequence: -1 },
    { control: 'ABORT', coordinatorEpoch: 0, isTransactional: true },
  );
}

function logOf(...batches: RecordBatch[]): ReplicaLog {
  const log = new ReplicaLog();
  for (const one of batches) log.append({ baseOffset: log.endOffset, partitionLeaderEpoch: 0, batch: one });
  return log;
}

function verify(log: ReplicaLog, sequence: number, epoch: number, isAdding = true): Verification {
  return log.withTransactions().verify({ producerId: 1, producerEpoch: epoch, baseSequence: sequence }, isAdding);
}

describe('A transactional batch without a verification', () => {
  it('is accepted while its transaction is open, in its epoch', () => {
    const log = logOf(batch(0, 3));
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(1, 3), undefined, true)).toBeUndefined();
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(0, 4), undefined, true)).toEqual({
      error: 'INVALID_TXN_STATE',
      message: 'Record was not part of an ongoing transaction',
    });
    // Before 4.0 any epoch is.
    expect(refusalOfUnverified(OF_PRODUCERS, log, batch(0, 4), undefined, true)).toBeUndefined();
  });

  it('has an outdated epoch once its transaction has ended', () => {
    const log = logOf(batch(0, 3), markerOf(4));
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(1, 3), undefined, true)).toEqual({
      error: 'INVALID_PRODUCER_EPOCH',
      message: 'Epoch of producer 1 is 3, which is smaller than the last seen epoch 4',
    });
    expect(refusalOfUnverified(OF_PRODUCERS, log, batch(1, 3), undefined, true)?.error).toBe('INVALID_TXN_STATE');
  });

  it('is accepted without verification by the configuration, but not with an outdated epoch', () => {
    const log = logOf(batch(0, 3), markerOf(4));
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(0, 4), undefined, false)).toBeUndefined();
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(1, 3), undefined, false)?.error).toBe('INVALID_PRODUCER_EPOCH');
  });
});

describe('A verification', () => {
  it('that adds the partition outlasts the marker of the transaction before', () => {
    const log = logOf(batch(0, 3));
    const held = verify(log, 0, 4);
    log.append({ baseOffset: 1, partitionLeaderEpoch: 0, batch: markerOf(4) });
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(0, 4), held, true)).toBeUndefined();
    // A marker with another epoch is not that of the transaction before.
    log.append({ baseOffset: 2, partitionLeaderEpoch: 0, batch: markerOf(5) });
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(0, 5), held, true)?.error).toBe('INVALID_TXN_STATE');
  });

  it('that only asks does not', () => {
    const log = logOf(batch(0, 3));
    const held = verify(log, 0, 4, false);
    log.append({ baseOffset: 1, partitionLeaderEpoch: 0, batch: markerOf(4) });
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(0, 4), held, true)?.error).toBe('INVALID_TXN_STATE');
  });

  it('ends with the first batch of the transaction', () => {
    const log = logOf();
    const held = verify(log, 0, 0);
    log.append({ baseOffset: 0, partitionLeaderEpoch: 0, batch: batch(0) });
    expect(log.withTransactions().verification(1)).toBeUndefined();
    expect(refusalOfUnverified(OF_EPOCHS, log, batch(1), held, true)).toBeUndefined();
  });
});

describe('The first batch of a transaction whose partition the leader adds', () => {
  const refusal = (log: ReplicaLog, sequence: number, epoch: number): string | undefined =>
    refusalOfSequence(log, batch(sequence, epoch), 't-0', policies)?.message;

  it('has sequence number 0 in a log that does not know its producer (unlike KAFKA-15591)', () => {
    const log = logOf();
    verify(log, 1, 0);
    expect(refusal(log, 1, 0)).toBe(
      'Invalid sequence number for producer 1 at offset 0 in partition t-0: 1 (incoming seq. number). ' +
        'Expected sequence 0 for transactions v2 idempotent producer with no existing state.',
    );
    expect(refusal(log, 0, 0)).toBeUndefined();
    const asking = logOf();
    verify(asking, 1, 0, false);
    expect(refusal(asking, 1, 0)).toBeUndefined();
  });

  it('also after the marker of the transaction before', () => {
    const log = logOf(batch(0, 3), markerOf(4));
    verify(log, 1, 4);
    expect(refusal(log, 1, 4)).toContain('Expected sequence 0');
    expect(refusal(log, 0, 4)).toBeUndefined();
  });
});

describe('An outdated epoch', () => {
  it('is described in the words of 4.3', () => {
    const log = logOf(batch(0, 4));
    expect(refusalOfSequence(log, batch(1, 3), 't-0', policies)).toEqual({
      error: 'INVALID_PRODUCER_EPOCH',
      message: 'Epoch of producer 1 at offset 1 in t-0 is 3, which is < the last seen epoch 4 (TV-1)',
    });
  });
});

describe('The marker of a transaction with an epoch', () => {
  function refusalOfMarker(log: ReplicaLog, epoch: number, version: number): string | undefined {
    const isOpen = log.transactions?.isOpen(1) === true;
    const refused = log.producers.refusalOfCoordinator(markerOf(epoch), log.endOffset, 't-0', policies, {
      version,
      isOpen,
    });
    return refused?.message;
  }

  it('has a later one than the batches', () => {
    const log = logOf(batch(0, 4));
    expect(refusalOfMarker(log, 5, 2)).toBeUndefined();
    expect(refusalOfMarker(log, 4, 2)).toBe(
      'Epoch of producer 1 at offset 1 in t-0 is 4, which is <= the last seen epoch 4 (TV2)',
    );
    expect(refusalOfMarker(log, 3, 2)).toBe(
      'Epoch of producer 1 at offset 1 in t-0 is 3, which is <= the last seen epoch 4 (TV2)',
    );
  });

  it('may be repeated until the next transaction begins (KAFKA-19999)', () => {
    const log = logOf(batch(0, 4), markerOf(5));
    expect(refusalOfMarker(log, 5, 2)).toBeUndefined();
    expect(refusalOfMarker(log, 4, 2)).toContain('is 4, which is <= the last seen epoch 5 (TV2)');
  });

  it('may have the largest epoch whatever came before', () => {
    expect(refusalOfMarker(logOf(batch(0, 32_767)), 32_767, 2)).toBeUndefined();
  });

  it('is compared like those of older transactions if it is of one', () => {
    const log = logOf(batch(0, 4));
    expect(refusalOfMarker(log, 4, 0)).toBeUndefined();
    expect(refusalOfMarker(log, 3, 0)).toBe(
      'Epoch of producer 1 at offset 1 in t-0 is 3, which is < the last seen epoch 4 (TV0)',
    );
  });
});
