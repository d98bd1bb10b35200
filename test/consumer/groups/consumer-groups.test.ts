/**
 * Covers: src/consumer/groups/consumer-group.ts, src/consumer/groups/membership.ts, src/consumer/groups/heartbeats.ts,
 * src/consumer/groups/coordinator-link.ts, src/consumer/groups/group-assignment.ts, src/consumer/groups/group-requests.ts,
 * src/consumer/groups/rebalance-calls.ts, src/consumer/groups/poll-turns.ts, src/consumer/groups/membership-parts.ts,
 * src/consumer/group-calls.ts
 */
import { NewPartitions } from 'kafka-trial';
import { IllegalStateException, InvalidGroupIdException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';
import { type Consumer, cluster, member, namesOf, noting, poll, produce } from './group-program.ts';

const COOPERATIVE = { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' };

describe('Consumers of a group', () => {
  it('share the partitions, and share them anew when one joins and when one leaves', async () => {
    const sim = cluster();
    const notes: string[] = [];
    const [first, second] = [member(sim), member(sim)];
    await sim.run(async () => {
      first.subscribe(['payments'], noting(notes, 'first'));
      await poll(sim, first, 2000);
      expect(namesOf(first.assignment())).toHaveLength(4);
      second.subscribe(['payments'], noting(notes, 'second'));
      await Promise.all([poll(sim, first, 10_000), poll(sim, second, 10_000)]);
      const shared = [...namesOf(first.assignment()), ...namesOf(second.assignment())];
      expect(shared.toSorted()).toEqual(['payments-0', 'payments-1', 'payments-2', 'payments-3']);
      expect(first.groupMetadata()).toMatchObject({ groupId: 'billing', generationId: 2, groupInstanceId: null });
      await second.close();
      await poll(sim, first, 10_000);
      expect(namesOf(first.assignment())).toHaveLength(4);
      await first.close();
    });
    const all = 'payments-0 payments-1 payments-2 payments-3';
    expect(notes.filter((note) => note.startsWith('first'))).toEqual([
      `first + ${all}`,
      `first - ${all}`,
      expect.stringMatching(/^first \+ payments-\d payments-\d$/),
      expect.stringMatching(/^first - payments-\d payments-\d$/),
      `first + ${all}`,
      `first - ${all}`,
    ]);
  });

  it('keep their partitions in a cooperative rebalance, apart from those that move', async () => {
    const sim = cluster();
    const notes: string[] = [];
    const [first, second] = [member(sim, COOPERATIVE), member(sim, COOPERATIVE)];
    await sim.run(async () => {
      first.subscribe(['payments'], noting(notes, 'first'));
      await poll(sim, first, 2000);
      second.subscribe(['payments'], noting(notes, 'second'));
      await Promise.all([poll(sim, first, 15_000), poll(sim, second, 15_000)]);
    });
    expect(notes).toEqual([
      'first + payments-0 payments-1 payments-2 payments-3',
      'first - payments-2 payments-3',
      'first +',
      'second +',
      'first +',
      'second + payments-2 payments-3',
    ]);
  });

  it('go on where the group has committed offsets', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      await produce(sim, ['a', 'b', 'c']);
      const before = member(sim, { 'enable.auto.commit': 'false', 'max.poll.records': 2 });
      before.subscribe(['payments']);
      expect(Array.from(await before.poll(5000), ({ value }) => value)).toEqual(['a', 'b']);
      await before.commitSync();
      await before.close();
      const after = member(sim);
      after.subscribe(['payments']);
      expect(await poll(sim, after, 5000)).toEqual(['c']);
      await after.close();
      const last = member(sim);
      last.subscribe(['payments']);
      expect(await poll(sim, last, 5000)).toEqual([]);
    });
  });

  it('take over the partitions of a member that does not poll any more, whose listener hears that they are lost', async () => {
    const sim = cluster();
    const notes: string[] = [];
    const [busy, other] = [member(sim, { 'max.poll.interval.ms': 20_000 }), member(sim)];
    await sim.run(async () => {
      busy.subscribe(['payments'], noting(notes, 'busy'));
      other.subscribe(['payments']);
      await Promise.all([poll(sim, busy, 3000), poll(sim, other, 3000)]);
      expect(namesOf(busy.assignment())).toHaveLength(2);
      await poll(sim, other, 30_000);
      expect(namesOf(other.assignment())).toHaveLength(4);
      notes.length = 0;
      await Promise.all([poll(sim, busy, 10_000), poll(sim, other, 10_000)]);
      expect(namesOf(busy.assignment())).toHaveLength(2);
    });
    expect(notes).toEqual([
      expect.stringMatching(/^busy lost payments-\d payments-\d$/),
      expect.stringMatching(/^busy \+ payments-\d payments-\d$/),
    ]);
  });

  it('wait for a listener that is asynchronous', async () => {
    const sim = cluster(1);
    const commits: number[] = [];
    await sim.run(async () => {
      await produce(sim, ['a', 'b']);
      const first = member(sim, { 'enable.auto.commit': 'false' });
      first.subscribe(['payments'], {
        async onPartitionsRevoked(partitions) {
          if (partitions.length === 0) return;
          await first.commitSync();
          commits.push(sim.nowMs);
        },
      });
      expect(await poll(sim, first, 2000)).toHaveLength(2);
      const second = member(sim);
      second.subscribe(['payments']);
      const [, read] = await Promise.all([poll(sim, first, 10_000), poll(sim, second, 10_000)]);
      expect(read).toEqual([]);
    });
    expect(commits).toHaveLength(1);
  });

  it('fail in poll() if a listener throws', async () => {
    const sim = cluster();
    await sim.run(async () => {
      const consumer = member(sim);
      const cause = new Error('no room');
      consumer.subscribe(['payments'], {
        onPartitionsAssigned() {
          throw cause;
        },
      });
      await expect(poll(sim, consumer, 5000)).rejects.toMatchObject({
        message: 'User rebalance callback throws an error',
        cause,
      });
    });
  });

  it('keep the partitions of a static member that is started again', async () => {
    const sim = cluster();
    const config = { 'group.instance.id': 'billing-1', 'enable.auto.commit': 'false' } as const;
    await sim.run(async () => {
      const [before, other] = [member(sim, config), member(sim)];
      before.subscribe(['payments']);
      other.subscribe(['payments']);
      await Promise.all([poll(sim, before, 3000), poll(sim, other, 3000)]);
      const partitions = namesOf(before.assignment());
      const { generationId } = before.groupMetadata();
      await before.close();
      const after = member(sim, config);
      after.subscribe(['payments']);
      await Promise.all([poll(sim, after, 5000), poll(sim, other, 5000)]);
      expect(namesOf(after.assignment())).toEqual(partitions);
      expect(after.groupMetadata()).toMatchObject({ generationId, groupInstanceId: 'billing-1' });
      expect(namesOf(other.assignment())).toHaveLength(2);
    });
  });

  it('survive the failure of their coordinator', async () => {
    const sim = cluster();
    await sim.run(async () => {
      const [first, second] = [member(sim), member(sim)];
      first.subscribe(['payments']);
      second.subscribe(['payments']);
      await Promise.all([poll(sim, first, 3000), poll(sim, second, 3000)]);
      const { generationId } = first.groupMetadata();
      const groups = await sim.admin().describeConsumerGroups(['billing']).all().get();
      const { coordinatorId } = groups.get('billing')!;
      sim.faults.crash(coordinatorId);
      await Promise.all([poll(sim, first, 30_000), poll(sim, second, 30_000)]);
      const shared = [...namesOf(first.assignment()), ...namesOf(second.assignment())];
      expect(shared.toSorted()).toEqual(['payments-0', 'payments-1', 'payments-2', 'payments-3']);
      expect(first.groupMetadata().generationId).toBe(generationId);
      await produce(sim, ['a', 'b', 'c', 'd']);
      const read = await Promise.all([poll(sim, first, 5000), poll(sim, second, 5000)]);
      expect(read.flat().toSorted()).toEqual(['a', 'b', 'c', 'd']);
    });
  });

  it('share the partitions of a member that leaves after the coordinator was away for longer than a session', async () => {
    const sim = cluster();
    await sim.run(async () => {
      const members = [1, 2, 3].map(() => member(sim, { 'session.timeout.ms': 10_000 }));
      for (const one of members) one.subscribe(['payments']);
      sim.at(5000).crash(1, { forMs: 8000 });
      await Promise.all(members.map((one) => poll(sim, one, 15_000)));
      const [first, second, third] = members as [(typeof members)[0], (typeof members)[0], (typeof members)[0]];
      await third.close();
      await Promise.all([poll(sim, first, 20_000), poll(sim, second, 20_000)]);
      const shared = [...namesOf(first.assignment()), ...namesOf(second.assignment())];
      expect(shared.toSorted()).toEqual(['payments-0', 'payments-1', 'payments-2', 'payments-3']);
    });
  });

  it('rebalance when the topic gets more partitions', async () => {
    const sim = cluster(1);
    await sim.run(async () => {
      const consumer = member(sim, { 'metadata.max.age.ms': 1000 });
      consumer.subscribe(['payments']);
      await poll(sim, consumer, 2000);
      await sim
        .admin()
        .createPartitions({ payments: NewPartitions.increaseTo(3) })
        .all()
        .get();
      await poll(sim, consumer, 5000);
      expect(namesOf(consumer.assignment())).toEqual(['payments-0', 'payments-1', 'payments-2']);
    });
  });
});

describe('A consumer with a group', () => {
  it('leaves it with unsubscribe()', async () => {
    const sim = cluster();
    await sim.run(async () => {
      const consumer = member(sim);
      consumer.subscribe(['payments']);
      await poll(sim, consumer, 2000);
      await consumer.unsubscribe();
      expect(consumer.assignment()).toEqual([]);
      await sim.sleep(1000);
      const groups = await sim.admin().describeConsumerGroups(['billing']).all().get();
      expect(groups.get('billing')).toMatchObject({ state: 'Empty', members: [] });
    });
  });

  it.each<[string, (consumer: Consumer) => void]>([
    ['subscribe([])', (consumer) => consumer.subscribe([])],
    ['assign([])', (consumer) => consumer.assign([])],
  ])('leaves it with %s, too, and may subscribe again at once', async (_, unsubscribe) => {
    const sim = cluster(1);
    await sim.run(async () => {
      const notes: string[] = [];
      const consumer = member(sim);
      consumer.subscribe(['payments'], noting(notes, 'first'));
      await poll(sim, consumer, 2000);
      unsubscribe(consumer);
      expect(notes).toEqual(['first + payments-0', 'first - payments-0']);
      expect(consumer.assignment()).toEqual([]);
      await expect((async () => consumer.poll(1))()).rejects.toThrow('Consumer is not subscribed to any topics');
      consumer.assign([{ topic: 'payments', partition: 0 }]);
      unsubscribe(consumer);
      consumer.subscribe(['payments']);
      await poll(sim, consumer, 2000);
      expect(namesOf(consumer.assignment())).toEqual(['payments-0']);
    });
  });

  it('reports what its listener throws then', async () => {
    const sim = cluster(1);
    const run = sim.run(async () => {
      const consumer = member(sim);
      const onPartitionsRevoked = (): never => {
        throw new Error('no commit');
      };
      consumer.subscribe(['payments'], { onPartitionsRevoked });
      await poll(sim, consumer, 2000);
      consumer.subscribe([]);
    });
    await expect(run).rejects.toThrow('no commit');
  });

  it('is either subscribed or assigned', async () => {
    const sim = cluster();
    await sim.run(async () => {
      const consumer = member(sim);
      consumer.subscribe(['payments']);
      expect(() => consumer.assign([{ topic: 'payments', partition: 0 }])).toThrow(IllegalStateException);
      await consumer.unsubscribe();
      consumer.assign([{ topic: 'payments', partition: 0 }]);
      expect(namesOf(consumer.assignment())).toEqual(['payments-0']);
    });
  });
});

describe('A consumer without a group', () => {
  it('has no committed offsets', async () => {
    const sim = cluster();
    await sim.run(async () => {
      const consumer = member(sim, { 'group.id': null });
      consumer.subscribe(['payments']);
      await consumer.poll(1000);
      expect(consumer.assignment()).toHaveLength(4);
      await expect(consumer.commitSync()).rejects.toThrow(InvalidGroupIdException);
      await expect(consumer.committed([])).rejects.toThrow(InvalidGroupIdException);
      expect(() => consumer.commitAsync()).toThrow(InvalidGroupIdException);
      expect(() => consumer.groupMetadata()).toThrow(InvalidGroupIdException);
    });
  });
});
