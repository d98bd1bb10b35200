// The point: an admin client creates the topic, and a producer with the same properties writes to it. Properties that
// the producer does not know have no effect; it lists them in one line of its log.
import { NewTopic, ProducerRecord, type Properties } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'admin-creates-topic',
  title: 'AdminClient creates Customer3, then the producer sends France',
  // The cluster of the blog article is in ZooKeeper mode.
  simulation: { mode: 'zookeeper', config: { 'auto.create.topics.enable': false } },
  run: async ({ sim, say, check }) => {
    const configs: Properties = new Map<string, unknown>([
      ['bootstrap.servers', sim.bootstrapServers],
      ['acks', 'all'],
      ['block.on.buffer.full', 'true'],
      ['spring.kafka.producer.properties.security.protocol', 'PLAINTEXT'],
      ['key.serializer', 'org.apache.kafka.common.serialization.StringSerializer'],
      ['value.serializer', 'org.apache.kafka.common.serialization.StringSerializer'],
    ]);

    say('The program of the blog article, unchanged: first the producer, then the topic, then the record.');
    const producer = sim.producer(configs);
    const adminClient = sim.admin(configs);
    const created = adminClient.createTopics([new NewTopic('Customer3', 1, 1)]);
    producer.send(new ProducerRecord('Customer3', 'Precision Products', 'France'));
    await producer.flush();
    await producer.close();

    check('the topic was created', created.values().get('Customer3')?.isDone(), true);
    check('in Customer3', sim.topic('Customer3').values(), ['France']);

    say(
      'createTopics() does not wait. The send() succeeded because the producer requests metadata until max.block.ms is over.',
    );
    say('Creating the topic a second time fails, because it exists:');
    const again = await adminClient
      .createTopics([new NewTopic('Customer3', 1, 1)])
      .all()
      .then(
        () => 'created',
        (error: unknown) => String(error),
      );
    check('creating it again', again, "TopicExistsException: Topic 'Customer3' already exists.");
    await adminClient.close();
  },
});
