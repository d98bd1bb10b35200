/** Every guarantee, on subjects made by hand: it holds where it is kept, and fires where it is broken. */
import { RecordTooLargeException, TimeoutException } from 'kafka-trial';
import { NetworkException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';
import { GUARANTEE_NAMES, GUARANTEES, type GuaranteeName } from '../../src/guarantees/index.ts';
import { MadeTrial, recordBatch } from './made-subject.ts';

/** Two batches of two, acknowledged, stored on all three brokers, their producer closed. */
function keptTrial(): MadeTrial {
  const trial = new MadeTrial();
  trial.store(trial.send(2, 0));
  trial.store(trial.send(2, 2));
  trial.isClosed = true;
  return trial;
}

/** Looks at the subject as it is, then as `change` leaves it; returns what is wrong then. */
function problemAfter(name: GuaranteeName, trial: MadeTrial, change: (trial: MadeTrial) => void): string | undefined {
  const guarantee = GUARANTEES[name]();
  const look = (): string | undefined => ('check' in guarantee ? guarantee.check(trial) : guarantee.validate(trial));
  expect(look(), 'it holds before').toBeUndefined();
  change(trial);
  return look();
}

interface Case {
  readonly guarantee: GuaranteeName;
  readonly when: string;
  readonly change: (trial: MadeTrial) => void;
  readonly says: string | RegExp;
}

const broken: readonly Case[] = [
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'an acknowledged batch is cut off',
    change: ({ replicas }) => {
      for (const { log } of replicas) log.stored.pop();
    },
    says: /^record 3 of producer-1 \(payments-0\) was acknowledged at offset 2, and is not in the log\.\nrecord 4/,
  },
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'the one who leads never had it',
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
    when: 'a later batch lies first',
    change: ({ replicas }) => {
      const { stored } = replicas[0]!.log;
      const [first, second] = [stored[0]!, stored[1]!];
      stored[0] = { ...second, baseOffset: 0 };
      stored[1] = { ...first, baseOffset: 2 };
    },
    says: /^record 1 of producer-1 \(payments-0\) lies at offset 2, behind record 4, which was sent after it\./,
  },
  {
    guarantee: 'OrderPerProducerAndPartition',
    when: 'a record of the program came into a batch behind one that was sent after it',
    change: ({ sends }) => {
      Object.assign(sends[0]!, { appendedNumber: 2 });
      Object.assign(sends[1]!, { appendedNumber: 1 });
    },
    says: /^record 1 of producer-1 \(payments-0\) was appended behind record 2, which was sent after it\./,
  },
  {
    guarantee: 'OffsetsUniqueAndTrue',
    when: 'the callback was told another offset',
    change: ({ sends }) => {
      sends[3]!.offset = 7;
    },
    says: 'record 4 of producer-1 (payments-0) was told offset 7, and lies at 3.',
  },
  {
    guarantee: 'OffsetsUniqueAndTrue',
    when: 'callback and future disagree',
    change: ({ sends }) => {
      sends[0]!.futureEnd = { offset: () => 1 } as never;
    },
    says: 'record 1 of producer-1 (payments-0): its callback was told offset 0, its future 1.',
  },
  {
    guarantee: 'OffsetsUniqueAndTrue',
    when: 'two batches of a log overlap',
    change: ({ replicas }) => {
      const { stored } = replicas[2]!.log;
      stored[1] = { ...stored[1]!, baseOffset: 1 };
    },
    says: 'In the log of payments-0 on broker 3, a batch begins at offset 1; the one before it ends at 1.',
  },
  {
    guarantee: 'NoPhantomRecord',
    when: 'a batch appears that nobody sent',
    change: (trial) => trial.store({ batch: recordBatch(1) }),
    says: 'Nobody sent the record at offset 4 of payments-0.',
  },
  {
    guarantee: 'NoPhantomRecord',
    when: 'a record lies in another partition than its own',
    change: (trial) => trial.store(trial.send(1, 4, 1)),
    says: 'record 5 of producer-1 (payments-1) lies at offset 4 of payments-0.',
  },
  {
    guarantee: 'DefiniteFailureMeansAbsent',
    when: 'a refused record is in the log',
    change: ({ sends }) => {
      Object.assign(sends[1]!, { error: new RecordTooLargeException('too large'), offset: -1 });
    },
    says: 'record 2 of producer-1 (payments-0) failed with RecordTooLargeException, and lies at offset 1.',
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
    when: 'the producer is closed, and a record has not ended',
    change: ({ sends }) => {
      Object.assign(sends[3]!, { endedMs: -1, callbacks: 0, futureEnd: null });
    },
    says: 'record 4 of producer-1 (payments-0) has not ended, and its producer is closed.',
  },
  {
    guarantee: 'EverySendSettlesOnce',
    when: 'the future is done, and no callback came',
    change: ({ sends }) => {
      Object.assign(sends[3]!, { endedMs: 10, callbacks: 0 });
    },
    says: 'record 4 of producer-1 (payments-0) has a future that is done, and a callback that was not called.',
  },
  {
    guarantee: 'EverySendSettlesOnce',
    when: 'callback and future tell different ends',
    change: ({ sends }) => {
      sends[0]!.futureEnd = new TimeoutException('late');
    },
    says: 'record 1 of producer-1 (payments-0) was told success and failure, by callback and future.',
  },
  {
    guarantee: 'EverySendSettlesInTime',
    when: 'a record waits for more than delivery.timeout.ms and what the thread may be late',
    change: (trial) => {
      trial.sends[1]!.endedMs = -1;
      trial.nowMs = 150_201;
    },
    says: 'record 2 of producer-1 (payments-0) has not ended 150201 ms after send() returned; delivery.timeout.ms is 120000.',
  },
  {
    guarantee: 'CallbackOrder',
    when: 'a later record is called back first',
    change: ({ sends }) => {
      sends[0]!.callbackNumber = 3;
      sends[2]!.callbackNumber = 1;
    },
    says: 'record 2 of producer-1 (payments-0) was called back as number 2; record 1, sent before it, as number 3.',
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
    when: 'an in-sync replica holds less',
    change: (trial) => {
      trial.replica(3).log.endOffset = 2;
    },
    says: 'Broker 1, leader of payments-0, has its high watermark at 4, and the in-sync replica on broker 3 ends at 2.',
  },
  {
    guarantee: 'OneLeaderPerEpoch',
    when: 'two brokers lead in one epoch',
    change: (trial) => {
      trial.replica(2).isLeader = true;
    },
    says: 'Broker 2 leads payments-0 in epoch 0, in which broker 1 led.',
  },
  {
    guarantee: 'OneLeaderPerEpoch',
    when: 'an epoch falls',
    change: (trial) => trial.decide({ leaderEpoch: -1 }),
    says: 'The leader epoch of payments-0 fell from 0 to -1.',
  },
  {
    guarantee: 'ReplicasAgreeBelowHighWatermark',
    when: 'an in-sync replica holds another batch',
    change: (trial) => {
      const { stored } = trial.replica(2).log;
      stored[1] = { ...stored[1]!, batch: recordBatch(2) };
    },
    says: "Below the high watermark 4 of payments-0, the in-sync replica on broker 2 differs from the leader's on broker 1 from offset 2 on.",
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'one part is committed and the other aborted',
    change: (trial) => {
      const [shown, hidden] = [trial.send(1, 4), trial.send(1, 6)];
      trial.inTransaction('unknown', shown, hidden);
      trial.store(shown);
      trial.mark('COMMIT');
      trial.store(hidden);
      trial.mark('ABORT');
    },
    says: 'record 6 of producer-1 (payments-0), in transaction 1, is not shown, and others of it are, at offset 6.',
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'commitTransaction() succeeded, and the marker says otherwise',
    change: (trial) => transact(trial, 'committed', 'ABORT'),
    says: 'record 5 of producer-1 (payments-0), in transaction 1, was committed, and is not shown, at offset 4.',
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'abortTransaction() succeeded, and the marker says otherwise',
    change: (trial) => transact(trial, 'aborted', 'COMMIT'),
    says: 'record 5 of producer-1 (payments-0), in transaction 1, was aborted, and is shown, at offset 4.',
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'a part of it is lost',
    change: (trial) => {
      const [shown, lost] = [trial.send(1, 4), trial.send(1, 5)];
      trial.inTransaction('committed', shown, lost);
      trial.store(shown);
      trial.mark('COMMIT');
    },
    says: 'record 6 of producer-1 (payments-0), in transaction 1, is in no log, and others of it are shown.',
  },
  {
    guarantee: 'BufferMemoryReturned',
    when: 'memory stays taken',
    change: (trial) => {
      trial.bufferAvailableBytes = 84;
    },
    says: 'producer-1 has nothing under way, and 84 of 100 bytes of buffer.memory are free.',
  },
];

/** A transaction of one record, as its program was told, and as its marker says. */
function transact(trial: MadeTrial, outcome: 'unknown' | 'committed' | 'aborted', marker: 'COMMIT' | 'ABORT'): void {
  const batch = trial.send(1, 4);
  trial.inTransaction(outcome, batch);
  trial.store(batch);
  trial.mark(marker);
}

const kept: readonly Omit<Case, 'says'>[] = [
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'retention took the record',
    change: ({ replicas }) => {
      for (const { log } of replicas) {
        log.stored.shift();
        log.startOffset = 2;
      }
    },
  },
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'the topic is gone',
    change: (trial) => {
      trial.topics = [];
    },
  },
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'nobody leads, and an in-sync replica has all',
    change: (trial) => {
      trial.replica(1).log.stored.length = 0;
      trial.decide({ leader: -1, isr: [2, 3] });
    },
  },
  {
    guarantee: 'NoAcknowledgedRecordLost',
    when: 'acks=0: nothing was acknowledged',
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
    when: 'a repetition lies behind',
    change: (trial) => trial.store(trial.replica(1).log.stored[0]!),
  },
  {
    guarantee: 'OrderPerProducerAndPartition',
    when: 'one sent in a callback overtakes a send() that waits',
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
    when: 'a timeout leaves it open',
    change: ({ sends }) => {
      Object.assign(sends[1]!, { error: new TimeoutException('Expiring 1 record(s)'), offset: -1 });
    },
  },
  {
    guarantee: 'DefiniteFailureMeansAbsent',
    when: 'an earlier try was cut off',
    change: ({ sends }) => {
      Object.assign(sends[1]!, { error: new RecordTooLargeException('too large'), offset: -1 });
      Object.assign(sends[1]!.batch!, { hasUncertainTry: true });
    },
  },
  {
    guarantee: 'EverySendSettlesOnce',
    when: 'send() threw and called nobody',
    change: (trial) => {
      Object.assign(trial.refuse(new Error('no')), { wasThrown: true, callbacks: 0, futureEnd: null });
    },
  },
  {
    guarantee: 'EverySendSettlesInTime',
    when: 'a record was never in a batch',
    change: (trial) => {
      trial.refuse(new TimeoutException('not present in metadata')).endedMs = 900_000;
    },
  },
  {
    guarantee: 'CallbackOrder',
    when: 'the two failed in the same instant',
    change: ({ sends }) => {
      const error = new NetworkException('cut off');
      Object.assign(sends[0]!, { callbackNumber: 2, error });
      Object.assign(sends[1]!, { callbackNumber: 1, error });
    },
  },
  {
    guarantee: 'HighWatermarkMonotonic',
    when: 'the next leader has not heard of the last rise',
    change: (trial) => {
      Object.assign(trial.replica(1), { isLeader: false });
      Object.assign(trial.replica(2), { isLeader: true, leaderEpoch: 1 });
      trial.replica(2).log.highWatermark = 2;
      trial.decide({ leader: 2, leaderEpoch: 1 });
    },
  },
  {
    guarantee: 'OneLeaderPerEpoch',
    when: 'an old leader has not heard of the new one',
    change: (trial) => {
      Object.assign(trial.replica(2), { isLeader: true, leaderEpoch: 1 });
      trial.decide({ leader: 2, leaderEpoch: 1 });
    },
  },
  {
    guarantee: 'ReplicasAgreeBelowHighWatermark',
    when: 'a replica that is out of sync holds another batch',
    change: (trial) => {
      const { stored } = trial.replica(2).log;
      stored[1] = { ...stored[1]!, batch: recordBatch(2) };
      trial.decide({ isr: [1, 3] });
    },
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'the program was told what the marker says',
    change: (trial) => transact(trial, 'aborted', 'ABORT'),
  },
  {
    guarantee: 'TransactionsAllOrNothing',
    when: 'the program never learned',
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
    when: 'something is still under way',
    change: (trial) => {
      trial.bufferAvailableBytes = 84;
      trial.sends[3]!.endedMs = -1;
    },
  },
];

describe('A guarantee', () => {
  it.each(GUARANTEE_NAMES)('%s is called what its file says', (name) => {
    expect(GUARANTEES[name]().name).toBe(name);
  });

  it.each(GUARANTEE_NAMES)('%s has a case that breaks it', (name) => {
    expect(broken.some(({ guarantee }) => guarantee === name)).toBe(true);
  });
});

describe('Broken', () => {
  it.each(broken)('$guarantee: $when', ({ guarantee, change, says }) => {
    const problem = problemAfter(guarantee, keptTrial(), change);
    if (typeof says === 'string') expect(problem).toBe(says);
    else expect(problem).toMatch(says);
  });
});

describe('Kept', () => {
  it.each(kept)('$guarantee: $when', ({ guarantee, change }) => {
    expect(problemAfter(guarantee, keptTrial(), change)).toBeUndefined();
  });
});
