// The point: a record that cannot be serialized does not reach the buffer. send() itself throws, for every way to send.
// This is what the try/catch around a fire-and-forget send() is for.
import { SerializationException, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';
import { IntegerSerializer } from 'kafka-trial/serialization';

class CountrySerializer {
  serialize(_topic: string, country: string | null): Uint8Array | null {
    if (country === null) return null;
    if (/\d/.test(country)) throw new SerializationException(`No country is called ${country}`);
    return new TextEncoder().encode(country);
  }
}

export default defineScenario({
  name: 'serializer-throws',
  title: 'A serializer that throws: send() throws at once',
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer<string, string>(
      { 'key.serializer': StringSerializer },
      { value: new CountrySerializer() },
    );
    await producer.partitionsFor('CustomerCountry'); // Java blocks for metadata first, then serializes

    const results: string[] = [];
    const attempt = (value: string): string => {
      try {
        producer.send({ topic: 'CustomerCountry', value }, (_metadata, error) => results.push(error?.name ?? 'stored'));
        return 'accepted';
      } catch (error) {
        return String(error);
      }
    };
    check('France', attempt('France'), 'accepted');
    check('Fr4nce', attempt('Fr4nce'), 'SerializationException: No country is called Fr4nce');
    await producer.close();
    check('results passed to callbacks: only that of the accepted record', results, ['stored']);
    check('in the topic', sim.topic('CustomerCountry').values(), ['France']);

    say(
      'The same with a serializer of the wrong type. Like Java, it fails at run time, unless TypeScript’s types have caught it.',
    );
    const mistyped = sim.producer<string, unknown>({
      'key.serializer': StringSerializer,
      'value.serializer': IntegerSerializer,
    });
    await mistyped.partitionsFor('CustomerCountry');
    let thrown = 'nothing';
    try {
      mistyped.send({ topic: 'CustomerCountry', value: 'France' });
    } catch (error) {
      thrown = String(error);
    }
    say(thrown);
    check('send() threw a SerializationException', thrown.startsWith('SerializationException: '), true);
    await mistyped.close();
  },
});
