// The point: kafka-console-producer turns each line into a record without a key. kafka-console-consumer with
// --from-beginning prints the values and nothing else.
import { StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'console-producer-consumer',
  title: 'The console producer and the console consumer: the line France is sent and read back',
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });

    say('kafka-console-producer --topic CustomerCountry, with one line of input: France');
    const producer = sim.producer({
      'client.id': 'console-producer',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'linger.ms': 1_000,
    });
    producer.send({ topic: 'CustomerCountry', value: 'France' });
    await producer.close();

    say('kafka-console-consumer --topic CustomerCountry --from-beginning');
    const consumer = sim.consumer({
      'client.id': 'console-consumer',
      'key.deserializer': StringDeserializer,
      'value.deserializer': StringDeserializer,
      'auto.offset.reset': 'earliest',
    });
    consumer.subscribe(['CustomerCountry']);
    const printed: (string | null)[] = [];
    for (const { key, value } of await consumer.poll(5_000)) {
      check('the key of a line', key, null);
      printed.push(value);
    }
    consumer.close();
    check('printed by the console consumer', printed, ['France']);
  },
});
