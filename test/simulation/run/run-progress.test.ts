/** What a failed expectation about a record in flight advises. */
import { type KafkaProducer, Simulation, StringSerializer } from 'kafka-trial';
import { assertAcknowledged, assertDelivered } from 'kafka-trial/assert';
import { describe, expect, it, vi } from 'vitest';

function simulation(): { readonly sim: Simulation; readonly producer: KafkaProducer } {
  const sim = new Simulation({ guarantees: 'all' });
  sim.createTopic('orders', { partitions: 1 });
  return { sim, producer: sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer }) };
}

const order = { topic: 'orders', value: 'one' };

describe('A record in flight', () => {
  it('waits for a run that was not awaited', async () => {
    const { sim, producer } = simulation();
    const run = sim.run(() => producer.send(order).get());
    const advice = 'sim.run() is still in progress, because the test has not awaited it: write await sim.run(...)';
    expect(() => assertDelivered(sim.topic('orders'), ['one'])).toThrow(advice);
    expect(() => sim.topic('elsewhere').records()).not.toThrow(advice);
    await run;
    assertDelivered(sim.topic('orders'), ['one']);
  });

  it('has to be awaited in the program that expects it', async () => {
    const { sim, producer } = simulation();
    const advice = 'wait for it before this line, with await producer.flush() or await future.get().';
    await sim.run(async () => {
      const future = producer.send(order);
      expect(() => assertAcknowledged(future)).toThrow(advice);
      await sim.sleep(1);
      expect(() => assertAcknowledged(future)).toThrow(advice);
      await producer.flush();
      assertAcknowledged(future);
    });
  });

  it('has to be awaited at the end of the program', async () => {
    const { sim, producer } = simulation();
    await sim.run(() => void producer.send(order));
    const expectation = (): void => assertDelivered(sim.topic('orders'), ['one']);
    expect(expectation).toThrow(
      'end the program with await producer.flush(), or let time pass after it with sim.settle()',
    );
    sim.settle();
    expectation();
  });

  it('needs time', () => {
    const { sim, producer } = simulation();
    const future = producer.send(order);
    expect(() => assertAcknowledged(future)).toThrow('no time has passed: the clock moves in await sim.run(...)');
    sim.settle();
    assertAcknowledged(future);
  });

  it('needs the time of fake timers that are followed', async () => {
    vi.useFakeTimers();
    try {
      const { sim, producer } = simulation();
      sim.timers.follow();
      const future = producer.send(order);
      expect(() => assertAcknowledged(future)).toThrow('with await vi.advanceTimersByTimeAsync(ms).');
      await vi.advanceTimersByTimeAsync(1_000);
      assertAcknowledged(future);
      sim.close();
    } finally {
      vi.useRealTimers();
    }
  });
});
