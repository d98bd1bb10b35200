/**
 * Covers: src/producer/calls/transactional-calls.ts, src/producer/transactions/transactions.ts,
 * src/producer/transactions/transaction-manager.ts, src/producer/transaction-state/lifecycle.ts
 *
 * The transactional calls as a user makes them: their order, errors and timeouts. The golden scenarios 100 to 129 compare them
 * with Java’s producer; this file covers what they do not show.
 */
import { describe, expect, it } from 'vitest';
import { TransactionalOnScript } from '../transactions/transactional-on-script.ts';

const NOT_ENABLED =
  'Cannot use transactional methods without enabling transactions by setting the transactional.id configuration property';

describe('A transaction', () => {
  it('adds its partitions and then ends, with the epoch of the producer', async () => {
    const running = await new TransactionalOnScript().inTransaction();
    running.send('a', { partition: 1 });
    running.send('b');
    await running.sendOffsets().until(400);
    await running.commit().until(500);
    expect(running.requests).toEqual([
      // The offsets were enqueued before the sender looked for new partitions.
      '200 AddOffsetsToTxn g',
      '200 AddPartitionsToTxn t-0 t-1',
      '200 FindCoordinator group g',
      '300 TxnOffsetCommit in-0',
      '400 EndTxn commit 1000/0',
    ]);
    expect(running.calls).toEqual(['sendOffsets -> done', 'commit -> done']);
    expect(running.sent.map(({ place, baseSequence }) => [place, baseSequence])).toEqual([
      ['t-0', 0],
      ['t-1', 0],
    ]);
  });

  it('continues with the sequences of the transaction before it', async () => {
    const running = await new TransactionalOnScript().inTransaction();
    running.send('a');
    await running.commit().until(250);
    running.begin();
    running.send('b');
    await running.abort().until(300);
    await running.begin().until(300);
    running.send('c');
    await running.commit().until(400);
    expect(running.sent.map(({ values, baseSequence }) => [values[0], baseSequence])).toEqual([
      ['a', 0],
      ['c', 1],
    ]);
    expect(running.outcomes).toContain(
      '250 b -> TransactionAbortedException: Failing batch since transaction was aborted',
    );
  });

  it('is committed only when all its records have been acknowledged', async () => {
    const running = await new TransactionalOnScript({ config: { 'linger.ms': 1000 } }).inTransaction();
    running.send('a');
    await running.commit().until(300);
    // The commit ends the lingering; the acknowledgement arrives 5 ms later.
    expect(running.sent.map(({ atMs }) => atMs)).toEqual([200]);
    expect(running.requests.at(-1)).toBe('205 EndTxn commit 1000/0');
  });

  it('commits no offsets when there are none, whatever the state', async () => {
    const running = new TransactionalOnScript();
    await running.call('none', () => running.producer.sendOffsetsToTransaction([], 'g')).until(10);
    expect(running.calls).toEqual(['none -> done']);
    expect(running.requests).toEqual([]);
  });

  it('without offsets to commit does not wake the sender', async () => {
    const running = await new TransactionalOnScript({
      refusals: { AddPartitionsToTxn: { 1: 'INVALID_TXN_STATE' } },
    }).inTransaction();
    running.send('a');
    await running.until(250);
    // A record that fails because of the error is in its batch by then: the sender sees it in its next turn.
    expect(() => running.send('b')).toThrow('Cannot execute transactional method because we are in an error state');
    await running.call('no offsets', () => running.producer.sendOffsetsToTransaction({}, 'g')).until(299);
    expect(running.outcomes).toHaveLength(1);
    await running.until(300);
    expect(running.outcomes[1]).toContain('300 b -> InvalidTxnStateException');
  });

  it('does not end before an earlier send that still waits', async () => {
    const running = new TransactionalOnScript();
    await running.init().until(199);
    running.begin();
    // There is no metadata of `u` yet: Java's send() would block here, and the commit would not have been called.
    running.send('a', { topic: 'u' });
    await running.commit().until(300);
    expect(running.outcomes).toEqual(['204 a -> 0@0']);
    expect(running.calls).toEqual(['init -> done', 'begin -> done', 'commit -> done']);
  });
});

describe('A call in the wrong state', () => {
  it('is refused without a transactional.id', async () => {
    const running = new TransactionalOnScript({ transactionalId: null, config: { acks: '1' } });
    await running.init().begin().sendOffsets().commit().abort().until(0);
    expect(new Set(running.calls.map((line) => line.split(' -> ')[1]))).toEqual(
      new Set([`IllegalStateException: ${NOT_ENABLED}`]),
    );
    expect(running.calls).toHaveLength(5);
  });

  it.each(['begin', 'sendOffsets', 'commit', 'abort', 'init'] as const)(
    'is refused by an idempotent producer: %s',
    async (call) => {
      const running = new TransactionalOnScript({ transactionalId: null });
      await running[call]().until(0);
      expect(running.calls).toEqual([
        `${call} -> IllegalStateException: Transactional method invoked on a non-transactional producer.`,
      ]);
    },
  );

  it('is refused after close()', async () => {
    const running = new TransactionalOnScript();
    void running.producer.close();
    await running.until(10);
    await running.init().begin().commit().until(20);
    const refusal = 'IllegalStateException: Cannot perform operation after producer has been closed';
    expect(running.calls).toEqual([`begin -> ${refusal}`, `init -> ${refusal}`, `commit -> ${refusal}`]);
  });

  it('can be followed by a call that is allowed', async () => {
    const running = await new TransactionalOnScript().inTransaction();
    running.send('a');
    await running.begin().until(250);
    await running.commit().until(300);
    expect(running.calls).toEqual([
      'begin -> IllegalStateException: TransactionalId tx1: Invalid transition attempted from state IN_TRANSACTION to state IN_TRANSACTION',
      'commit -> done',
    ]);
  });

  it('is fatal for the producer if the I/O thread makes it, in a callback', async () => {
    const running = await new TransactionalOnScript().inTransaction();
    running.send('a', { callback: () => running.begin() });
    await running.until(250);
    await running.commit().until(300);
    expect(running.calls).toEqual([
      'begin -> IllegalStateException: TransactionalId tx1: Invalid transition attempted from state IN_TRANSACTION to state IN_TRANSACTION',
      "commit -> IllegalStateException: Producer with transactionalId 'tx1' and ProducerIdAndEpoch(producerId=1000, epoch=0) cannot execute transactional method because of previous invalid state transition attempt",
    ]);
  });
});

describe('A call that exceeds max.block.ms', () => {
  it('has to be made again before any other call, and then ends like the first one', async () => {
    const running = await new TransactionalOnScript({
      refusals: { EndTxn: { 1: null } },
      config: { 'max.block.ms': 150, 'request.timeout.ms': 1000, 'delivery.timeout.ms': 2000 },
    }).inTransaction();
    running.send('a');
    await running.commit().until(400);
    expect(running.calls).toEqual([
      'commit -> TimeoutException: Timeout expired after 150ms while awaiting EndTxn(true)',
    ]);
    await running.abort().begin().sendOffsets().until(400);
    expect(running.calls.slice(1)).toEqual(
      ['begin', 'abort', 'sendOffsets'].map((call) => {
        const operation = { begin: 'beginTransaction', abort: 'abortTransaction' }[call] ?? 'sendOffsetsToTransaction';
        return `${call} -> IllegalStateException: Cannot attempt operation \`${operation}\` because the previous call to \`commitTransaction\` timed out and must be retried`;
      }),
    );
    running.calls.length = 0;
    // The coordinator does not answer for request.timeout.ms; then it is looked up, and asked again.
    await running.until(1500);
    await running.commit().begin().until(1500);
    expect(running.calls).toEqual(['begin -> done', 'commit -> done']);
    expect(running.requests.filter((line) => line.includes('EndTxn'))).toHaveLength(2);
  });

  it('can be interrupted', async () => {
    const running = await new TransactionalOnScript({ refusals: { EndTxn: { 1: null } } }).inTransaction();
    running.send('a');
    await running.commit().until(300);
    running.producer.interrupt();
    await running.until(300);
    expect(running.calls).toEqual(['commit -> InterruptException: Received interrupt while awaiting EndTxn(true)']);
  });

  it('is counted in the metrics only if it succeeds', async () => {
    const running = await new TransactionalOnScript({
      refusals: { EndTxn: { 1: 'INVALID_TXN_STATE' } },
    }).inTransaction();
    running.send('a');
    await running.commit().until(300);
    const times = new Map<string, number>();
    for (const [{ name }, value] of running.producer.metrics()) if (typeof value === 'number') times.set(name, value);
    expect(times.get('txn-init-time-ns-total')).toBe(100_000_000);
    expect(times.get('txn-commit-time-ns-total')).toBe(0);
  });
});

describe('A send that fails at once', () => {
  const tooLarge = { config: { 'max.request.size': 200 } };

  it('leaves a transaction that can only be aborted', async () => {
    const running = await new TransactionalOnScript(tooLarge).inTransaction();
    running.send('x'.repeat(300));
    await running.commit().until(210);
    await running.abort().until(400);
    expect(running.calls).toEqual([
      'commit -> KafkaException: Cannot execute transactional method because we are in an error state',
      'abort -> done',
    ]);
    // No partition was added: there is no transaction to end, but the epoch is raised nevertheless.
    expect(running.requests).toEqual(['210 InitProducerId from 1000/0']);
  });

  it('throws outside of a transaction, instead of failing its future', async () => {
    const running = new TransactionalOnScript(tooLarge);
    await running.init().until(199);
    running.warmUp();
    expect(() => running.send('x'.repeat(300))).toThrow(
      'TransactionalId tx1: Invalid transition attempted from state READY to state ABORTABLE_ERROR',
    );
    expect(running.outcomes).toHaveLength(1);
    await running.begin().until(199);
    expect(running.calls.at(-1)).toBe('begin -> done');
  });

  it('rejects `accepted` outside of a transaction, if it has waited', async () => {
    const running = new TransactionalOnScript(tooLarge);
    await running.init().until(199);
    const future = running.send('x'.repeat(300));
    const refused = expect(future.accepted).rejects.toThrow(
      'TransactionalId tx1: Invalid transition attempted from state READY to state ABORTABLE_ERROR',
    );
    running.runUntil(250);
    await refused;
  });
});

describe('Closing', () => {
  it('aborts an open transaction, and waits for nothing else after that', async () => {
    const running = await new TransactionalOnScript().inTransaction();
    running.send('a');
    await running.until(250);
    await running.call('close', () => running.producer.close()).until(300);
    expect(running.calls).toEqual(['close -> done']);
    expect(running.requests.at(-1)).toBe('250 EndTxn abort 1000/0');
    expect(running.logged('Sender')).toContain('Aborting incomplete transaction due to shutdown');
  });

  it('by force fails the calls that wait', async () => {
    const running = await new TransactionalOnScript({ refusals: { AddPartitionsToTxn: { 1: null } } }).inTransaction();
    running.send('a');
    await running.commit().until(250);
    await running.call('close', () => running.producer.close(0)).until(300);
    expect(running.calls).toEqual(['commit -> KafkaException: The producer closed forcefully', 'close -> done']);
    expect(running.states).toEqual(['COMMITTING_TRANSACTION', 'FATAL_ERROR']);
  });
});

describe('The log', () => {
  it('names the thread that logs', async () => {
    const running = new TransactionalOnScript();
    await running.init().until(200);
    const threads = running.clientHost.logs
      .filter(({ logger, level }) => level === 'INFO' && logger.endsWith('TransactionManager'))
      .map(({ thread, message }) => [thread, message.split('] ')[1]?.split(' ')[0]]);
    expect(threads).toEqual([
      ['main', 'Invoking'],
      ['kafka-producer-network-thread | producer-tx1', 'Discovered'],
      ['kafka-producer-network-thread | producer-tx1', 'ProducerId'],
    ]);
  });
});
