// The point: creating a producer does not yet send anything to Kafka. The constructor checks the configuration, starts
// the sender and logs four lines; the network thread then works on its own.
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'connect-only',
  title: 'Connect only: what a producer does before its first record',
  simulation: { startMs: 1_713_923_055_610 },
  run: async ({ sim, say, check }) => {
    const settings = new Map<string, unknown>();
    settings.set('bootstrap.servers', sim.bootstrapServers);
    settings.set('key.serializer', 'org.apache.kafka.common.serialization.StringSerializer');
    settings.set('value.serializer', 'org.apache.kafka.common.serialization.StringSerializer');

    say('The first program of the blog article: three properties and one constructor call.');
    const producer = sim.producer(settings);
    check('virtual ms that the constructor took', sim.nowMs, 0);

    say(
      'The program sends nothing for a second. The idempotent producer still fetches its producer id, as Java’s does.',
    );
    await sim.sleep(1_000);
    const records = sim.trace.entries.filter(({ event }) => event === 'Produce request').length;
    check('records sent', records, 0);

    say('A producer keeps its connections and its thread until it is closed.');
    await producer.close();
  },
});
