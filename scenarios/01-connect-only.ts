// The point: making a producer is not yet talking to Kafka. The constructor checks its settings, starts the sender
// and logs four lines; what the network thread does next happens on its own time.
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'connect-only',
  title: 'Connect only: what a producer does before the first record',
  simulation: { startMs: 1_713_923_055_610 },
  run: async ({ sim, say, check }) => {
    const settings = new Map<string, unknown>();
    settings.set('bootstrap.servers', sim.bootstrapServers);
    settings.set('key.serializer', 'org.apache.kafka.common.serialization.StringSerializer');
    settings.set('value.serializer', 'org.apache.kafka.common.serialization.StringSerializer');

    say('The article’s first program: three properties, one constructor call.');
    const producer = sim.producer(settings);
    check('virtual ms the constructor took', sim.nowMs, 0);

    say('Nobody sends anything for a second. The idempotent producer still fetches its id, as Java’s does.');
    await sim.sleep(1_000);
    const records = sim.trace.entries.filter(({ event }) => event === 'Produce request').length;
    check('records sent', records, 0);

    say('A producer that is not closed holds its connections and its thread.');
    await producer.close();
  },
});
