/** The order of transactional requests, ties included: that of java.util.PriorityQueue. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PendingRequests,
  PRIORITIES,
  type Prioritized,
  type Priority,
} from '../../../src/producer/transactions/pending-requests.ts';

interface Named extends Prioritized {
  readonly name: number;
}

const priority = fc.constantFrom(...(Object.keys(PRIORITIES) as Priority[]));

function drain(queue: PendingRequests<Named>): Named[] {
  const all: Named[] = [];
  for (let next = queue.poll(); next !== undefined; next = queue.poll()) all.push(next);
  return all;
}

describe('Pending requests', () => {
  it('come out by priority, and none is lost', () => {
    fc.assert(
      fc.property(fc.array(priority, { maxLength: 30 }), (priorities) => {
        const queue = new PendingRequests<Named>();
        for (const [name, one] of priorities.entries()) queue.add({ name, priority: one });
        expect(queue.peek()).toBe(queue.all()[0]);
        const out = drain(queue);
        expect(out.map((one) => PRIORITIES[one.priority])).toEqual(
          priorities.map((one) => PRIORITIES[one]).sort((a, b) => a - b),
        );
        expect(new Set(out.map(({ name }) => name)).size).toBe(priorities.length);
        expect(queue.isEmpty).toBe(true);
      }),
      { seed: 7 },
    );
  });

  it('of one priority leave as they leave a binary heap: the first, then the last of the others', () => {
    const queue = new PendingRequests<Named>();
    for (let name = 0; name < 5; name++) queue.add({ name, priority: 'addPartitionsOrOffsets' });
    expect(drain(queue).map(({ name }) => name)).toEqual([0, 4, 3, 2, 1]);
  });
});
