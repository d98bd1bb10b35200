// The point: when an answer does not arrive, the producer cannot know whether the request did. It sends the batch
// again. Idempotence makes that harmless; without it, a lost answer means that the record is stored twice. A lost
// request looks the same to the producer and does no harm.
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

    say('With idempotence (the default): the broker stores the record, and its answer is lost.');
    const careful = sim.producer({ ...settings, 'client.id': 'careful' });
    sim.faults.on('Produce', { client: 'careful' }).nth(1).loseResponse();
    const first = careful.send({ topic: 'payments', value: 'rent' }).get();
    await sim.sleep(1_000);
    check('stored a second later', stored(), ['rent']);
    check('after request.timeout.ms and a retry, get() returns the offset', (await first).offset(), 0);
    check('the broker recognised the sequence number and stored nothing again', stored(), ['rent']);
    await careful.close();

    say('The same without idempotence: to the broker, the retry is a new record.');
    const careless = sim.producer({ ...settings, 'client.id': 'careless', 'enable.idempotence': false });
    sim.faults.on('Produce', { client: 'careless' }).nth(1).loseResponse();
    const second = await careless.send({ topic: 'payments', value: 'wages' }).get();
    check('get() returns one offset', second.offset(), 2);
    check('but two records are stored', stored(), ['rent', 'wages', 'wages']);

    say(
      'Now the request is lost, not the answer. The producer does exactly the same, but this time nothing was stored before.',
    );
    sim.faults.on('Produce', { client: 'careless' }).nth(1).loseRequest();
    const third = await careless.send({ topic: 'payments', value: 'tax' }).get();
    check('offset', third.offset(), 3);
    check('in the log', stored(), ['rent', 'wages', 'wages', 'tax']);
    await careless.close();
  },
});
