// The point: bootstrap.servers is only the first contact; the cluster itself is learnt from whoever answers. Give two
// addresses, because one of them may be down on the day your program starts.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'bootstrap-one-down',
  title: 'Two bootstrap servers, one of them down',
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 3, replicationFactor: 3 });
    sim.crash('broker-1');
    await sim.sleep(20_000); // long enough for the others to take over its partitions
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const record = { topic: 'CustomerCountry', key: 'Precision Products', value: 'France' };

    say('broker-1 is down. Two addresses: the producer tries one, and if that is the dead one, the other.');
    const careful = sim.producer({ ...settings, 'bootstrap.servers': 'broker-1:9092,broker-2:9092' });
    const metadata = await careful.send(record).get();
    check('stored at offset', metadata.offset(), 0);

    say('One address, the wrong one: it keeps knocking, ever more slowly, for max.block.ms.');
    const careless = sim.producer({ ...settings, 'bootstrap.servers': 'broker-1:9092', 'max.block.ms': 5_000 });
    const before = sim.nowMs;
    const outcome = await careless.send(record).get().catch(String);
    check('get() threw', outcome, 'TimeoutException: Topic CustomerCountry not present in metadata after 5000 ms.');
    check('after virtual ms', sim.nowMs - before, 5_000);
    await careless.close();

    say('Who is in knows all brokers by now. Its second address dies, too; it never needed it again.');
    sim.crash('broker-2');
    await sim.sleep(20_000);
    const again = await careful.send({ ...record, value: 'Spain' }).get();
    check('stored at offset', again.offset(), 1);
    await careful.close();

    say('Who comes new with these two addresses finds nobody, though broker-3 is there and leads everything.');
    const late = sim.producer({
      ...settings,
      'bootstrap.servers': 'broker-1:9092,broker-2:9092',
      'max.block.ms': 5_000,
    });
    check(
      'its send',
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
