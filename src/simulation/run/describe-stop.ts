/**
 * Explains why a producer's I/O thread stands still: a callback has made a call that has to wait.
 */
import type { CallbackStop } from '../../producer/index.ts';

/** @param startMs start of the run, in ms since the epoch */
export function describeStop(producer: string, stop: CallbackStop, startMs: number): string {
  const { call, waitsFor, sinceMs } = stop;
  return [
    `The I/O thread of ${producer} has stood still since ${sinceMs - startMs} ms: ${callbackOf(stop)} called ${call}, which waits for ${waitsFor}.`,
    `Callbacks run on that thread, as in Java: until ${call} returns, the producer sends nothing, receives nothing, and lets no record time out.`,
    ...(call === 'flush()'
      ? ['It never returns: one of the records that it waits for is the one whose callback is running.']
      : []),
    `Make the call outside of the callback: queueMicrotask(() => producer.${call.replace('()', '(...)')}).`,
  ].join(' ');
}

function callbackOf({ batch, row }: CallbackStop): string {
  if (batch === null) return 'a listener';
  const place = `${batch.topic}-${batch.partition}`;
  return batch.baseOffset < 0
    ? `the callback of a record for ${place}`
    : `the callback of the record at offset ${batch.baseOffset + row} of ${place}`;
}
