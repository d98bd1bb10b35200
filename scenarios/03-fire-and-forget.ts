// The point: send() puts the record into a buffer and returns; the network thread sends it later. A program that
// ignores the future does not learn whether the record was stored.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'fire-and-forget',
  title: 'Fire and forget: send() without looking at the result',
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const record = { topic: 'CustomerCountry', key: 'Precision Products', value: 'France' };

    say('The first send() waits for the topic’s metadata; after that send() only fills a buffer.');
    producer.send(record);
    await producer.flush();
    check('in the topic after flush()', sim.topic('CustomerCountry').values(), ['France']);

    const before = sim.nowMs;
    for (let i = 0; i < 100; i++) producer.send(record);
    check('virtual ms that 100 sends took', sim.nowMs - before, 0);
    check('of these, stored at that time', sim.topic('CustomerCountry').records().length - 1, 0);

    say('close() sends what is buffered. A program that ends without close() loses the buffered records.');
    await producer.close();
    check('in the topic after close()', sim.topic('CustomerCountry').records().length, 101);

    say('The same with a record that the broker rejects, and a try/catch around send().');
    const unlucky = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    sim.faults.on('Produce', { client: 'producer-2' }).respond('INVALID_RECORD');
    let caught = 0;
    try {
      unlucky.send(record);
    } catch {
      caught++;
    }
    await unlucky.close();
    check('exceptions that the program caught', caught, 0);
    check('records in the topic', sim.topic('CustomerCountry').records().length, 101);
  },
});
