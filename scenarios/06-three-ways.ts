// The point: the same record sent in three ways to one cluster. The broker sees no difference between them; they differ
// in what the program knows, and when it knows it. The topic does not exist yet, as in the blog article that
// scenarios/README.md names, so the log begins with the lines of the article's log.
import { StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'three-ways',
  title: 'Three ways to send: fire and forget, get(), callback',
  simulation: {
    mode: 'zookeeper', // as in the blog article: KRaft answers UNKNOWN_TOPIC_OR_PARTITION instead of LEADER_NOT_AVAILABLE
    startMs: 1_713_938_923_146,
    clusterId: 'x1VBUZHzQf-B48WtMcq_Qw',
    firstProducerId: 13_000,
    config: { 'auto.create.topics.enable': true },
  },
  run: async ({ sim, say, check }) => {
    const producer = sim.producer({
      'bootstrap.servers': 'broker-1:9092',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const to = (value: string) => ({ topic: 'CustomerCountry', key: 'Precision Products', value });

    say('1. Fire and forget: the program continues at once and does not learn the outcome.');
    producer.send(to('France'));
    say(`   It continues at ${sim.nowMs} ms. The first request for metadata creates the topic.`);

    say('2. Synchronous: the program waits for the answer and then knows where the record is stored.');
    const metadata = await producer.send(to('Germany')).get();
    say(`   ${metadata}, known at ${sim.nowMs} ms.`);

    say('3. Asynchronous: the program continues at once and is notified later.');
    const sentAtMs = sim.nowMs;
    let result = 'not called yet';
    producer.send(to('Korea'), (stored, error) => {
      result = error === null ? `${stored}` : error.name;
      say(`   The callback is called with ${result} at ${sim.nowMs} ms; the program continued at ${sentAtMs} ms.`);
    });
    check('the callback when send() returns', result, 'not called yet');
    await producer.close();
    check('the callback when close() has returned', result, 'CustomerCountry-0@2');

    say('What a consumer reads from the beginning:');
    const consumer = sim.consumer({
      'key.deserializer': StringDeserializer,
      'value.deserializer': StringDeserializer,
      'auto.offset.reset': 'earliest',
    });
    consumer.subscribe(['CustomerCountry']);
    const read: (string | null)[] = [];
    for (const { value } of await consumer.poll(5_000)) {
      say(`   ${value}`);
      read.push(value);
    }
    consumer.close();
    check('read', read, ['France', 'Germany', 'Korea']);
  },
});
