/** Covers src/broker/purgatory/purgatory.ts. */
import { describe, expect, it } from 'vitest';
import { Purgatory } from '../../../src/broker/purgatory/purgatory.ts';
import { Effects } from '../../../src/broker/state/effects.ts';
import { Scheduler } from '../../../src/broker/state/scheduler.ts';

interface Wait {
  readonly name: string;
  readonly brokerId: number;
  deadlineMs: number;
}

function withWaits(...waits: readonly Wait[]): {
  scheduler: Scheduler;
  purgatory: Purgatory<Wait>;
  expired: string[];
} {
  const scheduler = new Scheduler(new Effects());
  const expired: string[] = [];
  const purgatory = new Purgatory<Wait>(scheduler, ({ name }) => expired.push(name));
  scheduler.add(purgatory);
  for (const wait of waits) purgatory.add(wait);
  return { scheduler, purgatory, expired };
}

const a: Wait = { name: 'a', brokerId: 1, deadlineMs: 20 };
const b: Wait = { name: 'b', brokerId: 2, deadlineMs: 10 };
const c: Wait = { name: 'c', brokerId: 1, deadlineMs: 20 };

describe('A purgatory', () => {
  it('lets waits expire at their deadlines, in order of arrival', () => {
    const { scheduler, expired } = withWaits(a, b, c);
    for (const nowMs of [9, 10, 19, 20]) {
      scheduler.nowMs = nowMs;
      scheduler.wake();
      expired.push(`at ${nowMs}`);
    }
    expect(expired).toEqual(['at 9', 'b', 'at 10', 'at 19', 'a', 'c', 'at 20']);
  });

  it('reports whether a removed wait was still waiting', () => {
    const { purgatory } = withWaits(a, b);
    expect([purgatory.remove(a), purgatory.remove(a), purgatory.remove(b), purgatory.remove(b)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('removes all waits at one broker', () => {
    const { scheduler, purgatory, expired } = withWaits(a, b, c);
    purgatory.removeAllOf(1);
    scheduler.nowMs = 100;
    scheduler.wake();
    expect(expired).toEqual(['b']);
  });

  it('has no deadline without a time limit', () => {
    const { purgatory } = withWaits({ name: 'd', brokerId: 1, deadlineMs: Number.POSITIVE_INFINITY });
    expect(purgatory.dueMs).toBe(Number.POSITIVE_INFINITY);
  });
});
