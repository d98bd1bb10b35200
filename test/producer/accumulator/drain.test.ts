import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/sim/random.ts';
import { AccumulatorOnTest } from './accumulator-on-test.ts';
import { withSequence } from './open-batch.ts';

/** A batch of one record of 20 bytes takes 61 + 27. */
const SIZE = 88;
const value = (letter: string): string => letter.repeat(20);

function withBatches(settings: ConstructorParameters<typeof AccumulatorOnTest>[0], ...partitions: readonly number[]) {
  const on = new AccumulatorOnTest({ batchSize: 1, ...settings });
  for (const [index, partition] of partitions.entries()) on.append(partition, value('abcdef'[index] as string), 0);
  return on;
}

const places = (on: AccumulatorOnTest, nodeId = 0, nowMs = 0): string[] =>
  on.drained(nodeId, nowMs).map((text) => text.slice(0, 3));

describe('A request to a node', () => {
  it('takes the first batch of each partition that the node leads, and no second one', () => {
    const on = withBatches({ leaders: [0, 1, 0] }, 0, 0, 1, 2);
    expect([places(on), places(on), places(on)]).toEqual([['0:a', '2:d'], ['0:b'], []]);
    expect(places(on, 1)).toEqual(['1:c']);
  });

  it('takes batches until the next one would exceed max.request.size', () => {
    const on = withBatches({ leaders: [0, 0, 0], maxRequestSize: 2 * SIZE }, 0, 1, 2);
    expect(places(on)).toEqual(['0:a', '1:b']);
  });

  it('takes a first batch that is larger than max.request.size by itself', () => {
    expect(places(withBatches({ maxRequestSize: 10 }, 0, 1))).toEqual(['0:a']);
  });

  it('starts where the one before it stopped, so that no partition starves', () => {
    const on = withBatches({ leaders: [0, 0, 0], maxRequestSize: SIZE }, 0, 0, 1, 1, 2);
    expect([places(on), places(on), places(on), places(on), places(on)]).toEqual([
      ['0:a'],
      ['1:c'],
      ['2:e'],
      ['0:b'],
      ['1:d'],
    ]);
  });

  it('starts with the last partition after a complete round', () => {
    const on = withBatches({ leaders: [0, 0, 0] }, 0, 0, 1, 1, 2, 2);
    expect([places(on), places(on)]).toEqual([
      ['0:a', '1:c', '2:e'],
      ['2:f', '0:b', '1:d'],
    ]);
  });

  it('leaves out a muted partition, and one that backs off', () => {
    const on = withBatches({ leaders: [0, 0] }, 0, 1);
    on.queue(0).isMuted = true;
    const [batch] = on.drain(0, 0);
    expect(batch?.partition).toBe(1);
    if (batch !== undefined) on.putBack(batch, 10);
    expect(places(on, 0, 109)).toEqual([]);
    expect(places(on, 0, 110)).toEqual(['1:b']);
  });

  it('leaves out a partition that has moved to another node since the node’s partitions were listed', () => {
    const on = withBatches({ leaders: [0, 0] }, 0);
    on.elect([1, 0]);
    expect([places(on, 0), places(on, 1)]).toEqual([[], ['0:a']]);
  });

  it('takes a batch that backs off, once its partition has another leader', () => {
    const on = withBatches({ leaders: [0, 0] }, 0);
    const [batch] = on.drain(0, 0);
    if (batch !== undefined) on.putBack(batch, 10);
    expect(places(on, 0, 20)).toEqual([]);
    on.elect([1, 0]);
    expect(places(on, 1, 20)).toEqual(['0:a']);
  });

  it('closes the batches that it takes, so that the next record opens another one', () => {
    const on = new AccumulatorOnTest();
    on.append(0, 'a', 0);
    const [batch] = on.drain(0, 7);
    on.append(0, 'b', 8);
    expect([batch?.closed, batch?.queueTimeMs, batch?.recordCount, on.drained(0, 9)]).toEqual([true, 7, 1, ['0:b']]);
  });

  it('is empty for a node that leads no partition', () => {
    expect(places(withBatches({ leaders: [0] }, 0), 1)).toEqual([]);
  });
});

describe('With idempotence, a request', () => {
  it('stops at the first partition that is held back, and goes on with the others next time', () => {
    const held = new Set([1]);
    const idempotence = {
      holdsBack: ({ partition }: { partition: number }) => held.has(partition),
      giveSequence: () => {},
      addInFlightBatch: () => {},
    };
    const on = withBatches({ leaders: [0, 0, 0], idempotence }, 0, 1, 2);
    expect([places(on), places(on)]).toEqual([['0:a'], []]);
    held.clear();
    expect(places(on)).toEqual(['1:b', '2:c']);
  });

  it('has a sequence for each batch when it is sent', () => {
    const idempotence = {
      holdsBack: () => false,
      giveSequence: (batch: Parameters<typeof withSequence>[0]) => withSequence(batch, 40 + batch.partition),
      addInFlightBatch: () => {},
    };
    const on = withBatches({ leaders: [0, 0], idempotence }, 0, 1);
    expect(on.drain(0, 0).map(({ baseSequence }) => baseSequence)).toEqual([40, 41]);
  });
});

describe('A request to a node that leads many partitions', () => {
  it.each(Array.from({ length: 30 }, (_, seed) => seed))('takes what a look at all of them finds: seed %i', (seed) => {
    const random = RandomStream.fromSeed(seed);
    const count = 17 + random.nextInt(40);
    const maxRequestSize = SIZE * (1 + random.nextInt(6));
    const on = withBatches({ leaders: Array.from({ length: count }, () => 0), maxRequestSize });
    const queued: number[] = Array.from({ length: count }, () => 0);
    let start = 0;
    for (let turn = 0; turn < 30; turn++) {
      for (let i = random.nextInt(8); i > 0; i--) {
        const partition = random.nextInt(count);
        on.append(partition, value('x'), turn);
        queued[partition] = (queued[partition] ?? 0) + 1;
      }
      // RecordAccumulator.drainBatchesForOneNode.
      const expected: number[] = [];
      let index = start % count;
      const first = index;
      do {
        start = index;
        index = (index + 1) % count;
        if ((queued[start] ?? 0) === 0) continue;
        if (expected.length > 0 && (expected.length + 1) * SIZE > maxRequestSize) break;
        expected.push(start);
        queued[start] = (queued[start] ?? 0) - 1;
      } while (index !== first);
      on.ready(turn);
      expect(on.drain(0, turn).map(({ partition }) => partition)).toEqual(expected);
    }
  });
});
