/**
 * Covers: src/client/versions/client-version.ts, src/producer/kafka-producer.ts
 *
 * The behaviour of a producer that depends on its client version.
 */
import { describe, expect, it } from 'vitest';
import { patch } from '../../src/client/versions/client-version.ts';
import { V3_6_1 } from '../../src/client/versions/v3_6_1.ts';
import { ProducerOnScript } from './producer-on-script.ts';

const invented = patch(V3_6_1, {
  name: '3.6.2',
  commitId: 'c0ffee',
  apis: { Produce: { oldest: 0, latest: 8 } },
  keys: { producer: { 'linger.ms': { default: 20 }, 'delivery.timeout.ms': { default: 40_000 } } },
  partitioners: {
    'org.apache.kafka.clients.producer.internals.DefaultPartitioner': {
      release: '3.6',
      source: 'KAFKA-1',
      instead: 'Leave it out',
    },
  },
  texts: { batchExpired: (count) => `${count} too late` },
});

describe('A producer of another client version', () => {
  it('names itself, and speaks the versions of APIs that it has', () => {
    const running = new ProducerOnScript({ version: invented }).warmUp();
    expect(running.clientHost.logs.map(({ message }) => message)).toContain('Kafka version: 3.6.2');
    expect(running.clientHost.logs.map(({ message }) => message)).toContain('Kafka commitId: c0ffee');
    running.send('a');
    running.runUntil(100);
    expect(running.clientHost.trace.filter((line) => line.includes('Produce v'))).toEqual([
      '20 Produce v8 #4 to 10.0.0.1:9092',
    ]);
  });

  it('has its defaults and its error messages', async () => {
    const running = new ProducerOnScript({ version: invented, leaders: [-1, -1] }).warmUp();
    running.send('a');
    running.runUntil(41_000);
    expect(running.outcomes).toEqual(['40000 a -> TimeoutException: 1 too late']);
  });

  it('has only the partitioners of its version', () => {
    const config = { 'partitioner.class': 'org.apache.kafka.clients.producer.internals.DefaultPartitioner' };
    expect(() => new ProducerOnScript({ config })).not.toThrow();
    expect(() => new ProducerOnScript({ config, version: invented })).toThrow(
      'Class org.apache.kafka.clients.producer.internals.DefaultPartitioner could not be found.',
    );
  });
});
