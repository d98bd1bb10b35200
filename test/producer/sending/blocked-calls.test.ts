/**
 * Covers: src/producer/sending/metadata-wait.ts, src/producer/accumulator/memory-wait.ts
 *
 * Blocking calls with max.block.ms = 0.
 */
import { describe, expect, it } from 'vitest';
import { ProducerOnScript } from '../producer-on-script.ts';

describe('With max.block.ms 0', () => {
  it('a send fails before the I/O thread has run, unless metadata and memory are there already', () => {
    const on = new ProducerOnScript({ config: { 'max.block.ms': 0 } });
    expect(on.send('a').isDone()).toBe(true);
    expect(on.outcomes).toEqual(['0 a -> TimeoutException: Topic t not present in metadata after 0 ms.']);
    on.runUntil(100);
    expect(on.send('b').isDone()).toBe(false);
    on.runUntil(200);
    expect(on.outcomes[1]).toBe('105 b -> 0@0');
  });

  it('a send without free memory fails at once', () => {
    const on = new ProducerOnScript({ config: { 'max.block.ms': 0, 'buffer.memory': 100, 'batch.size': 100 } });
    on.send('to learn of the topic');
    on.runUntil(100);
    on.send('a');
    expect(on.send('b', { partition: 1 }).isDone()).toBe(true);
    expect(on.outcomes[1]).toMatch(/^100 b -> BufferExhaustedException: Failed to allocate 100 bytes within .* 0 ms\./);
  });
});
