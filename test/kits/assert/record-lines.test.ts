/** Which lines of a trace are about a record, if several records use the same connection. */
import { recordHistory } from 'kafka-trial/assert';
import { describe, expect, it } from 'vitest';
import { payments } from './runs.ts';

/** The lines of a history that contain `words`. */
function linesOf(history: string, words: string): readonly string[] {
  return history.split('\n').filter((line) => line.includes(words));
}

describe('The lines about a record', () => {
  it('include its own answer if several requests are in flight', async () => {
    const { sim, producer } = payments({ network: { latencyMs: 10 } });
    await sim.run(() => producer.send({ topic: 'payments', value: 'zero' }).get());
    const futures = [];
    for (const value of ['one', 'two', 'three']) {
      futures.push(producer.send({ topic: 'payments', value }));
      sim.advance(2);
    }
    sim.settle();
    for (const [index, future] of futures.entries()) {
      const history = recordHistory(future);
      expect(linesOf(history, 'Produce request')).toHaveLength(1);
      expect(linesOf(history, 'Produce request')[0]).toContain(`seq ${index + 1}]`);
      expect(linesOf(history, 'Produce response')).toHaveLength(1);
      expect(linesOf(history, 'Produce response')[0]).toContain(`[payments-0@${index + 1}]`);
    }
  });

  it('exclude the other records of its batch', async () => {
    const { sim, producer } = payments();
    const futures = ['one', 'two', 'three'].map((value) => producer.send({ topic: 'payments', value }));
    await sim.run(() => producer.flush());
    expect(linesOf(recordHistory(futures[1]!), 'record=').map((line) => /record=\S+/.exec(line)?.[0])).toEqual([
      'record=2',
      'record=2',
    ]);
    expect(linesOf(recordHistory(futures[1]!), 'batch sent')[0]).toContain('records=[1-3]');
  });

  it('exclude other partitions and other producers', async () => {
    const { sim, producer } = payments();
    sim.createTopic('orders', { partitions: 1 });
    const other = sim.producer({
      'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
      'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
    });
    const future = producer.send({ topic: 'payments', value: 'one' });
    await sim.run(async () => {
      producer.send({ topic: 'orders', value: 'two' });
      await other.send({ topic: 'payments', value: 'three' }).get();
      await future.get();
    });
    const history = recordHistory(future);
    expect(history).not.toMatch(/producer-2|record=2/);
    expect(linesOf(history, 'batch sent')).toHaveLength(1);
  });

  it('follow a record through a split batch', async () => {
    const { sim, producer } = payments({}, { 'linger.ms': 5 });
    sim.faults.on('Produce').nth(1).respond('MESSAGE_TOO_LARGE');
    const futures = ['a', 'b'].map((value) => producer.send({ topic: 'payments', value }));
    await sim.run(() => Promise.all(futures.map((future) => future.get())));
    const history = recordHistory(futures[1]!);
    expect(linesOf(history, 'batch split')).toHaveLength(1);
    expect(linesOf(history, 'MESSAGE_TOO_LARGE')).not.toHaveLength(0);
    expect(linesOf(history, 'Produce request')).toHaveLength(2);
    expect(linesOf(history, 'Produce response')).toHaveLength(2);
    expect(linesOf(history, 'batch acknowledged')).toHaveLength(1);
  });

  it('include what happens to its partition and its connection', async () => {
    const { sim, producer } = payments();
    await sim.run(() => producer.send({ topic: 'payments', value: 'zero' }).get());
    const future = producer.send({ topic: 'payments', value: 'one' });
    sim.advance(1);
    sim.crash('broker-1');
    await sim.run(() => future.get());
    const history = recordHistory(future);
    expect(linesOf(history, 'disconnected')).toHaveLength(1);
    expect(linesOf(history, 'leader elected')).toHaveLength(1);
    expect(linesOf(history, 'batch acknowledged')).toHaveLength(1);
  });

  it('include faults on the cluster while the record is in flight', async () => {
    const { sim, producer } = payments();
    await sim.run(() => producer.send({ topic: 'payments', value: 'zero' }).get());
    const from = sim.nowMs;
    sim.faults.apply([
      { do: 'pause', broker: 2, atMs: from + 1, forMs: 1 },
      { do: 'partitionOneWay', from: ['producer-1'], to: ['broker-1'], atMs: from + 1, forMs: 1_000 },
      { do: 'pause', broker: 3, atMs: from + 60_000, forMs: 1_000, optional: true },
    ]);
    sim.advance(5);
    const future = producer.send({ topic: 'payments', value: 'one' });
    await sim.run(() => future.get());
    sim.advance(60_000);
    const history = recordHistory(future);
    expect(linesOf(history, 'fault="block messages from producer-1 to broker-1')).toHaveLength(2);
    expect(history).not.toContain('pause');
  });

  it('are empty without a trace; the rest of the history is the same', async () => {
    const { sim, producer } = payments({ trace: false });
    const future = producer.send({ topic: 'payments', value: 'one' });
    await sim.run(() => future.get());
    expect(recordHistory(future)).toBe(
      'record 1 of producer-1, "one" for payments-0: sent at 0 ms, in batch payments-0#1.\nIt was acknowledged at 12 ms with offset 0. It is stored at payments-0@0.',
    );
  });
});
