// The point: several requests are in flight and one is retried, so the requests after it are written first. Idempotence
// keeps the order, because the broker knows which sequence number comes next. A single request in flight keeps it as
// well, but then every request waits for the previous answer.
import { type ProducerConfigInput, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'overtaking',
  title: 'A retry is overtaken by later records',
  breaks: ['OrderPerProducerAndPartition', 'CallbackOrder'],
  run: async ({ sim, say, check }) => {
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const sendThree = async (topic: string, config: ProducerConfigInput, order: string): Promise<void> => {
      sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
      const producer = sim.producer({ ...settings, ...config });
      await producer.send({ topic, value: 'first' }).get();
      sim.faults.on('Produce', { topic }).nth(1).respond('NOT_ENOUGH_REPLICAS');
      const called: string[] = [];
      for (const value of ['debit', 'credit', 'close']) {
        producer.send({ topic, value }, () => called.push(value));
        await sim.sleep(1);
      }
      await producer.close();
      check('callbacks, in order', called.join(', '), order);
    };

    say(
      'Without idempotence, and with up to five requests in flight, the first of three batches fails once with NOT_ENOUGH_REPLICAS.',
    );
    say(' The second batch is in flight by then and is written first; the third one waits for the retry.');
    await sendThree('hasty', { 'enable.idempotence': false }, 'credit, debit, close');
    check('in the log', sim.topic('hasty').values(), ['first', 'credit', 'debit', 'close']);

    say(
      'The same with idempotence: the broker rejects the second batch as out of order, and it is sent again after the first one.',
    );
    await sendThree('idempotent', {}, 'debit, credit, close');
    check('in the log', sim.topic('idempotent').values(), ['first', 'debit', 'credit', 'close']);

    say(
      'Without idempotence, but with one request in flight, nothing else is sent until the first batch has been written.',
    );
    const oneByOne = { 'enable.idempotence': false, 'max.in.flight.requests.per.connection': 1 };
    await sendThree('patient', oneByOne, 'debit, credit, close');
    check('in the log', sim.topic('patient').values(), ['first', 'debit', 'credit', 'close']);
  },
});
