/**
 * Covers: src/producer/sending/metadata-wait.ts, src/producer/accumulator/memory-wait.ts
 *
 * How long blocking calls wait.
 */
import { describe, expect, it } from 'vitest';
import { metadataResponse, topic } from '../../client/network/scripted-broker.ts';
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

describe('In a program that names no threads, max.block.ms counts from each call', () => {
  const unknownTopic = (): ProducerOnScript =>
    new ProducerOnScript({
      config: { 'max.block.ms': 1_000 },
      other: (request) => {
        if (request.api !== 'Metadata') return undefined;
        const topics = (request.topics ?? []).map((name) => ({
          ...topic(name, []),
          error: 'UNKNOWN_TOPIC_OR_PARTITION' as const,
        }));
        return { response: metadataResponse(topics) };
      },
    });
  const failure = (value: string): string =>
    `${value} -> TimeoutException: Topic t not present in metadata after 1000 ms.`;

  it('for sends to one topic', () => {
    const on = unknownTopic();
    on.send('a');
    on.send('b');
    on.runUntil(300);
    on.send('c');
    on.runUntil(5_000);
    expect(on.outcomes).toEqual([`1000 ${failure('a')}`, `1000 ${failure('b')}`, `1300 ${failure('c')}`]);
  });

  it('but on a thread with a name from the end of the call before', () => {
    const on = unknownTopic();
    on.producer.onThread('handler', () => ['a', 'b'].map((value) => on.send(value)));
    on.runUntil(5_000);
    expect(on.outcomes).toEqual([`1000 ${failure('a')}`, `2000 ${failure('b')}`]);
  });

  it('for sends that wait for memory, which are appended in the order of the calls', () => {
    const config = { 'max.block.ms': 1_000, 'buffer.memory': 180, 'batch.size': 180 };
    const on = new ProducerOnScript({ config, produce: (nth) => (nth === 3 ? null : undefined) }).warmUp();
    for (const value of ['a', 'b', 'c', 'd']) on.send(value.repeat(60));
    on.runUntil(500);
    on.send('e'.repeat(60));
    on.runUntil(3_000);
    expect(on.outcomes.map((line) => line.replace(/(\w)\1{59}/, '$1').slice(0, 32))).toEqual([
      '5 a -> 0@0',
      '10 b -> 0@1',
      '1000 d -> BufferExhaustedExcepti',
      '1500 e -> BufferExhaustedExcepti',
    ]);
    expect(on.outcomes[2]).toContain('within the configured max blocking time 1000 ms');
  });
});
