/**
 * Covers: src/producer/sender/sender.ts, src/producer/sender/make-sender.ts, src/producer/sender/produce-requests.ts,
 * src/client/metadata/partitions-by-node.ts
 */
import { describe, expect, it } from 'vitest';
import { ProducerOnScript, produced, refusal, type Script, shortly } from '../producer-on-script.ts';

function started(script: Script = {}): ProducerOnScript {
  return new ProducerOnScript({ ...script, config: { acks: '1', ...script.config } }).warmUp();
}

/** One record fills a batch of batch.size 1. */
const long = (letter: string): string => letter.repeat(20);
const short = (running: ProducerOnScript): string[] =>
  shortly(running.sent).map((line) => line.replaceAll(/(.)\1{19}/g, '$1'));

describe('The sender', () => {
  it('sends the ready batches of a node in one request, and those of another node in another', () => {
    const running = started({ leaders: [0, 1, 0] });
    for (const partition of [0, 1, 2, 0]) running.send('a', { partition });
    running.runUntil(10);
    expect(running.sent.map(({ nth, place, values }) => [nth, place, values.length])).toEqual([
      [1, 't-0', 2],
      [1, 't-2', 1],
      [2, 't-1', 1],
    ]);
  });

  it('cycles through the partitions of a node by topic and number, and names a topic once per request', () => {
    const running = new ProducerOnScript({ config: { acks: '1' } });
    for (const topic of ['u', 't']) void running.producer.partitionsFor(topic);
    const requests: string[] = [];
    for (let round = 0; round < 4; round++) {
      running.runUntil(round * 10);
      for (const topic of ['u', 't']) for (const partition of [0, 1]) running.send('x', { topic, partition });
      running.runUntil(round * 10 + 4);
      requests.push(
        running.sent
          .slice(4 * round)
          .map(({ place }) => place)
          .join(' '),
      );
    }
    // The fourth drained t-1, u-0, u-1, t-0, in this order.
    expect(requests).toEqual(['t-0 t-1 u-0 u-1', 'u-1 u-0 t-0 t-1', 'u-0 u-1 t-0 t-1', 't-1 t-0 u-0 u-1']);
    expect(running.outcomes).toHaveLength(12);
  });

  it('waits for linger.ms, but sends what lingers when the node gets a request anyway', () => {
    const running = started({ config: { 'linger.ms': 50 } });
    running.send('a');
    running.runUntil(30);
    running.send('b', { partition: 1 });
    running.runUntil(49);
    expect(running.sent).toEqual([]);
    running.runUntil(60);
    expect(shortly(running.sent)).toEqual(['50 t-0 a', '50 t-1 b']);
  });

  it('has at most max.in.flight.requests.per.connection requests in flight to a node', () => {
    const running = started({ config: { 'batch.size': 1, 'max.in.flight.requests.per.connection': 2 } });
    for (const letter of ['a', 'b', 'c']) running.send(long(letter));
    running.runUntil(20);
    expect(short(running)).toEqual(['0 t-0 a', '0 t-0 b', '5 t-0 c']);
  });

  it('sends nothing more of a partition with a batch in flight, if max.in.flight.requests.per.connection is 1', () => {
    const config = { 'batch.size': 1, 'max.in.flight.requests.per.connection': 1 };
    const running = started({ config, produce: (nth) => (nth === 1 ? 'NOT_LEADER_OR_FOLLOWER' : undefined) });
    for (const letter of ['a', 'b']) running.send(long(letter));
    running.runUntil(200);
    expect(short(running)).toEqual(['0 t-0 a', '105 t-0 a', '110 t-0 b']);
    expect(running.outcomes).toHaveLength(2);
  });

  it('lets later batches overtake one that failed, without idempotence and with several requests in flight', () => {
    const running = started({
      config: { 'batch.size': 1 },
      produce: (nth) => (nth === 1 ? 'NOT_LEADER_OR_FOLLOWER' : undefined),
    });
    for (const letter of ['a', 'b']) running.send(long(letter));
    running.runUntil(200);
    expect(running.outcomes.map((line) => line.replaceAll(/(.)\1{19}/g, '$1'))).toEqual(['5 b -> 0@0', '110 a -> 0@1']);
  });

  it('completes a record as soon as it is written, if acks is 0', () => {
    const running = started({ config: { acks: '0' } });
    running.send('a');
    running.runUntil(10);
    expect(running.outcomes).toEqual(['0 a -> 0@-1']);
  });

  it('reports the broker’s timestamp for a topic with LogAppendTime', () => {
    const running = started({
      produce: (_, { partitions }) =>
        produced(partitions.map((part) => refusal(part, 'NONE', { baseOffset: 3, logAppendTimeMs: 123 }))),
    });
    let timestamp: number | undefined;
    running.send('a', { callback: (metadata) => (timestamp = metadata.timestamp()) });
    running.runUntil(10);
    expect(timestamp).toBe(123);
  });

  it('sends nothing to a node that throttles it', () => {
    const running = started({
      produce: (nth, { partitions }) =>
        produced(
          partitions.map((part) => refusal(part, 'NONE', { baseOffset: nth })),
          5,
          nth === 1 ? 100 : 0,
        ),
    });
    running.send('a');
    running.runUntil(50);
    running.send('b');
    running.runUntil(200);
    expect(shortly(running.sent)).toEqual(['0 t-0 a', '105 t-0 b']);
  });
});

describe('A request without a response', () => {
  it('is retried when the connection ends', () => {
    const running = started({ produce: (nth) => (nth === 1 ? { disconnectAfterMs: 20 } : undefined) });
    running.send('a');
    running.runUntil(300);
    expect(running.warnings[0]).toBe(
      'WARN Got error produce response with correlation id 3 on topic-partition t-0, retrying (2147483646 attempts left). Error: NETWORK_EXCEPTION. Error Message: Disconnected from node 0',
    );
    expect(shortly(running.sent)).toEqual(['0 t-0 a', '120 t-0 a']);
  });

  it('fails after more than request.timeout.ms, and its connection is closed', () => {
    const running = started({
      config: { 'request.timeout.ms': 100, 'delivery.timeout.ms': 1_000 },
      produce: (nth) => (nth === 1 ? null : undefined),
    });
    running.send('a');
    running.runUntil(100);
    expect(running.warnings).toEqual([]);
    running.runUntil(600);
    expect(running.warnings[0]).toContain('REQUEST_TIMED_OUT. Error Message: Disconnected from node 0 due to timeout');
    expect(running.outcomes).toHaveLength(1);
    expect(running.clientHost.trace.some((line) => line.includes('close 10.0.0.1:9092'))).toBe(true);
  });
});
