/** A simulation that follows fake timers. */
import { mock } from 'node:test';
import { type KafkaProducer, Simulation, StringSerializer } from 'kafka-trial';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function following(): { sim: Simulation; producer: KafkaProducer } {
  const sim = new Simulation({ guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.timers.follow();
  return { sim, producer: sim.producer(TEXT) };
}

describe("A cluster on Vitest's timers", () => {
  it('advances by the same time as they do', () => {
    const { sim } = following();
    vi.advanceTimersByTime(500);
    expect(sim.nowMs).toBe(500);
    vi.advanceTimersByTime(1);
    expect(sim.nowMs).toBe(501);
  });

  it('gives a producer the same results at the same times as on its own clock', () => {
    const { sim, producer } = following();
    const results: string[] = [];
    producer.send({ topic: 'payments', value: 'one' }, (metadata) => results.push(`${metadata} at ${sim.nowMs}`));
    vi.advanceTimersByTime(11);
    expect(results).toEqual([]);
    vi.advanceTimersByTime(489);
    const own = new Simulation({ guarantees: 'all' });
    own.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const ownResults: string[] = [];
    own
      .producer(TEXT)
      .send({ topic: 'payments', value: 'one' }, (metadata) => ownResults.push(`${metadata} at ${own.nowMs}`));
    own.advance(500);
    expect(results).toEqual(ownResults);
    expect(results).toEqual(['payments-0@0 at 12']);
    expect(sim.trace.lines).toEqual(own.trace.lines);
  });

  it('delivers what the code under test sends from its own timers', async () => {
    const { sim, producer } = following();
    const results: string[] = [];
    const collector = setInterval(() => {
      producer.send({ topic: 'payments', value: `batch ${results.length}` }).then(
        (metadata) => results.push(`${metadata}`),
        () => {},
      );
    }, 1_000);
    await vi.advanceTimersByTimeAsync(3_500);
    clearInterval(collector);
    expect(results).toEqual(['payments-0@0', 'payments-0@1', 'payments-0@2']);
    expect(
      sim
        .topic('payments')
        .records()
        .map(({ timestampMs }) => timestampMs - sim.startMs),
    ).toEqual([1_005, 2_000, 3_000]);
    expect(sim.verdict()).toMatchObject({ acknowledged: 3, lost: [] });
  });

  it('passes two minutes of delivery.timeout.ms', async () => {
    const { sim, producer } = following();
    sim.faults.on('Produce').loseRequest();
    const outcome = producer
      .send({ topic: 'payments', value: 'one' })
      .get()
      .catch((error: Error) => error);
    await vi.advanceTimersByTimeAsync(121_000);
    expect(await outcome).toMatchObject({ name: 'TimeoutException' });
    expect(sim.nowMs).toBe(121_000);
  });

  it('has nothing left to do under runAllTimersAsync once its clients are closed', async () => {
    const { sim, producer } = following();
    producer.send({ topic: 'payments', value: 'one' });
    const closed = producer.close();
    await vi.runAllTimersAsync();
    await closed;
    expect(sim.topic('payments').values()).toEqual(['one']);
    expect(sim.nowMs).toBe(13);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not run background events while all timers are run until none is left', async () => {
    const { sim, producer } = following();
    producer.send({ topic: 'payments', value: 'one' });
    setTimeout(() => producer.send({ topic: 'payments', value: 'two' }), 8 * 24 * 3_600_000);
    await vi.runAllTimersAsync();
    expect(vi.getTimerCount()).toBe(0);
    expect(sim.nowMs).toBeGreaterThanOrEqual(8 * 24 * 3_600_000);
    expect(sim.nowMs).toBeLessThan(8 * 24 * 3_600_000 + 500);
    const times = sim.trace.entries.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    // Retention was a day late.
    expect(sim.topic('payments').values()).toEqual(['two']);
  });

  it('runs what is scripted for a moment', () => {
    const { sim } = following();
    sim.at(1_000).crash('broker-1');
    vi.advanceTimersByTime(20_000);
    expect(sim.trace.lines.filter((line) => line.includes('leader elected')).map((line) => line.slice(0, 9))).toEqual([
      '     0 ms',
      ' 10000 ms',
    ]);
  });

  it('does not advance when the date is set', () => {
    const { sim } = following();
    vi.setSystemTime(new Date('2031-01-01'));
    vi.advanceTimersByTime(250);
    expect(sim.nowMs).toBe(250);
  });

  it('throws the error of a callback from the call that advances the time', () => {
    const { sim } = following();
    sim.at(10).do(() => {
      throw new RangeError('mine');
    });
    expect(() => vi.advanceTimersByTime(10)).toThrow(RangeError);
  });

  it('refuses other ways to move the clock until it is uninstalled', async () => {
    const { sim } = following();
    await expect(sim.run(() => {})).rejects.toThrow(
      'sim.run() cannot move the clock, because the simulation follows fake timers.',
    );
    expect(() => sim.advance(1)).toThrow('sim.advance() cannot move the clock');
    expect(() => sim.step()).toThrow('sim.step() cannot move the clock');
    expect(() => sim.settle()).toThrow('await vi.advanceTimersByTimeAsync(500)');
    expect(() => sim.timers.follow()).toThrow(
      'Cannot follow fake timers: this simulation already follows fake timers.',
    );
    vi.advanceTimersByTime(500);
    sim.timers.uninstall();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(500);
    await sim.run(() => sim.sleep(100));
    expect(sim.nowMs).toBe(600);
  });

  it('refuses to follow timers that are not faked, or have no clock', () => {
    vi.useRealTimers();
    expect(() => new Simulation().timers.follow()).toThrow('Cannot follow fake timers: the timers are not faked.');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    expect(() => new Simulation().timers.follow()).toThrow('setTimeout is faked, but no clock is');
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { sim } = following();
    vi.advanceTimersByTime(500);
    expect(sim.nowMs).toBe(500);
  });

  it.each(['object', 'method'] as const)('follows the clock of a fake performance %s', (replaced) => {
    vi.useRealTimers();
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', ...(replaced === 'object' ? ['performance' as const] : [])],
    });
    let nowMs = 7;
    if (replaced === 'method') vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const { sim } = following();
    vi.advanceTimersByTime(500);
    nowMs += 500;
    vi.advanceTimersByTime(1);
    expect(sim.nowMs).toBe(replaced === 'object' ? 501 : 500);
    vi.restoreAllMocks();
  });
});

describe('A cluster on the timers of node:test', () => {
  it('works as well', () => {
    vi.useRealTimers();
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    try {
      const { sim, producer } = following();
      const future = producer.send({ topic: 'payments', value: 'one' });
      mock.timers.tick(500);
      expect(future.isDone()).toBe(true);
      expect(sim.nowMs).toBe(500);
    } finally {
      mock.timers.reset();
    }
  });
});
