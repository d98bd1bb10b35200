/**
 * BufferMemoryReturned: when all records of a producer have an outcome, all of buffer.memory is free again, but for that of batches whose requests
 * are still in flight in clients since 4.2. (A close() by force ends the connections with such requests, and their memory with them.)
 *
 * Guaranteed: always.
 * Source: BufferPool, RecordAccumulator.deallocate; documentation of buffer.memory; KAFKA-19012.
 */
import type { GuaranteeDefinition } from './guarantee.ts';
import type { RunView } from './run-view.ts';

export const bufferMemoryReturned: GuaranteeDefinition = {
  create: () => ({ name: 'BufferMemoryReturned', validate: firstLeak }),
};

function firstLeak({ producers }: RunView): string | undefined {
  for (const { name, sends, bufferTotalBytes, bufferAvailableBytes, bufferHeldByRequestsBytes } of producers) {
    if (bufferAvailableBytes + bufferHeldByRequestsBytes === bufferTotalBytes) continue;
    if (sends.some(({ endedMs }) => endedMs === -1)) continue;
    return `All records of ${name} have an outcome, but only ${bufferAvailableBytes} of ${bufferTotalBytes} bytes of buffer.memory are free.`;
  }
  return undefined;
}
