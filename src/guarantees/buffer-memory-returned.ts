/**
 * BufferMemoryReturned: when nothing of a producer is under way, all of buffer.memory is free again.
 *
 * Guarantee: always.
 * Source: BufferPool, RecordAccumulator.deallocate; documentation of buffer.memory.
 */
import type { Validation } from '../sim/index.ts';
import type { SendingProducer, TrialSubject } from './trial-subject.ts';

export function bufferMemoryReturned(): Validation<TrialSubject> {
  return {
    name: 'BufferMemoryReturned',
    validate: ({ producers }) => {
      for (const producer of producers) {
        const { name, bufferTotalBytes, bufferAvailableBytes } = producer;
        if (bufferAvailableBytes === bufferTotalBytes || hasSomethingUnderWay(producer)) continue;
        return `${name} has nothing under way, and ${bufferAvailableBytes} of ${bufferTotalBytes} bytes of buffer.memory are free.`;
      }
      return undefined;
    },
  };
}

function hasSomethingUnderWay({ sends }: SendingProducer): boolean {
  return sends.some(({ endedMs }) => endedMs === -1);
}
