/** Covers all files of src/guarantees: each guarantee reports runs that break it, and no others. */
import { RecordTooLargeException, TimeoutException } from 'kafka-trial';
import { NetworkException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';
import { GUARANTEE_NAMES, GUARANTEES, type GuaranteeName } from '../../src/guarantees/index.ts';
import { HandMadeRun, recordBatch } from './hand-made-run.ts';

/** Two batches of two records, acknowledged and stored on all three brokers; the producer is closed. */
function keptRun(): HandMadeRun {
  const trial = new HandMadeRun();
  trial.store(trial.send(2, 0));
  trial.store(trial.send(2, 2));
  trial.isClosed = true;
  return trial;
}

/** Checks the run as it is, and again after `change`; returns the problem that the second check finds. */
function problemAfter(
  name: GuaranteeName,
  trial: HandMadeRun,
  change: (trial: HandMadeRun) => void,
): string | undefined {
  const guarantee = GUARANTEES[name].create();
  const look = (): string | undefined => ('check' in guarantee ? guarantee.check(trial) : guarantee.validate(trial));
  expect(look(), 'it is kept before the change').toBeUndefined();
  change(trial);
  return look();
}

interface Case {
  readonly guarantee: GuaranteeName;
  readonly when: string;
  readonly change: (trial: HandMadeRun) => void;
  readonly says: string | RegExp;
}

const broken: readonly Case[] = [
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'an acknowledged batch is truncated',
    change: ({ replicas }) => {
      for (const { log } of replicas) log.stored.pop();
    },
    says: /^record 3 of producer-1 \(payments-0\) was acknowledged at offset 2 but is not in the log\.\nrecord 4/,
  },
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'the new leader never had the record',
    change: (trial) => {
      trial.replica(2).log.stored.pop();
      trial.decide({ leader: 2, leaderEpoch: 1, isr: [2] });
    },
    says: /record 3 .* not in the log/,
  },
  {
    guarantee: 'NoDuplicateWithIdempotence',
    when: 'a batch is stored twice',
    change: (trial) => trial.store(trial.replica(1).log.stored[0]!),
    says: /^record 1 of producer-1 \(payments-0\) is stored 2 times, at offsets 0, 4\./,
  },
  {
    guarantee: 'OrderPerProducerAndPartition',
    when: 'a later batch is stored first',
    change: ({ replicas }) => {
      const { stored } = replicas[0]!.log;
      const [first, second] = [stored[0]!, stored[1]!];
      stored[0] = { ...second, baseOffset: 0 };
      stored[1] = { ...first, baseOffset: 2 };
    },
    says: /^record 1 of producer-1 \(payments-0\) is stored at offset 2, after record 4, which was sent later\./,
  },
  {
    guarantee: 'OrderPerProducerAndPartition',
    when: 'a record of the program was put into a batch after one that was sent later',
    change: ({ sends }) => {
      Object.assign(sends[0]!, { appendedNumber: 2 });
      Object.assign(sends[1]!, { appendedNumber: 1 });
    },
    says: /^record 1 of producer-1 \(payments-0\) was put into a batch after record 2, which was sent later\./,
  },
  {
    guarantee: 'OffsetsUniqueAndTrue',
    when: 'the callback got another offset',
    change: ({ sends }) => {
      sends[3]!.offset = 7;
    },
    says: 'record 4 of producer-1 (payments-0) was acknowledged at offset 7 but is stored at offset 3.',
  },
  {
    guarantee: 'OffsetsUniqueAndTrue',
    when: 'callback and future disagree',
    change: ({ sends }) => {
      sends[0]!.futureEnd = { offset: () => 1 } as never;
    },
    says: 'record 1 of producer-1 (payments-0) has offset 0 for its callback and offset 1 for its future.',
  },
  {
    guarantee: 'OffsetsUniqueAndTrue',
    when: 'two batches of a log overlap',
    change: ({ replicas }) => {
      const { stored } = replicas[2]!.log;
      stored[1] = { ...stored[1]!, baseOffset: 1 };
    },
    says: 'In the log of payments-0 on broker 3, a batch begins at offset 1, but the batch before it ends at offset 1.',
  },
  {
    guarantee: 'NoPhantomRecord',
    when: 'the log has a batch that no producer sent',
    change: (trial) => trial.store({ batch: recordBatch(1) }),
    says: 'Phantom record at offset 4 of payments-0: no producer sent it.',
  },
  {
    guarantee: 'NoPhantomRecord',
    when: 'a record is stored in another partition than its own',
    change: (trial) => trial.store(trial.send(1, 4, 1)),
    says: 'record 5 of producer-1 (payments-1) is stored at offset 4 of payments-0, where it was not sent.',
  },
  {
    guarantee: 'DefiniteFailureMeansAbsent',
    when: 'a refused record is in the log',
    change: ({ sends }) => {
      Object.assign(sends[1]!, { error: new RecordTooLargeException('too large'), offset: -1 });
    },
    says: 'record 2 of producer-1 (payments-0) failed with RecordTooLargeException but is stored at offset 1.',
  },
  {
    guarantee: 'EverySendSettlesOnce',
    when: 'a callback is called twice',
    change: ({ sends }) => {
      sends[0]!.callbacks = 2;
    },
    says: 'record 1 of producer-1 (payments-0) had its callback called 2 times.',
  },
  {
    guarantee: 'EverySendSettlesOnce',
    when: 'the producer is closed, and a record has no outcome',
    change: ({ sends }) => {
      Object.assign(sends[3]!, { endedMs: -1, callbacks: 0, futureEnd: null });
    },
    says: 'record 4 of producer-1 (payments-0) has no outcome, although its producer is closed.',
  },
  {
    guarantee: 'EverySendSettlesOnce',
    when: 'the future is done, and the callback was not called',
    change: ({ sends }) => {
      Object.assign(sends[3]!, { endedMs: 10, callbacks: 0 });
    },
    says: 'record 4 of producer-1 (payments-0) has a future that is done, but its callback was not called.',
  },
  {
    guarantee: 'EverySendSettlesOnce',
    when: 'callback and future have different outcomes',
    change: ({ sends }) => {
      sends[0]!.futureEnd = new TimeoutException('late');
    },
    says: 'record 1 of producer-1 (payments-0) has an outcome for its callback and another for its future.',
  },
  {
    guarantee: 'EverySendSettlesInTime',
    when: 'a record waits for longer than delivery.timeout.ms and the time by which the I/O thread may be late',
    change: (trial) => {
      trial.sends[1]!.endedMs = -1;
      trial.nowMs = 150_201;
    },
    says: 'record 2 of producer-1 (payments-0) has no outcome 150201 ms after send() returned; delivery.timeout.ms is 120000.',
  },
  {
    guarantee: 'EverySendSettlesInTime',
    when: 'a callback stopped the I/O thread for less than the record is late',
    change: (trial) => {
      trial.sends[1]!.endedMs = -1;
      trial.nowMs = 250_201;
      trial.stops.push({ fromMs: 10_000, untilMs: 60_000 }, { fromMs: 200_201, untilMs: Number.POSITIVE_INFINITY });
    },
    says: 'record 2 of producer-1 (payments-0) has no outcome 250201 ms after send() returned; delivery.timeout.ms is 120000.',
  },
  {
    guarantee: 'CallbackOrder',
    when: 'the callback of a later record is called first',
    change: ({ sends }) => {
      sends[0]!.callbackNumber = 3;
      sends[2]!.callbackNumber = 1;
    },
    says: 'The callback of record 2 of producer-1 (payments-0) was call 2 of its producer, before that of record 1, which was sent earlier (call 3).',
  },
  {
    guarantee: 'HighWatermarkMonotonic',
    when: 'the high watermark falls within an epoch',
    change: (trial) => {
      trial.replica(1).log.highWatermark = 3;
    },
    says: 'Broker 1, leader of payments-0, moved its high watermark from 4 back to 3 within epoch 0.',
  },
  {
    guarantee: 'HighWatermarkMonotonic',
    when: 'an in-sync replica has fewer records',
    change: (trial) => {
      trial.replica(3).log.endOffset = 2;
    },
    says: 'Broker 1, leader of payments-0, has its high watermark at 4, but the log of the in-sync replica on broker 3 ends at 2.',
  },
  {
    guarantee: 'OneLeaderPerEpoch',
    when: 'one epoch has two leaders',
    change: (trial) => {
      trial.replica(2).isLeader = true;
    },
    says: 'Broker 2 leads payments-0 in epoch 0, but broker 1 was the leader of that epoch.',
  },
  {
    guarantee: 'OneLeaderPerEpoch',
    when: 'the leader epoch falls',
    change: (trial) => trial.decide({ leaderEpoch: -1 }),
    says: 'The leader epoch of payments-0 fell from 0 to -1.',
  },
  {
    guarantee: 'ReplicasAgreeBelowHighWatermark',
    when: 'an in-sync replica has another batch',
    change: (trial) => {
      const { stored } = trial.replica(2).log;
      stored[1] = { ...stored[1]!, batch: recordBatch(2) };
    },
    says: 'Below the high watermark 4 of payments-0, the log of the in-sync replica on broker 2 differs from that of the leader, broker 1, from offset 2 on.',
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'a part of the transaction is committed and the other is aborted',
    change: (trial) => {
      const [shown, hidden] = [trial.send(1, 4), trial.send(1, 6)];
      trial.inTransaction('unknown', shown, hidden);
      trial.store(shown);
      trial.mark('COMMIT');
      trial.store(hidden);
      trial.mark('ABORT');
    },
    says: 'record 6 of producer-1 (payments-0), in transaction 1, is not visible at offset 6, although other records of the transaction are.',
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'commitTransaction() succeeded, and the marker is ABORT',
    change: (trial) => transact(trial, 'committed', 'ABORT'),
    says: 'record 5 of producer-1 (payments-0), in transaction 1, is not visible at offset 4, although the transaction was committed.',
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'abortTransaction() succeeded, and the marker is COMMIT',
    change: (trial) => transact(trial, 'aborted', 'COMMIT'),
    says: 'record 5 of producer-1 (payments-0), in transaction 1, is visible at offset 4, although the transaction was aborted.',
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'a part of the transaction is lost',
    change: (trial) => {
      const [shown, lost] = [trial.send(1, 4), trial.send(1, 5)];
      trial.inTransaction('committed', shown, lost);
      trial.store(shown);
      trial.mark('COMMIT');
    },
    says: 'record 6 of producer-1 (payments-0), in transaction 1, is in no log, although other records of the transaction are visible.',
  },
  {
    guarantee: 'BufferMemoryReturned',
    when: 'buffer memory is not returned',
    change: (trial) => {
      trial.bufferAvailableBytes = 84;
    },
    says: 'All records of producer-1 have an outcome, but only 84 of 100 bytes of buffer.memory are free.',
  },
];

/** A transaction of one record with this outcome for the program and this marker in the log. */
function transact(trial: HandMadeRun, outcome: 'unknown' | 'committed' | 'aborted', marker: 'COMMIT' | 'ABORT'): void {
  const batch = trial.send(1, 4);
  trial.inTransaction(outcome, batch);
  trial.store(batch);
  trial.mark(marker);
}

const kept: readonly Omit<Case, 'says'>[] = [
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'retention deleted the record',
    change: ({ replicas }) => {
      for (const { log } of replicas) {
        log.stored.shift();
        log.startOffset = 2;
      }
    },
  },
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'the topic was deleted',
    change: (trial) => {
      trial.topics = [];
    },
  },
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'there is no leader, and an in-sync replica has all records',
    change: (trial) => {
      trial.replica(1).log.stored.length = 0;
      trial.decide({ leader: -1, isr: [2, 3] });
    },
  },
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'nothing was acknowledged, with acks=0',
    change: (trial) => {
      for (const { log } of trial.replicas) log.stored.pop();
      trial.sends[2]!.offset = -1;
      trial.sends[3]!.offset = -1;
    },
  },
  {
    guarantee: 'NoDuplicateWithIdempotence',
    when: 'the second copy is not committed',
    change: (trial) => {
      trial.store(trial.replica(1).log.stored[0]!);
      trial.replica(1).log.highWatermark = 4;
    },
  },
  {
    guarantee: 'OrderPerProducerAndPartition',
    when: 'a second copy of a record is stored later',
    change: (trial) => trial.store(trial.replica(1).log.stored[0]!),
  },
  {
    guarantee: 'OrderPerProducerAndPartition',
    when: 'a record that is sent in a callback overtakes a send() that blocks',
    change: ({ sends, replicas }) => {
      for (const [index, number] of [3, 4, 1, 2].entries()) Object.assign(sends[index]!, { appendedNumber: number });
      for (const record of sends.slice(2)) Object.assign(record, { isFromCallback: true });
      for (const { log } of replicas) {
        const [first, second] = [log.stored[0]!, log.stored[1]!];
        log.stored.splice(0, 2, { ...second, baseOffset: 0 }, { ...first, baseOffset: 2 });
      }
    },
  },
  {
    guarantee: 'DefiniteFailureMeansAbsent',
    when: 'the record timed out, so that its fate is unknown',
    change: ({ sends }) => {
      Object.assign(sends[1]!, { error: new TimeoutException('Expiring 1 record(s)'), offset: -1 });
    },
  },
  {
    guarantee: 'DefiniteFailureMeansAbsent',
    when: 'an earlier request with the batch was left without a response',
    change: ({ sends }) => {
      Object.assign(sends[1]!, { error: new RecordTooLargeException('too large'), offset: -1 });
      Object.assign(sends[1]!.batch!, { hasUncertainTry: true });
    },
  },
  {
    guarantee: 'EverySendSettlesOnce',
    when: 'send() threw and called no callback',
    change: (trial) => {
      Object.assign(trial.refuse(new Error('no')), { wasThrown: true, callbacks: 0, futureEnd: null });
    },
  },
  {
    guarantee: 'EverySendSettlesInTime',
    when: 'the record was never in a batch',
    change: (trial) => {
      trial.refuse(new TimeoutException('not present in metadata')).endedMs = 900_000;
    },
  },
  {
    guarantee: 'EverySendSettlesInTime',
    when: 'a callback stopped the I/O thread in the meantime',
    change: (trial) => {
      trial.sends[1]!.endedMs = -1;
      trial.nowMs = 250_200;
      trial.stops.push({ fromMs: 10_000, untilMs: 60_000 }, { fromMs: 200_200, untilMs: Number.POSITIVE_INFINITY });
    },
  },
  {
    guarantee: 'CallbackOrder',
    when: 'the two records failed at the same instant',
    change: ({ sends }) => {
      const error = new NetworkException('cut off');
      Object.assign(sends[0]!, { callbackNumber: 2, error });
      Object.assign(sends[1]!, { callbackNumber: 1, error });
    },
  },
  {
    guarantee: 'HighWatermarkMonotonic',
    when: 'the next leader has not learned of the last rise',
    change: (trial) => {
      Object.assign(trial.replica(1), { isLeader: false });
      Object.assign(trial.replica(2), { isLeader: true, leaderEpoch: 1 });
      trial.replica(2).log.highWatermark = 2;
      trial.decide({ leader: 2, leaderEpoch: 1 });
    },
  },
  {
    guarantee: 'OneLeaderPerEpoch',
    when: 'the old leader has not learned of the new one',
    change: (trial) => {
      Object.assign(trial.replica(2), { isLeader: true, leaderEpoch: 1 });
      trial.decide({ leader: 2, leaderEpoch: 1 });
    },
  },
  {
    guarantee: 'ReplicasAgreeBelowHighWatermark',
    when: 'a replica that is not in sync has another batch',
    change: (trial) => {
      const { stored } = trial.replica(2).log;
      stored[1] = { ...stored[1]!, batch: recordBatch(2) };
      trial.decide({ isr: [1, 3] });
    },
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'the outcome for the program agrees with the marker',
    change: (trial) => transact(trial, 'aborted', 'ABORT'),
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'the outcome is unknown to the program',
    change: (trial) => transact(trial, 'unknown', 'COMMIT'),
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'the marker is not on all in-sync replicas yet',
    change: (trial) => {
      transact(trial, 'committed', 'ABORT');
      trial.replica(1).log.highWatermark = 5;
    },
  },
  {
    guarantee: 'BufferMemoryReturned',
    when: 'a record has no outcome yet',
    change: (trial) => {
      trial.bufferAvailableBytes = 84;
      trial.sends[3]!.endedMs = -1;
    },
  },
  {
    guarantee: 'BufferMemoryReturned',
    when: 'a request that is in flight has the memory of a batch that has ended',
    change: (trial) => {
      trial.bufferAvailableBytes = 84;
      trial.bufferHeldByRequestsBytes = 16;
    },
  },
];

describe('A guarantee', () => {
  it.each(GUARANTEE_NAMES)('%s has its own name', (name) => {
    expect(GUARANTEES[name].create().name).toBe(name);
  });

  it.each(GUARANTEE_NAMES)('%s has a case here that breaks it', (name) => {
    expect(broken.some(({ guarantee }) => guarantee === name)).toBe(true);
  });
});

describe('A guarantee is reported as broken', () => {
  it.each(broken)('$guarantee, when $when', ({ guarantee, change, says }) => {
    const problem = problemAfter(guarantee, keptRun(), change);
    if (typeof says === 'string') expect(problem).toBe(says);
    else expect(problem).toMatch(says);
  });
});

describe('A guarantee is not reported as broken', () => {
  it.each(kept)('$guarantee, when $when', ({ guarantee, change }) => {
    expect(problemAfter(guarantee, keptRun(), change)).toBeUndefined();
  });
});
