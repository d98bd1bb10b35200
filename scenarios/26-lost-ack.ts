// The point: when an answer does not come, the producer cannot know whether the request arrived. It sends again. Idempotence makes
// that harmless; without it a lost answer means a record twice. A lost request looks the same, and hurts nobody.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'lost-ack',
  title: 'A lost answer, with and without idempotence; a lost request',
  breaks: ['NoDuplicateWithIdempotence'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const stored = (): (string | null)[] => sim.topic('payments').values();

    say('With idempotence (the default). The broker stores the record, and its answer is lost.');
    const careful = sim.producer({ ...settings, 'client.id': 'careful' });
    sim.faults.on('Produce', { client: 'careful' }).nth(1).loseResponse();
    const first = careful.send({ topic: 'payments', value: 'rent' }).get();
    await sim.sleep(1_000);
    check('a second later it is stored', stored(), ['rent']);
    check('after request.timeout.ms and one more try the program knows it, too: offset', (await first).offset(), 0);
    check('the broker knew producer id and sequence, and stored nothing again', stored(), ['rent']);
    await careful.close();

    say('The same without idempotence: to the broker the second try is a new record.');
    const careless = sim.producer({ ...settings, 'client.id': 'careless', 'enable.idempotence': false });
    sim.faults.on('Produce', { client: 'careless' }).nth(1).loseResponse();
    const second = await careless.send({ topic: 'payments', value: 'wages' }).get();
    check('the program hears of one offset', second.offset(), 2);
    check('and two are stored', stored(), ['rent', 'wages', 'wages']);

    say(
      'Now the request is lost, not the answer. The producer does exactly the same; this time nothing had been stored.',
    );
    sim.faults.on('Produce', { client: 'careless' }).nth(1).loseRequest();
    const third = await careless.send({ topic: 'payments', value: 'tax' }).get();
    check('offset', third.offset(), 3);
    check('in the log', stored(), ['rent', 'wages', 'wages', 'tax']);
    await careless.close();
  },
});
