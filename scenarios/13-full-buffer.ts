// The point: the buffer is limited (buffer.memory). When the brokers are slower than the program, send() waits for free
// memory, at most max.block.ms, and then fails with a TimeoutException. The old setting block.on.buffer.full did
// nothing else.
import { StringSerializer, TimeoutException } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'full-buffer',
  title: 'A full buffer: the program is faster than the brokers',
  run: async ({ sim, say, check }) => {
    sim.createTopic('clicks', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'buffer.memory': 32_768,
      'batch.size': 16_384,
      'max.block.ms': 1_000,
    });
    await producer.partitionsFor('clicks');
    sim.faults.on('Produce').nth(1).delayResponse(5_000);
    const click = { topic: 'clicks', value: 'x'.repeat(10_000) };

    say(
      'The buffer has memory for two batches of 16 kB, with one click of 10 kB in each. The first answer takes five seconds.',
    );
    const first = producer.send(click);
    const second = producer.send(click);
    const startMs = sim.nowMs;

    say('The third send() waits for memory.');
    const third = producer.send(click);
    const error: unknown = await third.get().catch((reason: unknown) => reason);
    check('it waited, in virtual ms', sim.nowMs - startMs, 1_000);
    check('it is a TimeoutException', error instanceof TimeoutException, true);
    say(String(error));

    say('The answers release the memory, and the next send() gets it.');
    await first.get();
    await second.get();
    const fourth = await producer.send(click).get();
    check('the fourth click is stored at offset', fourth.offset(), 2);
    await producer.close();
  },
});
