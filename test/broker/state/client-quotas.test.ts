/** Covers src/broker/state/client-quotas.ts. */
import { describe, expect, it } from 'vitest';
import type { ProduceResponse } from '../../../src/protocol/messages.ts';
import { batchOf, type Pump, withTopic } from '../pump.ts';

/** Writes a batch of `sizeInBytes`; returns for how long the client is throttled, in ms. */
function write(pump: Pump, sizeInBytes: number, options: { acks?: -1 | 0 | 1 } = {}): number | undefined {
  const token = pump.produce(batchOf(['a'], undefined, { sizeInBytes }), options);
  return (pump.answers.get(token) as ProduceResponse | undefined)?.throttleTimeMs;
}

const limited = (bytesPerSecond: number): Pump => {
  const pump = withTopic();
  pump.cluster.setProducerByteRate('test', bytesPerSecond);
  return pump;
};

describe('A client with a quota', () => {
  it('may write ten windows at once, and is throttled for (rate - quota) / quota * window beyond that', () => {
    const pump = limited(100);
    expect(write(pump, 1_000)).toBe(0);
    // 1500 bytes in 10 s are 150 bytes per second, one and a half times the quota.
    expect(write(pump, 500)).toBe(5_000);
    expect(pump.numbers(1)[0]).toBe(2);
  });

  it('is measured as if it had written nothing before: its first ten windows count as ten from the start', () => {
    const pump = limited(100);
    write(pump, 1_500);
    pump.advance(5_000);
    expect(write(pump, 0)).toBe(5_000);
    pump.advance(5_500);
    expect(write(pump, 0)).toBe(4_500);
  });

  it('is not throttled for what it wrote eleven windows ago', () => {
    const pump = limited(100);
    write(pump, 100_000);
    pump.advance(11_000);
    expect(write(pump, 1_000)).toBe(0);
  });

  it('gets the throttle time also with acks=1, and at once', () => {
    expect(write(limited(100), 2_000, { acks: 1 })).toBe(10_000);
  });

  it('is charged once for a request that waits for its replicas', () => {
    const pump = limited(100);
    pump.hold(2);
    write(pump, 1_000);
    expect(write(pump, 500)).toBeUndefined();
    pump.release(2);
    expect(write(pump, 0)).toBe(5_000);
  });

  it('has the quota at each broker separately', () => {
    const pump = limited(100);
    expect(write(pump, 1_500)).toBe(5_000);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    const token = pump.produce(batchOf(['a'], undefined, { sizeInBytes: 900 }), { broker: 2 });
    expect((pump.answers.get(token) as ProduceResponse).throttleTimeMs).toBe(0);
  });
});

describe('Quotas', () => {
  it('have a default for clients without one of their own', () => {
    const pump = withTopic();
    pump.cluster.setProducerByteRate(null, 100);
    expect(write(pump, 1_500)).toBe(5_000);
    pump.cluster.setProducerByteRate('test', 1_000_000);
    expect(write(pump, 1_500)).toBe(0);
    pump.cluster.setProducerByteRate('test', undefined);
    expect(write(pump, 0)).toBe(20_000);
  });

  it('of one client do not affect others', () => {
    const pump = withTopic();
    pump.cluster.setProducerByteRate('another client', 1);
    expect(write(pump, 1_000_000)).toBe(0);
  });
});
