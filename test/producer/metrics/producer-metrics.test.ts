/** Covers: src/producer/metrics/, but for samples.ts */
import { describe, expect, it } from 'vitest';
import { CLIENT_VERSIONS } from '../../../src/client/versions/index.ts';
import { type MetricName, metricValue } from '../../../src/producer/metrics/metric-name.ts';
import { START_MS } from '../../client/network/scripted-host.ts';
import { goldenTable } from '../../golden-tables.ts';
import { ProducerOnScript, produced, refusal, type Script } from '../producer-on-script.ts';

function started(script: Script = {}): ProducerOnScript {
  return new ProducerOnScript({ ...script, config: { acks: '1', 'client.id': 'c', ...script.config } });
}

function values(producer: ProducerOnScript, ...names: readonly string[]): (number | string | undefined)[] {
  const metrics = producer.producer.metrics();
  return names.map((name) => metricValue(metrics, name));
}

describe('A producer’s metrics', () => {
  it.each([undefined, '3.9', '4.3'] as const)(
    'are those of the Java client by name, group, description and tags (%s)',
    (named) => {
      const version = CLIENT_VERSIONS[named ?? '3.6.1'];
      const names = Array.from(started({ version }).producer.metrics().keys());
      expect(names).toEqual(goldenTable<MetricName[]>('metrics', named));
    },
  );

  it('count themselves', () => {
    const { producer } = started();
    expect(metricValue(producer.metrics(), 'count')).toBe(producer.metrics().size);
  });

  it('are not found in something else, or by something else', () => {
    expect(() => metricValue(5 as never, 'count')).toThrow(
      'metricValue(metrics): expected an array or another iterable',
    );
    expect(() => metricValue(new Map(), 5 as never)).toThrow('metricValue(metrics, name): expected a string, got 5');
  });

  it('have the version of the client, and its start time', () => {
    const info = values(started().runUntil(70), 'version', 'commit-id', 'start-time-ms');
    expect(info).toEqual(['3.6.1', '5e3c2b738d253ff5', START_MS]);
  });

  it('are 0 or NaN before anything happened, as in Java', () => {
    const fresh = started();
    expect(values(fresh, 'batch-size-avg', 'record-size-max', 'produce-throttle-time-avg')).toEqual(
      Array.from({ length: 3 }, () => Number.NaN),
    );
    expect(values(fresh, 'record-send-total', 'record-send-rate', 'flush-time-ns-total')).toEqual([0, 0, 0]);
  });

  it('are a copy with names that stay the same', () => {
    const running = started();
    const before = running.producer.metrics();
    running.send('a');
    running.runUntil(5);
    expect(metricValue(before, 'record-send-total')).toBe(0);
    const [name] = Array.from(before.keys()).filter((metric) => metric.name === 'record-send-total');
    expect(running.producer.metrics().get(name as MetricName)).toBe(1);
  });

  it('measure sizes, counts and latencies', () => {
    const running = started();
    for (const value of ['a', 'b', 'cc']) running.send(value);
    running.runUntil(5);
    // A header of 61 bytes; records of 8, 8 and 9 bytes. The largest record is an upper estimate.
    expect(values(running, 'batch-size-avg', 'batch-size-max', 'record-size-max')).toEqual([86, 86, 87]);
    expect(values(running, 'records-per-request-avg', 'record-send-total', 'record-send-rate')).toEqual([
      3,
      3,
      3 / 30.005,
    ]);
    expect(values(running, 'request-latency-avg', 'request-latency-max', 'compression-rate-avg')).toEqual([5, 5, 1]);
    expect(values(running, 'requests-in-flight', 'metadata-age')).toEqual([0, 0.005]);
  });

  it('measure how long batches waited in their queues', () => {
    const running = started({ config: { 'linger.ms': 40 } });
    running.send('a');
    running.runUntil(30);
    running.send('b', { partition: 1 });
    running.runUntil(100);
    // The node's other partition is drained along with the first one, whose linger is over.
    expect(values(running, 'record-queue-time-avg', 'record-queue-time-max')).toEqual([25, 40]);
  });

  it('count a topic’s records, bytes, retries and errors from its first batch on', () => {
    const answers = ['NETWORK_EXCEPTION', undefined, 'INVALID_REQUIRED_ACKS'] as const;
    const running = started({ produce: (nth) => answers[nth - 1] });
    expect(metricValue(running.producer.metrics(), 'record-send-total', { topic: 't' })).toBeUndefined();
    running.send('a');
    running.runUntil(200);
    running.send('b');
    running.runUntil(300);
    const metrics = running.producer.metrics();
    const ofTopic = ['record-send-total', 'byte-total', 'record-retry-total', 'record-error-total', 'compression-rate'];
    expect(ofTopic.map((name) => metricValue(metrics, name, { topic: 't' }))).toEqual([3, 3 * 69, 1, 1, 1]);
    expect(values(running, 'record-send-total', 'record-retry-total', 'record-error-total')).toEqual([3, 1, 1]);
    const [topicMetric] = Array.from(metrics.keys()).filter(({ group }) => group === 'producer-topic-metrics');
    expect(topicMetric?.tags).toEqual({ 'client-id': 'c', topic: 't' });
    expect(metricValue(metrics, 'record-send-total', { topic: 'u' })).toBeUndefined();
  });

  it('measure the throttle time of every response, not only of throttled ones', () => {
    const running = started({
      produce: (nth, { partitions }) =>
        produced(
          partitions.map((part) => refusal(part, 'NONE', { baseOffset: 0 })),
          5,
          nth === 1 ? 300 : 0,
        ),
    });
    running.send('a');
    running.runUntil(50);
    running.send('b');
    running.runUntil(400);
    // Two ApiVersions, Metadata and two Produce responses.
    expect(values(running, 'produce-throttle-time-avg', 'produce-throttle-time-max')).toEqual([60, 300]);
  });

  it('measure how long sends waited for memory, and how often they timed out', () => {
    const config = { 'buffer.memory': 300, 'batch.size': 300, 'max.block.ms': 100 };
    const running = started({ config, produce: () => null });
    running.warmUp();
    running.send('a');
    running.send('b', { partition: 1 });
    running.runUntil(60);
    expect(values(running, 'waiting-threads', 'buffer-available-bytes', 'buffer-total-bytes')).toEqual([1, 0, 300]);
    running.runUntil(200);
    expect(values(running, 'bufferpool-wait-time-ns-total', 'bufferpool-wait-time-total')).toEqual([1e8, 1e8]);
    expect(values(running, 'buffer-exhausted-total', 'record-error-total', 'waiting-threads')).toEqual([1, 1, 0]);
    const [ratio] = values(running, 'bufferpool-wait-ratio');
    // 140 ms since the first read, plus one window of 30 s that counts as complete.
    expect(ratio).toBeCloseTo(0.1 / 30.14, 9);
  });

  it('sum up the times of waiting for metadata and of flushing', () => {
    const running = started({ config: { 'linger.ms': 1000 } });
    const slow = running.clientHost.brokers.get('10.0.0.1:9092') as (...args: unknown[]) => { delayMs?: number };
    running.clientHost.brokers.set('10.0.0.1:9092', ((...args: unknown[]) => ({
      ...slow(...args),
      delayMs: 20,
    })) as never);
    running.send('a');
    running.runUntil(100);
    void running.producer.flush();
    running.runUntil(200);
    // ApiVersions, then Metadata; the flush then connects to the node by its own id: ApiVersions, Produce.
    expect(values(running, 'metadata-wait-time-ns-total', 'flush-time-ns-total')).toEqual([4e7, 4e7]);
  });

  it('cover the last minute: averages then start again, totals stay', () => {
    const running = started();
    running.send('a');
    running.runUntil(59_000);
    expect(values(running, 'batch-size-avg', 'record-send-total')).toEqual([69, 1]);
    running.runUntil(61_000);
    expect(values(running, 'batch-size-avg', 'record-send-total', 'record-send-rate')).toEqual([Number.NaN, 1, 0]);
  });

  it('of the client itself and of timed calls are removed when it is closed', () => {
    const running = started();
    running.runUntil(5);
    void running.producer.close();
    running.runUntil(10);
    const gone = values(
      running,
      'version',
      'flush-time-ns-total',
      'metadata-wait-time-ns-total',
      'txn-init-time-ns-total',
    );
    expect(gone).toEqual(Array.from({ length: 4 }, () => undefined));
    expect(values(running, 'count', 'record-send-total')).toEqual([31, 0]);
  });
});
