// The point: bootstrap.servers is only used for the first contact; the broker that answers reports all others. Name two
// addresses, because one of them may be down when your program starts.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'bootstrap-one-down',
  title: 'Two bootstrap servers, one of them down',
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 3, replicationFactor: 3 });
    sim.crash('broker-1');
    await sim.sleep(20_000); // long enough for the other brokers to take over its partitions
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const record = { topic: 'CustomerCountry', key: 'Precision Products', value: 'France' };

    say('broker-1 is down. With two addresses the producer tries one of them, and the other if the first one is down.');
    const careful = sim.producer({ ...settings, 'bootstrap.servers': 'broker-1:9092,broker-2:9092' });
    const metadata = await careful.send(record).get();
    check('stored at offset', metadata.offset(), 0);

    say(
      'With one address, that of the broker that is down, it tries to connect with growing pauses until max.block.ms.',
    );
    const careless = sim.producer({ ...settings, 'bootstrap.servers': 'broker-1:9092', 'max.block.ms': 5_000 });
    const before = sim.nowMs;
    const outcome = await careless.send(record).get().catch(String);
    check('get() threw', outcome, 'TimeoutException: Topic CustomerCountry not present in metadata after 5000 ms.');
    check('after virtual ms', sim.nowMs - before, 5_000);
    await careless.close();

    say(
      'The first producer knows all brokers by now. The broker at its second address crashes, too; it does not need that address.',
    );
    sim.crash('broker-2');
    await sim.sleep(20_000);
    const again = await careful.send({ ...record, value: 'Spain' }).get();
    check('stored at offset', again.offset(), 1);
    await careful.close();

    say(
      'A new producer with these two addresses reaches no broker, although broker-3 is up and leads every partition.',
    );
    const late = sim.producer({
      ...settings,
      'bootstrap.servers': 'broker-1:9092,broker-2:9092',
      'max.block.ms': 5_000,
    });
    check(
      'its send() failed with',
      await late
        .send(record)
        .get()
        .catch((error: Error) => error.name),
      'TimeoutException',
    );
    await late.close();
    check('in the topic', sim.topic('CustomerCountry').values(), ['France', 'Spain']);
  },
});
