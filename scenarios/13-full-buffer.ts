// The point: the buffer has an end (buffer.memory). When the brokers are slower than the program, send() waits for
// room, max.block.ms at most, and then fails with a TimeoutException. The block.on.buffer.full of old did no more.
import { StringSerializer, TimeoutException } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'full-buffer',
  title: 'A full buffer: the brokers are slow, the program is not',
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

    say('Room for two batches of 16 kB, one click of 10 kB in each. The first answer takes five seconds.');
    const first = producer.send(click);
    const second = producer.send(click);
    const startMs = sim.nowMs;

    say('The third send waits for room.');
    const third = producer.send(click);
    const error: unknown = await third.get().catch((reason: unknown) => reason);
    check('it waited, in virtual ms', sim.nowMs - startMs, 1_000);
    check('it is a TimeoutException', error instanceof TimeoutException, true);
    say(String(error));

    say('When the answers come, the memory comes back, and the next send finds room.');
    await first.get();
    await second.get();
    const fourth = await producer.send(click).get();
    check('the fourth click lies at offset', fourth.offset(), 2);
    await producer.close();
  },
});
