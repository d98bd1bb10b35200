// The point: with auto.create.topics.enable=false a send to a topic that does not exist asks for it, again and again,
// for max.block.ms, and then fails. Each style hears of it in its own way; one of them not at all.
import { parseServerProperties, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

const SERVER_PROPERTIES = `
# the line the article had to comment out
auto.create.topics.enable=false
`;

export default defineScenario({
  name: 'auto-create-off',
  title: 'auto.create.topics.enable=false: the send that waits a minute and fails',
  simulation: { config: parseServerProperties(SERVER_PROPERTIES).config },
  run: async ({ sim, say, check }) => {
    const record = { topic: 'CustomerCountry', key: 'Precision Products', value: 'France' };
    const settings = {
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'retry.backoff.ms': 10_000, // asks less often than every 100 ms, for a shorter log
    };
    const message = 'TimeoutException: Topic CustomerCountry not present in metadata after 60000 ms.';

    say('Fire and forget: send() is back after max.block.ms, and says nothing.');
    const producer = sim.producer(settings);
    await producer.send(record).accepted;
    check('virtual ms that send() took', sim.nowMs, 60_000);

    say('get(): the exception.');
    const outcome = await producer.send(record).get().catch(String);
    check('get() threw', outcome, message);

    say('Callback: the same exception, told before send() returns.');
    const heard: string[] = [];
    await producer.send(record, (_metadata, error) => heard.push(String(error))).accepted;
    check('the callback heard', heard, [message]);

    await producer.close();
    const admin = sim.admin();
    check('topics in the cluster', [...(await admin.listTopics().names())], []);
    admin.close();
  },
});
