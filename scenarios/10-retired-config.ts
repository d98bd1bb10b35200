// The point: Kafka logs a warning for a configuration key that it does not know and ignores the key. A typing error in
// a key therefore shows only in one line of the log. TypeScript rejects it in a plain object; a Map, which stands for
// Java’s Properties, behaves as in Java.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'retired-config',
  title: 'A removed configuration key and a misspelt one: one line in the log',
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });
    const warnings: string[] = [];
    sim.trace.on(({ event, facts }) => {
      if (event === 'log' && facts.message.startsWith('These configurations')) warnings.push(facts.message);
    });

    say('block.on.buffer.full was removed in Kafka 0.11 (max.block.ms replaced it); linger.msec never existed.');
    const producer = sim.producer(
      new Map<string, unknown>([
        ['key.serializer', StringSerializer],
        ['value.serializer', StringSerializer],
        ['block.on.buffer.full', 'true'],
        ['linger.msec', '5000'],
      ]),
    );
    check('lines with a warning', warnings.length, 1);
    check('the warning names the removed key', warnings[0]?.includes('block.on.buffer.full'), true);
    check('and the misspelt one', warnings[0]?.includes('linger.msec'), true);

    say('The record is not delayed by five seconds, because the misspelt key has no effect.');
    await producer.send({ topic: 'CustomerCountry', value: 'France' }).get();
    check('sent within a second', sim.nowMs < 1_000, true);
    await producer.close();

    say('A known key with an invalid value is an error: the constructor throws it.');
    let thrown = 'nothing';
    try {
      sim.producer(
        new Map<string, unknown>([
          ['key.serializer', StringSerializer],
          ['value.serializer', StringSerializer],
          ['acks', 'most'],
        ]),
      );
    } catch (error) {
      thrown = String(error);
    }
    check(
      'the constructor threw',
      thrown,
      'ConfigException: Invalid value most for configuration acks: String must be one of: all, -1, 0, 1',
    );
  },
});
