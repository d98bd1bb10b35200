// A lost answer and a refused request, with and without idempotence.
import { type ProducerConfigInput, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-duplicates',
  title: 'Duplicates, idempotence and reordering',
  simulation: { network: { latencyMs: 5 } },
  breaks: ['NoDuplicateWithIdempotence', 'OrderPerProducerAndPartition', 'CallbackOrder'],
  run: async ({ sim, say, check }) => {
    const topicOf = (name: string, config: ProducerConfigInput = {}) => {
      sim.createTopic(name, { partitions: 1, replicationFactor: 3 });
      const producer = sim.producer({
        ...config,
        'client.id': name,
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
      const send = (value: string) => producer.send({ topic: name, value }).get();
      return { send, values: () => sim.topic(name).values() };
    };

    say(
      'The broker stores rent. Its answer is lost, and 30 s later the producer sends rent again.',
    );
    const without = topicOf('without', { 'enable.idempotence': false });
    sim.faults.on('Produce', { topic: 'without' }).nth(1).loseResponse();
    check('get() returns', `${await without.send('rent')}`, 'without-0@1');
    check('enable.idempotence=false, in the topic', without.values(), ['rent', 'rent']);

    const idempotent = topicOf('idempotent');
    sim.faults.on('Produce', { topic: 'idempotent' }).nth(1).loseResponse();
    check('get() returns', `${await idempotent.send('rent')}`, 'idempotent-0@0');
    check('enable.idempotence=true, in the topic', idempotent.values(), ['rent']);

    say('Three requests are on their way. The broker refuses the first one for a moment.');
    const inOneGo = async (name: string, config: ProducerConfigInput) => {
      const topic = topicOf(name, config);
      await topic.send('open');
      sim.faults.on('Produce', { topic: name }).nth(1).respond('NOT_ENOUGH_REPLICAS');
      const futures: Promise<unknown>[] = [];
      for (const value of ['debit', 'credit', 'close']) {
        futures.push(topic.send(value));
        await sim.sleep(1);
      }
      await Promise.all(futures);
      return topic.values();
    };
    const hasty = await inOneGo('hasty', { 'enable.idempotence': false });
    check('enable.idempotence=false, in the topic', hasty, ['open', 'credit', 'close', 'debit']);
    const ordered = await inOneGo('ordered', {});
    check('enable.idempotence=true, in the topic', ordered, ['open', 'debit', 'credit', 'close']);

    say('The answer takes two seconds. The program waits for one, and sends rent again.');
    const impatient = topicOf('impatient');
    sim.faults.on('Produce', { topic: 'impatient' }).nth(1).delayResponse(2_000);
    const first = impatient.send('rent');
    await sim.sleep(1_000);
    await Promise.all([first, impatient.send('rent')]);
    check('enable.idempotence=true, in the topic', impatient.values(), ['rent', 'rent']);
  },
});
