/**
 * BufferMemoryReturned: when all records of a producer have an outcome, all of buffer.memory is free again.
 *
 * Guaranteed: always.
 * Source: BufferPool, RecordAccumulator.deallocate; documentation of buffer.memory.
 */
import type { GuaranteeDefinition } from './guarantee.ts';
import type { RunView } from './run-view.ts';

export const bufferMemoryReturned: GuaranteeDefinition = {
  knownViolations: [],
  create: () => ({ name: 'BufferMemoryReturned', validate: firstLeak }),
};

function firstLeak({ producers }: RunView): string | undefined {
  for (const { name, sends, bufferTotalBytes, bufferAvailableBytes } of producers) {
    if (bufferAvailableBytes === bufferTotalBytes || sends.some(({ endedMs }) => endedMs === -1)) continue;
    return `All records of ${name} have an outcome, but only ${bufferAvailableBytes} of ${bufferTotalBytes} bytes of buffer.memory are free.`;
  }
  return undefined;
}
