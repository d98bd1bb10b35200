import { describe, expect, it } from 'vitest';
import { PendingRequests, type Priority } from '../../../../src/producer/transactions/requests/pending-requests.ts';

interface Waiting {
  readonly priority: Priority;
  readonly name: string;
}

function queueOf(...requests: readonly [Priority, string][]): PendingRequests<Waiting> {
  const queue = new PendingRequests<Waiting>();
  for (const [priority, name] of requests) queue.add({ priority, name });
  return queue;
}

function drained(queue: PendingRequests<Waiting>): string {
  const names: string[] = [];
  for (let next = queue.poll(); next !== undefined; next = queue.poll()) names.push(next.name);
  return names.join(' ');
}

describe('Transactional requests that wait', () => {
  it('are sent in order of priority, whatever the order of adding', () => {
    const queue = queueOf(
      ['epochBump', 'bump'],
      ['endTransaction', 'end'],
      ['addPartitionsOrOffsets', 'add'],
      ['initProducerId', 'init'],
      ['findCoordinator', 'find'],
    );
    expect(drained(queue)).toBe('find init add end bump');
  });

  it('with the same priority are sent as they leave a java.util.PriorityQueue: the first, then the last', () => {
    const add: Priority = 'addPartitionsOrOffsets';
    expect(drained(queueOf([add, 'a'], [add, 'b'], [add, 'c']))).toBe('a c b');
    expect(drained(queueOf([add, 'a'], [add, 'b'], [add, 'c'], [add, 'd']))).toBe('a d c b');
    expect(drained(queueOf([add, 'a'], [add, 'b'], ['findCoordinator', 'find']))).toBe('find a b');
  });

  it('can be read without being removed', () => {
    const queue = queueOf(['endTransaction', 'end'], ['findCoordinator', 'find']);
    expect(queue.peek()?.name).toBe('find');
    expect(queue.all().map(({ name }) => name)).toEqual(['find', 'end']);
    expect(queue.isEmpty).toBe(false);
    expect(drained(queue)).toBe('find end');
    expect([queue.isEmpty, queue.peek(), queue.poll()]).toEqual([true, undefined, undefined]);
  });
});
