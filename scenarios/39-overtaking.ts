// The point: several requests in flight, and one is tried again: the ones behind it get in first. Idempotence keeps the order, for
// the broker knows which sequence comes next; so does a single request in flight, at the price of waiting for every answer.
import { type ProducerConfigInput, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'overtaking',
  title: 'A retry is overtaken',
  breaks: ['OrderPerProducerAndPartition', 'CallbackOrder'],
  run: async ({ sim, say, check }) => {
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const tellOf = async (topic: string, config: ProducerConfigInput, order: string): Promise<void> => {
      sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
      const producer = sim.producer({ ...settings, ...config });
      await producer.send({ topic, value: 'first' }).get();
      sim.faults.on('Produce', { topic }).nth(1).respond('NOT_ENOUGH_REPLICAS');
      const heard: string[] = [];
      for (const value of ['debit', 'credit', 'close']) {
        producer.send({ topic, value }, () => heard.push(value));
        await sim.sleep(1);
      }
      await producer.close();
      check('callbacks, in order', heard.join(', '), order);
    };

    say(
      'No idempotence, five in flight. The first of three batches is refused once, for lack of replicas. The second is on its',
    );
    say(' way by then, and gets in first; the third waits behind the retry.');
    await tellOf('hasty', { 'enable.idempotence': false }, 'credit, debit, close');
    check('in the log', sim.topic('hasty').values(), ['first', 'credit', 'debit', 'close']);

    say('The same with idempotence: what comes too early is refused as out of order, and sent again behind the first.');
    await tellOf('idempotent', {}, 'debit, credit, close');
    check('in the log', sim.topic('idempotent').values(), ['first', 'debit', 'credit', 'close']);

    say('And without it, but with one request in flight: nothing else is sent until the first has been settled.');
    const oneByOne = { 'enable.idempotence': false, 'max.in.flight.requests.per.connection': 1 };
    await tellOf('patient', oneByOne, 'debit, credit, close');
    check('in the log', sim.topic('patient').values(), ['first', 'debit', 'credit', 'close']);
  },
});
