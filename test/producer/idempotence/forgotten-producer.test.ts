/** Covers: src/producer/idempotence/idempotence.ts, src/producer/idempotence/sequences.ts */
import { describe, expect, it } from 'vitest';
import { produced, refusal } from '../producer-on-script.ts';
import { TransactionalOnScript } from '../transactions/transactional-on-script.ts';

describe('A producer that a partition has forgotten', () => {
  it('while two batches are in flight cannot put the second one back, and the abort waits until it expires', async () => {
    const running = await new TransactionalOnScript({
      config: { 'delivery.timeout.ms': 31_000, 'max.block.ms': 100_000 },
      produce: (nth, { partitions }) =>
        nth === 1
          ? undefined
          : produced(partitions.map((part) => refusal(part, 'UNKNOWN_PRODUCER_ID', { logStartOffset: 0 }))),
    }).inTransaction();
    running.send('a');
    await running.until(250);
    running.send('b');
    await running.until(251);
    running.send('c');
    await running.until(300);
    const summary = (): string[] => running.outcomes.map((line) => line.split(':')[0] ?? '');
    expect(summary()).toEqual(['205 a -> 0@0', '255 b -> UnknownProducerIdException']);
    expect(running.states).toEqual(['ABORTABLE_ERROR']);
    const [uncaught] = running.clientHost.logs.filter(({ message }) =>
      message.includes('Uncaught error in request completion'),
    );
    expect(uncaught?.error?.message).toBe(
      'Trying to get the sequence number for t-0, but the sequence number was never set for this partition.',
    );
    await running.abort().until(31_000);
    expect(running.calls).toEqual([]);
    // Nothing wakes the sender then: it ends the transaction after its longest poll, request.timeout.ms.
    await running.until(31_251 + 30_100);
    expect(summary()[2]).toBe('31251 c -> TimeoutException');
    expect(running.calls).toEqual(['abort -> done']);
  });

  it('does not notice the success of a batch that was in flight at that time: the batch expires', async () => {
    const running = await new TransactionalOnScript({
      config: { 'delivery.timeout.ms': 31_000, 'max.block.ms': 100_000 },
      produce: (nth, { partitions }) =>
        nth === 2
          ? produced(partitions.map((part) => refusal(part, 'UNKNOWN_PRODUCER_ID', { logStartOffset: 0 })))
          : undefined,
    }).inTransaction();
    for (const [index, value] of ['a', 'b', 'c'].entries()) {
      running.send(value);
      await running.until(250 + index);
    }
    await running.until(300);
    expect(running.outcomes.map((line) => line.split(':')[0])).toEqual([
      '205 a -> 0@0',
      '255 b -> UnknownProducerIdException',
    ]);
    expect(running.logged('NetworkClient')).toEqual(['Uncaught error in request completion:']);
    running.abort();
    await running.until(31_251 + 30_100);
    expect(running.outcomes[2]).toContain('c -> TimeoutException: Expiring 1 record(s) for t-0');
  });

  it('bumps its epoch if it has no transaction, even when its retries are used up', async () => {
    const running = new TransactionalOnScript({
      transactionalId: null,
      config: { retries: 1, 'retry.backoff.ms': 10 },
      produce: (nth) => (nth === 2 || nth === 3 ? 'UNKNOWN_PRODUCER_ID' : undefined),
    }).warmUp();
    for (const [index, value] of ['a', 'b', 'c'].entries()) {
      running.send(value);
      await running.until(100 * (index + 1));
    }
    expect(
      running.sent.map(({ values, producerEpoch, baseSequence }) => [...values, producerEpoch, baseSequence]),
    ).toEqual([
      ['a', 0, 0],
      ['b', 0, 1],
      ['b', 0, 1],
      ['c', 1, 0],
    ]);
    expect(running.logged('TransactionManager').find((line) => line.startsWith('The broker returned'))).toMatch(
      /UnknownProducerIdException: .* for topic-partition t-0 with producerId 1000, epoch 0, and sequence number 1$/,
    );
  });
});
