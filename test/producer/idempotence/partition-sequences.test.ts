import { describe, expect, it } from 'vitest';
import { ClientLogger } from '../../../src/client/host/logging.ts';
import type { ProducerBatch } from '../../../src/producer/accumulator/producer-batch.ts';
import { PartitionSequences } from '../../../src/producer/idempotence/partition-sequences.ts';
import { closedBatch, withSequence } from '../accumulator/open-batch.ts';

function batch(baseSequence: number, records = 1, producerId = 1000, producerEpoch = 0): ProducerBatch {
  return withSequence(closedBatch(Array.from({ length: records }, () => 'v')), baseSequence, producerId, producerEpoch);
}

function sequencesOf(partition: number, log: string[] = []): PartitionSequences {
  const clientHost = { now: () => 0, log: ({ message }: { message: string }) => log.push(message) };
  return new PartitionSequences('t', partition, new ClientLogger(clientHost, 'X', '', 'io'));
}

describe('A partition’s sequences', () => {
  it('begin at 0 and count records', () => {
    const sequences = sequencesOf(3);
    expect([sequences.partitionName, sequences.nextSequence]).toEqual(['t-3', 0]);
    sequences.advance(5);
    sequences.advance(2);
    expect(sequences.nextSequence).toBe(7);
  });

  it('begin again after 2^31 - 1', () => {
    const sequences = sequencesOf(0);
    sequences.nextSequence = 2 ** 31 - 2;
    sequences.advance(5);
    expect(sequences.nextSequence).toBe(3);
  });

  it('keep the batches in flight in order of producer id, epoch and sequence, whatever the order of adding', () => {
    const sequences = sequencesOf(0);
    const inOrder = [batch(9, 1, 1000, 0), batch(0, 1, 1000, 1), batch(1, 1, 1000, 1), batch(0, 1, 2000, 0)] as const;
    for (const index of [2, 3, 0, 1] as const) sequences.add(inOrder[index]);
    expect(sequences.inFlight).toEqual(inOrder);
    sequences.remove(inOrder[1]);
    expect(sequences.inFlight).toEqual([inOrder[0], inOrder[2], inOrder[3]]);
  });

  it('ignore the removal of a batch that is not in flight', () => {
    const sequences = sequencesOf(0);
    sequences.add(batch(0));
    sequences.remove(batch(0));
    expect(sequences.inFlight).toHaveLength(1);
  });

  it('keep the last acknowledged one, which never falls', () => {
    const sequences = sequencesOf(0);
    expect([sequences.lastAckedSequence, sequences.isNext(0)]).toEqual([-1, true]);
    sequences.acked(batch(3, 2), 40);
    sequences.acked(batch(0, 3), 37);
    expect([sequences.lastAckedSequence, sequences.lastAckedOffset, sequences.isNext(5)]).toEqual([4, 41, true]);
  });

  it('do not take the unknown offset of a duplicate as an offset', () => {
    const sequences = sequencesOf(0);
    sequences.acked(batch(0), 7);
    sequences.acked(batch(1), -1);
    expect([sequences.lastAckedSequence, sequences.lastAckedOffset]).toEqual([1, 7]);
  });

  it('start at 0 under a new producer id or epoch, and renumber the batches in flight', () => {
    const log: string[] = [];
    const sequences = sequencesOf(0, log);
    const inFlight = [batch(7, 2), batch(9, 3)] as const;
    for (const one of inFlight) sequences.add(one);
    sequences.acked(batch(0, 7), 0);
    const identity = { producerId: 1000, producerEpoch: 1 };
    sequences.startAtBeginning(identity);
    expect(inFlight.map((one) => [one.baseSequence, one.producerEpoch, one.sequenceHasBeenReset])).toEqual([
      [0, 1, true],
      [2, 1, true],
    ]);
    expect([sequences.identity, sequences.nextSequence, sequences.lastAckedSequence]).toEqual([identity, 5, -1]);
    expect(log).toEqual([
      'Resetting sequence number of batch with current sequence 7 for partition t-0 to 0',
      'Resetting sequence number of batch with current sequence 9 for partition t-0 to 2',
    ]);
  });

  it('close the gap that a refused batch leaves', () => {
    const sequences = sequencesOf(0);
    const [before, refused, after] = [batch(0, 2), batch(2, 3), batch(5, 1)] as const;
    for (const one of [before, after]) sequences.add(one);
    sequences.nextSequence = 6;
    sequences.closeGap(refused);
    expect([before.baseSequence, after.baseSequence, sequences.nextSequence]).toEqual([0, 2, 3]);
  });
});
