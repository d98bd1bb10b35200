import { describe, expect, it } from 'vitest';
import { metricValue } from '../../../src/producer/metrics/metric-name.ts';
import { ERRORS } from '../../../src/protocol/errors/errors.ts';
import { ProducerOnScript, produced, refusal, type Script, shortly } from '../producer-on-script.ts';

function started(script: Script = {}): ProducerOnScript {
  return new ProducerOnScript({ ...script, config: { acks: '1', ...script.config } }).warmUp();
}

const metric = (running: ProducerOnScript, name: string): unknown => metricValue(running.producer.metrics(), name);
const freeMemory = (running: ProducerOnScript): unknown => metric(running, 'buffer-available-bytes');

describe('A batch that was acknowledged', () => {
  it('reports to each record its own offset, in order', () => {
    const running = started();
    for (const value of ['a', 'b', 'c']) running.send(value);
    running.runUntil(10);
    expect(running.outcomes).toEqual(['5 a -> 0@0', '5 b -> 0@1', '5 c -> 0@2']);
  });

  it('frees its memory', () => {
    const running = started();
    const before = freeMemory(running);
    running.send('a');
    expect(freeMemory(running)).toBe((before as number) - 16_384);
    running.runUntil(10);
    expect(freeMemory(running)).toBe(before);
  });
});

describe('A batch that was refused', () => {
  it.each([
    'NOT_LEADER_OR_FOLLOWER',
    'NOT_ENOUGH_REPLICAS',
    'KAFKA_STORAGE_ERROR',
    'UNKNOWN_TOPIC_OR_PARTITION',
  ] as const)('is retried after retry.backoff.ms, if the error is %s', (error) => {
    expect(ERRORS[error].retriable).toBe(true);
    const running = started({ produce: (nth) => (nth === 1 ? error : undefined) });
    const before = freeMemory(running);
    running.send('a');
    running.runUntil(50);
    expect([running.outcomes, freeMemory(running)]).toEqual([[], (before as number) - 16_384]);
    running.runUntil(200);
    expect([shortly(running.sent), running.outcomes]).toEqual([['0 t-0 a', '105 t-0 a'], ['110 a -> 0@0']]);
    expect(metric(running, 'record-retry-total')).toBe(1);
  });

  it.each([
    'INVALID_REQUIRED_ACKS',
    'UNSUPPORTED_FOR_MESSAGE_FORMAT',
    'TOPIC_AUTHORIZATION_FAILED',
    'INVALID_TOPIC_EXCEPTION',
  ] as const)('fails at once and frees its memory, if the error is %s', (error) => {
    expect(ERRORS[error].retriable).toBeUndefined();
    const running = started({ produce: () => error });
    const before = freeMemory(running);
    running.send('a');
    running.runUntil(300);
    expect(running.outcomes).toEqual([expect.stringMatching(/^5 a -> \w+Exception: /) as string]);
    expect([running.sent.length, freeMemory(running), metric(running, 'record-error-total')]).toEqual([1, before, 1]);
  });

  it('fails with the broker’s error when its retries are used up', () => {
    const running = started({ config: { retries: 2 }, produce: () => 'NOT_ENOUGH_REPLICAS' });
    running.send('a');
    running.runUntil(500);
    expect([shortly(running.sent), running.outcomes]).toEqual([
      ['0 t-0 a', '105 t-0 a', '210 t-0 a'],
      [expect.stringContaining('215 a -> NotEnoughReplicasException') as string],
    ]);
    expect(running.warnings.map((line) => /\((\d+) attempts left\)/.exec(line)?.[1])).toEqual(['1', '0']);
  });

  it('fails with the broker’s error, if that comes when the delivery timeout is over', () => {
    const config = { 'delivery.timeout.ms': 100, 'request.timeout.ms': 100 };
    const running = started({
      config,
      produce: (_, { partitions }) =>
        produced(
          partitions.map((part) => refusal(part, 'NOT_ENOUGH_REPLICAS')),
          100,
        ),
    });
    running.send('a');
    running.runUntil(300);
    expect(running.outcomes).toEqual([expect.stringContaining('100 a -> NotEnoughReplicasException') as string]);
  });

  it('makes the client request metadata, if the error means that it is out of date', () => {
    let asked = 0;
    const running = started({
      produce: (nth) => (nth === 1 ? 'NOT_LEADER_OR_FOLLOWER' : undefined),
      other: ({ api }) => {
        if (api === 'Metadata') asked++;
        return undefined;
      },
    });
    const before = asked;
    running.send('a');
    running.runUntil(200);
    expect(asked).toBe(before + 1);
    expect(running.warnings[1]).toContain(
      'Received invalid metadata error in produce request on partition t-0 due to org.apache.kafka.common.errors.NotLeaderOrFollowerException',
    );
  });

  it('is sent to the new leader at once, if there is one in the metadata', () => {
    const running = started({
      produce: (nth) => {
        if (nth > 1) return undefined;
        running.leaders = [1, 0];
        running.leaderEpoch = 1;
        return 'NOT_LEADER_OR_FOLLOWER';
      },
    });
    running.runUntil(200);
    running.send('a');
    running.runUntil(250);
    expect(shortly(running.sent)).toEqual(['200 t-0 a', '205 t-0 a']);
    expect(
      running.clientHost.trace.some((line) => line.startsWith('205 Produce') && line.endsWith('10.0.0.2:9092')),
    ).toBe(true);
  });

  it('fails records that are not invalid, too, with another message', () => {
    const running = started({
      produce: (_, { partitions }) =>
        produced(
          partitions.map((part) =>
            refusal(part, 'INVALID_RECORD', { recordErrors: [{ batchIndex: 1, message: 'no key' }] }),
          ),
        ),
    });
    for (const value of ['a', 'b']) running.send(value);
    running.runUntil(10);
    expect(running.outcomes).toEqual([
      '5 a -> KafkaException: Failed to append record because it was part of a batch which had one more more invalid records',
      '5 b -> InvalidRecordException: no key',
    ]);
  });
});

describe('A batch that is too large for the broker', () => {
  it('is split and sent again at once, without counting as a retry', () => {
    const running = started({ produce: (nth) => (nth === 1 ? 'MESSAGE_TOO_LARGE' : undefined) });
    for (const value of ['a', 'b']) running.send(value);
    running.runUntil(20);
    expect(shortly(running.sent)).toEqual(['0 t-0 a,b', '5 t-0 a,b']);
    expect(running.outcomes).toEqual(['10 a -> 0@0', '10 b -> 0@1']);
    expect([metric(running, 'batch-split-total'), metric(running, 'record-retry-total')]).toEqual([1, 0]);
    expect(running.warnings[0]).toContain('on topic-partition t-0, splitting and retrying (2147483647 attempts left)');
  });

  it('fails, if it is one record', () => {
    const running = started({ produce: () => 'MESSAGE_TOO_LARGE' });
    running.send('a');
    running.runUntil(20);
    expect(running.outcomes).toEqual([expect.stringContaining('5 a -> RecordTooLargeException') as string]);
  });

  it('frees its memory once', () => {
    const running = started({ produce: (nth) => (nth === 1 ? 'MESSAGE_TOO_LARGE' : undefined) });
    const before = freeMemory(running);
    for (const value of ['a', 'b']) running.send(value);
    running.runUntil(20);
    expect(freeMemory(running)).toBe(before);
  });
});

describe('A batch that expires', () => {
  const config = { 'delivery.timeout.ms': 150, 'request.timeout.ms': 150 };
  const expired = 'TimeoutException: Expiring 1 record(s) for t-0:150 ms has passed since batch creation';

  it('in its queue, during a backoff, fails then and not at its next attempt', () => {
    const running = started({ config: { ...config, 'retry.backoff.ms': 200 }, produce: () => 'NOT_ENOUGH_REPLICAS' });
    running.send('a');
    running.runUntil(400);
    expect([running.outcomes, running.sent.length]).toEqual([[`150 a -> ${expired}`], 1]);
  });

  it('in flight fails then, and the late response changes nothing', () => {
    const running = started({
      config,
      produce: (_, { partitions }) =>
        produced(
          partitions.map((part) => refusal(part, 'NONE', { baseOffset: 0 })),
          155,
        ),
    });
    const before = freeMemory(running);
    running.send('a');
    running.runUntil(400);
    expect([running.outcomes, freeMemory(running)]).toEqual([[`150 a -> ${expired}`], before]);
  });

  it('while no leader is known fails all the same', () => {
    const running = started({ config, leaders: [-1, 0] });
    running.send('a');
    running.runUntil(400);
    expect(running.outcomes).toEqual([`150 a -> ${expired}`]);
  });
});
