/** Covers: src/producer/sending/, src/producer/accumulator/memory-wait.ts */
import { describe, expect, it } from 'vitest';
import { metricValue } from '../../../src/producer/metrics/metric-name.ts';
import { describeError, ProducerOnScript, produced, refusal, type Script, shortly } from '../producer-on-script.ts';

function started(script: Script = {}): ProducerOnScript {
  return new ProducerOnScript({ ...script, config: { acks: '1', ...script.config } });
}

/** Metadata comes after `delayMs`; everything else at once. */
function slowMetadata(delayMs: number, script: Script = {}): ProducerOnScript {
  const running = started(script);
  const usual = running.clientHost.brokers.get('10.0.0.1:9092');
  if (typeof usual !== 'function') throw new Error('the script has no broker');
  running.clientHost.brokers.set('10.0.0.1:9092', (request, envelope) => {
    const answer = usual(request, envelope);
    return request.api === 'Metadata' && answer !== null && 'response' in answer ? { ...answer, delayMs } : answer;
  });
  return running;
}

function thrownBy(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return describeError(error as Error);
  }
  return 'nothing';
}

/** The time at which `send()` would have returned in Java, in ms; `never` so far. */
function acceptedAt(running: ProducerOnScript, future: { accepted: Promise<void> }): () => Promise<number | string> {
  let at: number | string = 'never';
  void future.accepted.then(
    () => (at = running.nowMs),
    (error: unknown) => (at = describeError(error as Error)),
  );
  return () => Promise.resolve().then(() => at);
}

describe('A send', () => {
  it('is accepted at once when metadata and memory are there', async () => {
    const running = started().warmUp();
    const future = running.send('a');
    await expect(future.accepted).resolves.toBeUndefined();
    expect(future.isDone()).toBe(false);
  });

  it('waits for the metadata of the topic, and the record gets the time at the end of that wait', () => {
    const running = slowMetadata(30);
    let timestamp: number | undefined;
    const startMs = running.clientHost.now();
    running.send('a', { callback: (metadata) => (timestamp = metadata.timestamp()) });
    running.runUntil(29);
    expect(running.sent).toEqual([]);
    running.runUntil(60);
    expect([shortly(running.sent), timestamp]).toEqual([['30 t-0 a'], startMs + 30]);
  });

  it('to a topic that another send waits for waits behind it', () => {
    const running = slowMetadata(30);
    for (const value of ['a', 'b', 'c']) running.send(value);
    running.runUntil(60);
    expect(shortly(running.sent)).toEqual(['30 t-0 a,b,c']);
  });

  it('fails when the topic is not known after max.block.ms, which the callback and the future report', async () => {
    const running = slowMetadata(500, { config: { 'max.block.ms': 200 } });
    const future = running.send('a');
    running.runUntil(300);
    const text = 'TimeoutException: Topic t not present in metadata after 200 ms.';
    expect(running.outcomes).toEqual([`200 a -> ${text}`]);
    await expect(future.get().catch(describeError)).resolves.toBe(text);
  });

  it('waits for a partition that is not there yet, and is sent when it is', () => {
    const running = started().warmUp();
    running.send('a', { partition: 2 });
    running.runUntil(150);
    expect(running.outcomes).toEqual([]);
    running.leaders = [0, 0, 0];
    running.runUntil(400);
    expect(running.outcomes).toEqual([expect.stringContaining('a -> 2@0') as string]);
  });

  it('to an invalid topic fails, with different messages the first and every later time', () => {
    const running = started({
      other: (request) =>
        request.api === 'Metadata'
          ? {
              response: {
                api: 'Metadata',
                throttleTimeMs: 0,
                clusterId: 'c',
                controllerId: 0,
                brokers: [{ id: 0, host: '10.0.0.1', port: 9092 }],
                topics: [
                  { error: 'INVALID_TOPIC_EXCEPTION', name: 'a b', topicId: '', isInternal: false, partitions: [] },
                ],
              },
            }
          : undefined,
    });
    running.send('1', { topic: 'a b', partition: null });
    running.runUntil(10);
    running.send('2', { topic: 'a b', partition: null });
    expect(running.outcomes.map((line) => line.slice(line.indexOf('->')))).toEqual([
      '-> InvalidTopicException: Invalid topics: [a b]',
      '-> InvalidTopicException: a b',
    ]);
  });

  it('of a record that exceeds max.request.size or buffer.memory fails its future and its callback', () => {
    const running = started({ config: { 'max.request.size': 1_000, 'buffer.memory': 800 } }).warmUp();
    running.send('x'.repeat(1_000));
    running.send('y'.repeat(900));
    expect(running.outcomes.map((line) => line.slice(line.indexOf('->')))).toEqual([
      '-> RecordTooLargeException: The message is 1086 bytes when serialized which is larger than 1000, which is the value of the max.request.size configuration.',
      '-> RecordTooLargeException: The message is 986 bytes when serialized which is larger than the total memory buffer you have configured with the buffer.memory configuration.',
    ]);
  });

  it('throws what Java throws: a bad record, a closed producer', () => {
    const running = started().warmUp();
    expect(thrownBy(() => running.send('a', { partition: -1 }))).toBe(
      'IllegalArgumentException: Invalid partition: -1. Partition number should always be non-negative or null.',
    );
    void running.producer.close();
    expect(thrownBy(() => running.send('a'))).toBe(
      'IllegalStateException: Cannot perform operation after producer has been closed',
    );
    expect(running.outcomes).toEqual([]);
  });
});

describe('A partition', () => {
  it('of the record itself is used unchanged', () => {
    const running = started().warmUp();
    running.send('a', { partition: 1, key: 'k' });
    running.runUntil(10);
    expect(running.outcomes).toEqual(['5 a -> 1@0']);
  });

  it('is the hash of the key over all partitions, with a leader or without', () => {
    const running = started({ leaders: [-1, -1, 0] }).warmUp();
    for (const key of ['a', 'b', 'c', 'd']) running.send(key, { partition: null, key });
    running.runUntil(10);
    // murmur2 of the four keys, modulo 3: see the table murmur2.json.
    expect(running.outcomes.every((line) => line.includes('-> 2@'))).toBe(true);
    expect(running.outcomes.length).toBeLessThan(4);
  });

  it('without a key or a number stays the same for a batch, and has a leader', () => {
    const running = started({ leaders: [-1, 0, -1] }).warmUp();
    for (const value of ['a', 'b']) running.send(value, { partition: null });
    running.runUntil(10);
    expect(running.outcomes).toEqual(['5 a -> 1@0', '5 b -> 1@1']);
  });

  it('chosen by a partitioner of the user’s must not be negative', () => {
    class Mine {
      partition(): number {
        return -1;
      }
    }
    const running = started({ config: { 'partitioner.class': Mine } }).warmUp();
    expect(thrownBy(() => running.send('a', { partition: null }))).toBe(
      'IllegalArgumentException: The partitioner generated an invalid partition number: -1. Partition number should always be non-negative.',
    );
  });

  it('chosen by a partitioner of the user’s is asked for again when a batch is opened', () => {
    const calls: string[] = [];
    class Mine {
      partition(): number {
        calls.push('partition');
        return 1;
      }
      onNewBatch(_topic: string, _cluster: unknown, previous: number): void {
        calls.push(`new batch after ${previous}`);
      }
    }
    const running = started({ config: { 'partitioner.class': Mine } }).warmUp();
    for (const value of ['a', 'b']) running.send(value, { partition: null });
    expect(calls).toEqual(['partition', 'new batch after 1', 'partition', 'partition']);
  });
});

describe('Memory', () => {
  const config = { 'buffer.memory': 300, 'batch.size': 100, 'max.block.ms': 100, 'linger.ms': 0 };

  it('is waited for, and allocated when a batch ends', async () => {
    const running = started({ config: { ...config, 'batch.size': 300 } }).warmUp();
    running.send('a');
    const accepted = acceptedAt(running, running.send('b', { partition: 1 }));
    running.runUntil(4);
    expect(await accepted()).toBe('never');
    running.runUntil(20);
    expect(running.outcomes).toEqual(['5 a -> 0@0', '10 b -> 1@0']);
    expect(typeof (await accepted())).toBe('number');
  });

  it('that does not become free fails the send; bytes that were set aside for it are not free until then', () => {
    const answers = [5, null] as const;
    const running = started({
      config,
      leaders: [0, 1],
      produce: (_, { partitions }) => {
        const delayMs = answers[partitions[0]?.partition ?? 0];
        const parts = partitions.map((part) => refusal(part, 'NONE', { baseOffset: 0 }));
        return delayMs === null || delayMs === undefined ? null : produced(parts, delayMs);
      },
    }).warmUp();
    running.send('a');
    running.send('b', { partition: 1 });
    running.send('x'.repeat(170));
    running.runUntil(200);
    expect(running.outcomes.map((line) => line.slice(line.indexOf('->')))).toEqual([
      '-> 0@0',
      '-> BufferExhaustedException: Failed to allocate 256 bytes within the configured max blocking time 100 ms. Total memory: 300 bytes. Available memory: 0 bytes. Poolable size: 100 bytes',
    ]);
  });

  it('is waited for as long as the wait for metadata has left of max.block.ms', () => {
    const running = slowMetadata(30, { config: { ...config, 'batch.size': 300 }, produce: () => null });
    running.send('a');
    running.send('b', { topic: 'u' });
    running.runUntil(200);
    expect(running.outcomes).toEqual([
      expect.stringContaining('Failed to allocate 300 bytes within the configured max blocking time 70 ms.') as string,
    ]);
  });

  it('is not allocated for a record that finds room in a batch that was opened during the wait', () => {
    const running = started({ config: { ...config, 'batch.size': 300 } }).warmUp();
    running.send('a', { partition: 1 });
    running.send('b');
    running.send('c');
    running.runUntil(20);
    expect(running.outcomes.map((line) => line.slice(line.indexOf('->') - 2))).toEqual([
      'a -> 1@0',
      'b -> 0@0',
      'c -> 0@1',
    ]);
    expect(metricValue(running.producer.metrics(), 'buffer-available-bytes')).toBe(300);
  });
});

describe('Without time to block (max.block.ms 0)', () => {
  it('a send to an unknown topic has failed when it returns, and the topic is requested all the same', () => {
    const running = started({ config: { 'max.block.ms': 0 } });
    const future = running.send('a');
    expect([future.isDone(), running.outcomes]).toEqual([
      true,
      ['0 a -> TimeoutException: Topic t not present in metadata after 0 ms.'],
    ]);
    running.runUntil(10);
    running.send('b');
    running.runUntil(20);
    expect(running.outcomes[1]).toBe('15 b -> 0@0');
  });

  it('a send without memory has failed when it returns', () => {
    const config = { 'max.block.ms': 0, 'buffer.memory': 300, 'batch.size': 300 };
    const running = new ProducerOnScript({ config: { ...config, acks: '1' }, produce: () => null });
    running.send('first');
    running.runUntil(10);
    for (const value of ['a', 'b']) running.send(value, { partition: value === 'a' ? 0 : 1 });
    expect(running.outcomes.at(-1)).toContain('10 b -> BufferExhaustedException: Failed to allocate 300 bytes');
  });
});

describe('partitionsFor() of a closed producer', () => {
  it('returns known partitions, and requests nothing', async () => {
    const running = started().warmUp();
    void running.producer.close();
    running.runUntil(10);
    await expect(running.producer.partitionsFor('t')).resolves.toHaveLength(2);
    const unknown = running.producer.partitionsFor('u').catch(describeError);
    running.runUntil(20);
    await expect(unknown).resolves.toBe('KafkaException: Requested metadata update after close');
  });
});

describe('A blocked send', () => {
  it('that is interrupted fails with an InterruptException', async () => {
    const running = slowMetadata(50);
    const accepted = acceptedAt(running, running.send('a'));
    running.runUntil(10);
    running.producer.interrupt();
    expect(await accepted()).toBe('InterruptException: Interrupted while waiting for metadata');
  });

  it('fails when the producer is closed', async () => {
    const running = slowMetadata(50);
    const accepted = acceptedAt(running, running.send('a'));
    running.runUntil(10);
    void running.producer.close(0);
    running.runUntil(60);
    expect(await accepted()).toBe('KafkaException: Producer closed while send in progress');
  });
});
