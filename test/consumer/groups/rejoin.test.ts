/** Covers: src/consumer/groups/rejoin.ts, src/consumer/groups/attempts.ts. Why a consumer joins its group again. */
import type { Simulation } from 'kafka-trial';
import { IllegalArgumentException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';
import { PASS } from '../../../src/sim/index.ts';
import { cluster, member, noting, poll } from './group-program.ts';

/** The reasons in the JoinGroup requests of a simulation, as they are sent. */
function reasonsIn(sim: Simulation): string[] {
  const reasons: string[] = [];
  sim['parts'].network.rules.install(({ payload }) => {
    if ('request' in payload && payload.request.api === 'JoinGroup') reasons.push(payload.request.reason ?? 'none');
    return PASS;
  });
  return reasons;
}

describe('A consumer that is to rebalance', () => {
  it('joins its group again when it polls', async () => {
    const sim = cluster(2);
    const reasons = reasonsIn(sim);
    const notes: string[] = [];
    await sim.run(async () => {
      const consumer = member(sim);
      consumer.subscribe(['payments'], noting(notes, ''));
      await poll(sim, consumer, 2000);
      consumer.enforceRebalance('the weights have changed');
      await sim.sleep(5000);
      expect(consumer.groupMetadata().generationId).toBe(1);
      await poll(sim, consumer, 2000);
      expect(consumer.groupMetadata().generationId).toBe(2);
      consumer.enforceRebalance();
      await poll(sim, consumer, 2000);
      consumer.enforceRebalance('x'.repeat(300));
      await poll(sim, consumer, 2000);
      expect(consumer.groupMetadata().generationId).toBe(4);
    });
    expect(notes.slice(0, 3)).toEqual([
      '+ payments-0 payments-1',
      '- payments-0 payments-1',
      '+ payments-0 payments-1',
    ]);
    expect(reasons).toEqual([
      '',
      'rebalance failed due to MemberIdRequiredException',
      'the weights have changed',
      'rebalance enforced by user',
      'x'.repeat(255),
    ]);
  });

  it('needs a group', () => {
    const sim = cluster(2);
    expect(() => member(sim, { 'group.id': null }).enforceRebalance()).toThrow(
      'Tried to force a rebalance but consumer does not have a group.',
    );
    expect(() => member(sim).enforceRebalance(5 as never)).toThrow(IllegalArgumentException);
  });
});

describe('A consumer tells its coordinator why it joins again', () => {
  it('after heartbeats, changed subscriptions and lost sessions', async () => {
    const sim = cluster(2);
    const reasons = reasonsIn(sim);
    await sim.run(async () => {
      const consumer = member(sim, { 'max.poll.interval.ms': 5000 });
      consumer.subscribe(['payments']);
      await poll(sim, consumer, 2000);
      sim.createTopic('orders', { partitions: 1 });
      consumer.subscribe(['payments', 'orders']);
      await poll(sim, consumer, 2000);
      await sim.sleep(20_000);
      await poll(sim, consumer, 2000);
      sim.faults.on('Heartbeat').once().respond('UNKNOWN_MEMBER_ID');
      await poll(sim, consumer, 8000);
      const other = member(sim);
      other.subscribe(['payments']);
      await Promise.all([poll(sim, consumer, 8000), poll(sim, other, 8000)]);
    });
    const own = reasons.filter((reason) => reason !== '' && !reason.startsWith('rebalance failed'));
    expect(own).toEqual([
      'subscription has changed',
      'consumer pro-actively leaving the group',
      'encountered UNKNOWN_MEMBER_ID from HEARTBEAT response',
      'group is already rebalancing',
    ]);
  });
});
