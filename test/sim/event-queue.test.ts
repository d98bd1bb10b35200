/** Covers: src/sim/event-queue.ts, src/sim/near-events.ts, src/sim/far-events.ts, src/sim/queued-event.ts */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../src/sim/event-queue.ts';
import { NOT_QUEUED, type QueuedEvent } from '../../src/sim/queued-event.ts';

class Nothing implements QueuedEvent {
  atMs = 0;
  sequence = 0;
  slot: number = NOT_QUEUED;
  readonly isBackground: boolean = false;
  run(): void {}
}

type Step =
  | { readonly do: 'add'; readonly inMs: number }
  | { readonly do: 'pop' }
  | { readonly do: 'cancel' | 'again'; nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('add' as const), inMs: fc.nat({ max: 3 }) }),
  fc.record({
    do: fc.constant('add' as const),
    inMs: fc.constantFrom(0, 1, 0.5, 62, 63, 64, 65, 127, 128, 1_000, 1_000.25),
  }),
  fc.record({ do: fc.constant('pop' as const) }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'again' as const), nth: fc.nat({ max: 20 }) }),
);

describe('The event queue', () => {
  it('removes cancelled events, and keeps the others in order', () => {
    const queue = new EventQueue();
    const events = Array.from({ length: 1_000 }, () => new Nothing());
    events.forEach((event, i) => {
      queue.add(event, (i * 7_919) % 1_000);
    });
    const isKept = (event: Nothing): boolean => event.sequence % 10 === 3;
    for (const event of events) if (!isKept(event)) queue.cancel(event);
    expect(queue.size).toBe(100);
    const left: QueuedEvent[] = [];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) left.push(next);
    expect(left).toEqual(events.filter(isKept).sort((a, b) => a.atMs - b.atMs));
    expect(queue.pendingForeground).toBe(0);
  });

  it('orders events by time, and events of equal time by insertion, whatever happens in between', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = new EventQueue();
        let expected: Nothing[] = [];
        let nowMs = 0;
        const add = (event: Nothing, atMs: number): void => {
          queue.add(event, atMs);
          expected = [...expected, event].sort((a, b) => a.atMs - b.atMs || a.sequence - b.sequence);
        };
        const take = (event: Nothing): void => {
          expected = expected.filter((other) => other !== event);
        };
        for (const taken of steps) {
          if (taken.do === 'add') add(new Nothing(), nowMs + taken.inMs);
          else if (taken.do === 'pop') {
            const next = queue.pop();
            expect(next).toBe(expected[0]);
            if (next === undefined) continue;
            nowMs = next.atMs;
            take(next);
          } else {
            const event = expected[taken.nth];
            if (event === undefined) continue;
            queue.cancel(event);
            take(event);
            if (taken.do === 'again') add(event, nowMs + taken.nth);
          }
          expect(queue.peek()).toBe(expected[0]);
          expect(queue.size).toBe(expected.length);
          expect(queue.pendingForeground).toBe(expected.length);
        }
      }),
    );
  });

  it('postpones earlier events, in the same order', () => {
    const queue = new EventQueue();
    const dues = [90, 5, 200, 5, 64, 100];
    const events = dues.map((atMs) => {
      const event = new Nothing();
      queue.add(event, atMs);
      return event;
    });
    queue.postpone(100);
    const left: number[] = [];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) left.push(events.indexOf(next));
    expect(left).toEqual([5, 1, 3, 4, 0, 2]);
  });
});
