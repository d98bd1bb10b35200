/**
 * Covers: src/consumer/groups/offsets-of-group.ts, src/consumer/groups/auto-commit.ts, src/consumer/groups/committed-positions.ts,
 * src/consumer/group-calls.ts, src/consumer/position-calls.ts
 */
import { type Simulation, StringSerializer } from 'kafka-trial';
import type { OffsetsToCommit } from 'kafka-trial/consumer';
import { CommitFailedException, IllegalArgumentException, TimeoutException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';
import { type Consumer, cluster, member, poll, produce } from './group-program.ts';

const FIRST = { topic: 'payments', partition: 0 };
const SECOND = { topic: 'payments', partition: 1 };
const NO_AUTO_COMMIT = { 'enable.auto.commit': 'false' } as const;

function committed(sim: Simulation): number | undefined {
  return sim.committedOffsets('billing').find(({ partition }) => partition === 0)?.offset;
}

describe('A consumer commits offsets', () => {
  it('itself, from time to time and when it is closed', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      const consumer = member(sim, { 'auto.commit.interval.ms': 2000 });
      consumer.subscribe(['payments']);
      await poll(sim, consumer, 5000);
      await produce(sim, ['a', 'b']);
      await poll(sim, consumer, 100);
      expect(committed(sim)).toBe(0);
      await poll(sim, consumer, 2500);
      expect(committed(sim)).toBe(2);
      await produce(sim, ['c']);
      await poll(sim, consumer, 100);
      await consumer.close();
      expect(committed(sim)).toBe(3);
    });
  });

  it('of its positions, or those that it is given', async () => {
    const sim = cluster(2);
    await sim.run(async () => {
      const consumer = member(sim, NO_AUTO_COMMIT);
      consumer.assign([FIRST, SECOND]);
      consumer.seek(FIRST, 7);
      consumer.seek(SECOND, 4);
      await consumer.commitSync();
      const details = { leaderEpoch: null, metadata: '' };
      expect(await consumer.committed([SECOND, FIRST])).toEqual(
        new Map([
          ['payments-1', { offset: 4, ...details }],
          ['payments-0', { offset: 7, ...details }],
        ]),
      );
      await consumer.commitSync([[FIRST, { offset: 9, metadata: 'by hand' }]]);
      expect(await consumer.committed([FIRST])).toEqual(
        new Map([['payments-0', { offset: 9, leaderEpoch: null, metadata: 'by hand' }]]),
      );
      expect(await member(sim, { 'group.id': 'reports' }).committed([FIRST])).toEqual(new Map([['payments-0', null]]));
    });
  });

  it('with the leader epoch of the last batch that it has read', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      await produce(sim, ['a', 'b']);
      const epochOf = async (consumer: Consumer): Promise<string> => {
        const offset = (await consumer.committed([FIRST])).get('payments-0');
        return `${offset?.offset} in ${offset?.leaderEpoch}`;
      };
      const first = member(sim, NO_AUTO_COMMIT);
      first.subscribe(['payments']);
      await poll(sim, first, 5000);
      await first.commitSync();
      expect(await epochOf(first)).toBe('2 in 0');
      first.seek(FIRST, 1);
      await first.commitSync();
      expect(await epochOf(first)).toBe('1 in null');
      await poll(sim, first, 100);
      await first.commitSync();
      await first.close();
      const second = member(sim);
      second.assign([FIRST]);
      await second.position(FIRST);
      await second.commitSync();
      expect(await epochOf(second)).toBe('2 in 0');
      await produce(sim, ['c']);
      await poll(sim, second, 100);
      await second.close();
      const third = member(sim);
      expect(await epochOf(third)).toBe('3 in 0');
    });
  });

  it('in the forms that a transaction takes, too', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      const consumer = member(sim, NO_AUTO_COMMIT);
      consumer.assign([FIRST]);
      const producer = sim.producer({
        'transactional.id': 'billing',
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
      await producer.initTransactions();
      let offset = 0;
      const next = (): number => (offset += 1);
      const commits: readonly ((offsets: OffsetsToCommit) => Promise<void>)[] = [
        (offsets) => consumer.commitSync(offsets),
        (offsets) => new Promise((resolve) => consumer.commitAsync(offsets, () => resolve())),
        async (offsets) => {
          producer.beginTransaction();
          await producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
          await producer.commitTransaction();
        },
      ];
      for (const commit of commits) {
        for (const form of [
          () => ({ 'payments-0': next() }),
          () => new Map([[FIRST, { offset: next(), metadata: 'by hand' }]]),
          () => new Map([['payments-0', next()]]),
          () => [{ ...FIRST, offset: next() }],
        ]) {
          const done = commit(form());
          await consumer.poll(100);
          await done;
          // The marker of the transaction follows its commit.
          await sim.sleep(100);
          expect(committed(sim)).toBe(offset);
        }
      }
    });
  });

  it('without waiting, and calls back in the next poll()', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      const consumer = member(sim, NO_AUTO_COMMIT);
      consumer.subscribe(['payments']);
      await poll(sim, consumer, 3000);
      await produce(sim, ['a']);
      await poll(sim, consumer, 1000);
      const results: (Error | null)[] = [];
      consumer.commitAsync(null, (error) => results.push(error));
      await sim.sleep(1000);
      expect(results).toEqual([]);
      await consumer.poll(0);
      expect(results).toEqual([null]);
      expect(committed(sim)).toBe(1);
    });
  });

  it('but not any more when its partitions belong to another member', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      const consumer = member(sim, { ...NO_AUTO_COMMIT, 'max.poll.interval.ms': 10_000 });
      consumer.subscribe(['payments']);
      await produce(sim, ['a']);
      expect(await poll(sim, consumer, 3000)).toEqual(['a']);
      await sim.sleep(15_000);
      await expect(consumer.commitSync()).rejects.toThrow(CommitFailedException);
      const results: (Error | null)[] = [];
      consumer.commitAsync(null, (error) => results.push(error));
      await consumer.poll(0);
      expect(results).toEqual([expect.any(CommitFailedException)]);
    });
  });

  it('only if they are offsets of partitions', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      const consumer = member(sim);
      await expect(consumer.commitSync([[FIRST, { offset: -1 }]])).rejects.toThrow(IllegalArgumentException);
      expect(() => consumer.commitAsync([[{} as typeof FIRST, { offset: 1 }]])).toThrow(IllegalArgumentException);
    });
  });

  it('until default.api.timeout.ms has passed', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      const consumer = member(sim, { 'default.api.timeout.ms': 5000 });
      for (const broker of [1, 2, 3]) sim.faults.crash(broker);
      consumer.assign([FIRST]);
      consumer.seek(FIRST, 1);
      await expect(consumer.commitSync()).rejects.toThrow(
        new TimeoutException(
          "Timeout of 5000ms expired before successfully committing offsets {payments-0=OffsetAndMetadata{offset=1, leaderEpoch=null, metadata=''}}",
        ),
      );
      await expect(consumer.committed([FIRST])).rejects.toThrow(
        'Timeout of 5000ms expired before the last committed offset for partitions [payments-0] could be determined.',
      );
    });
  });
});

describe('A consumer with assigned partitions', () => {
  it('begins where its group has committed an offset, unless the program seeks', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      await produce(sim, ['a', 'b', 'c']);
      const before = member(sim, NO_AUTO_COMMIT);
      before.assign([FIRST]);
      await before.commitSync([[FIRST, { offset: 2 }]]);
      const after = member(sim, NO_AUTO_COMMIT);
      after.assign([FIRST]);
      expect(await after.position(FIRST)).toBe(2);
      expect(await poll(sim, after, 1000)).toEqual(['c']);
      const seeking = member(sim, NO_AUTO_COMMIT);
      seeking.assign([FIRST]);
      seeking.seek(FIRST, 1);
      expect(await poll(sim, seeking, 1000)).toEqual(['b', 'c']);
    });
  });
});
