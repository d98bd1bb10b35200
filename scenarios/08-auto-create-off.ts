// The point: with auto.create.topics.enable=false, a send() to a topic that does not exist requests its metadata
// repeatedly for max.block.ms and then fails. Each way to send reports that differently, and fire and forget does not
// report it at all.
import { parseServerProperties, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

const SERVER_PROPERTIES = `
# the cluster of the blog article is in ZooKeeper mode
zookeeper.connect=localhost:2181
# the line that the author of the blog article commented out
auto.create.topics.enable=false
`;

export default defineScenario({
  name: 'auto-create-off',
  title: 'auto.create.topics.enable=false: send() waits for a minute and fails',
  simulation: { config: parseServerProperties(SERVER_PROPERTIES).config },
  run: async ({ sim, say, check }) => {
    const record = { topic: 'CustomerCountry', key: 'Precision Products', value: 'France' };
    const settings = {
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'retry.backoff.ms': 10_000, // less often than the default of 100 ms, for a shorter log
    };
    const message = 'TimeoutException: Topic CustomerCountry not present in metadata after 60000 ms.';

    say('Fire and forget: send() returns after max.block.ms without an error.');
    const producer = sim.producer(settings);
    await producer.send(record).accepted;
    check('virtual ms that send() took', sim.nowMs, 60_000);

    say('get() throws the exception.');
    const outcome = await producer.send(record).get().catch(String);
    check('get() threw', outcome, message);

    say('The callback is called with the same exception before send() returns.');
    const results: string[] = [];
    await producer.send(record, (_metadata, error) => results.push(String(error))).accepted;
    check('the callback got', results, [message]);

    await producer.close();
    const admin = sim.admin();
    check('topics in the cluster', [...(await admin.listTopics().names())], []);
    await admin.close();
  },
});
