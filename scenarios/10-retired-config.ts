// The point: Kafka warns about a setting it does not know and goes on without it. A typing error in a setting is
// therefore silent but for one line. TypeScript refuses it; a Map, which is Java’s Properties, behaves as in Java.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'retired-config',
  title: 'A retired setting and a misspelled one: one line in the log, nothing else',
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });
    const warnings: string[] = [];
    sim.trace.on(({ event, facts }) => {
      const message = String(facts.message);
      if (event === 'log' && message.startsWith('These configurations')) warnings.push(message);
    });

    say('block.on.buffer.full left Kafka in 0.11 (max.block.ms took its place); linger.msec never existed.');
    const producer = sim.producer(
      new Map<string, unknown>([
        ['key.serializer', StringSerializer],
        ['value.serializer', StringSerializer],
        ['block.on.buffer.full', 'true'],
        ['linger.msec', '5000'],
      ]),
    );
    check('lines that say so', warnings.length, 1);
    check('it names the retired one', warnings[0]?.includes('block.on.buffer.full'), true);
    check('and the misspelled one', warnings[0]?.includes('linger.msec'), true);

    say('Nobody lingers for five seconds: the setting was read by no one.');
    await producer.send({ topic: 'CustomerCountry', value: 'France' }).get();
    check('sent within a second', sim.nowMs < 1_000, true);
    await producer.close();

    say('A known setting with a bad value is another matter: the constructor refuses.');
    let refusal = 'none';
    try {
      sim.producer(
        new Map<string, unknown>([
          ['key.serializer', StringSerializer],
          ['value.serializer', StringSerializer],
          ['acks', 'most'],
        ]),
      );
    } catch (error) {
      refusal = String(error);
    }
    check(
      'the refusal',
      refusal,
      'ConfigException: Invalid value most for configuration acks: String must be one of: all, -1, 0, 1',
    );
  },
});
