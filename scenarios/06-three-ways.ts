// The point: one record, three ways to send it, side by side on one cluster. They differ in nothing the broker sees;
// they differ in what the program knows, and when.
import { StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'three-ways',
  title: 'Three ways to send: fire and forget, get(), callback',
  simulation: { clusterId: 'x1VBUZHzQf-B48WtMcq_Qw', firstProducerId: 13_000 },
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      acks: 'all',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const to = (value: string) => ({ topic: 'CustomerCountry', key: 'Precision Products', value });

    say('1. Fire and forget: the program goes on at once and knows nothing.');
    producer.send(to('France'));
    say(`   It goes on at ${sim.nowMs} ms.`);

    say('2. Synchronous: the program waits for the answer and then knows where the record lies.');
    const metadata = await producer.send(to('Germany')).get();
    say(`   ${metadata}, known at ${sim.nowMs} ms.`);

    say('3. Asynchronous: the program goes on at once and hears later.');
    const sentAtMs = sim.nowMs;
    let heard = 'nothing yet';
    producer.send(to('Korea'), (stored, error) => {
      heard = error === null ? `${stored}` : error.name;
      say(`   The callback hears of ${heard} at ${sim.nowMs} ms; the program went on at ${sentAtMs} ms.`);
    });
    check('what the callback has heard when send() returns', heard, 'nothing yet');
    await producer.close();
    check('what it has heard when close() is over', heard, 'CustomerCountry-0@2');

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
