// The point: two timeouts report an outage to the program. delivery.timeout.ms fails the records that wait in the
// buffer, the oldest ones first; max.block.ms fails a send() that gets no buffer memory. Neither says that a record is
// not stored.
import { StringSerializer } from 'kafka-trial';
import { metricValue } from 'kafka-trial/producer';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'long-outage',
  title: 'An outage longer than delivery.timeout.ms fills the buffer',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'buffer.memory': 5_000,
      'batch.size': 1_000,
      'max.block.ms': 5_000,
      'delivery.timeout.ms': 60_000,
      'reconnect.backoff.max.ms': 20_000,
    });
    const ends: string[] = [];
    const send = async (value: string): Promise<void> => {
      const sentMs = sim.nowMs;
      const end = await producer
        .send({ topic: 'payments', value: value.padEnd(900, '.') })
        .get()
        .then(
          () => 'stored',
          (error: Error) => `${error.name} after ${Math.floor((sim.nowMs - sentMs) / 1_000)} s`,
        );
      ends.push(`${value}: ${end}`);
    };
    await send('before');

    say('All brokers are down. The buffer has memory for five batches of one record each.');
    for (const broker of [1, 2, 3]) sim.crash(broker);
    await Promise.all(['one', 'two', 'three', 'four', 'five', 'six'].map(send));
    check('record six got no memory and failed first', ends[1], 'six: BufferExhaustedException after 5 s');
    const expired = ends.slice(2);
    check(
      'the five records in the buffer expired',
      expired.every((end) => /TimeoutException after 6\d s/.test(end)),
      true,
    );
    const freeBytes = metricValue(producer.metrics(), 'buffer-available-bytes');
    check('free bytes of the buffer', freeBytes, 5_000);

    say('The brokers restart, and the producer reconnects by itself.');
    for (const broker of [1, 2, 3]) sim.restart(broker);
    await send('after');
    check('the last record', ends.at(-1), 'after: stored');
    const stored = sim.topic('payments').values();
    check(
      'in the log',
      stored.map((value) => value?.replace(/\.+$/, '')),
      ['before', 'after'],
    );
    await producer.close();
  },
});
