// The point: what trying again cannot mend fails at once. Here the topic takes small messages only. Who forgets the
// future loses the record without a word, not even in the log.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'non-retriable-error',
  title: 'A non-retriable error, seen by the three styles',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3, configs: { 'max.message.bytes': '200' } });
    const producer = (name: string) =>
      sim.producer({ 'client.id': name, 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const tooLarge = { topic: 'payments', value: 'x'.repeat(1_000) };
    const message =
      'RecordTooLargeException: The request included a message larger than the max message size the server will accept.';

    say('Fire and forget: no exception, no record.');
    const forgetful = producer('fire-and-forget');
    let caught = 0;
    try {
      forgetful.send(tooLarge);
    } catch {
      caught++;
    }
    await forgetful.close();
    check('exceptions the try/catch saw', caught, 0);
    check('in the topic', sim.topic('payments').values(), []);

    say('get(): the exception, after one attempt.');
    const patient = producer('get');
    check('get() threw', await patient.send(tooLarge).get().catch(String), message);
    const attempts = sim.trace.entries.filter(({ source, event }) => source === 'get' && event === 'Produce request');
    check('attempts', attempts.length, 1);

    say('Callback: the same exception, and the chance to keep the record somewhere else.');
    const attentive = producer('callback');
    const errorFile: string[] = [];
    attentive.send(tooLarge, (_stored, error) => {
      if (error !== null) errorFile.push(`${error}`);
    });
    await attentive.flush();
    check('in the error file', errorFile, [message]);

    say('The producers are unharmed: the next record is stored.');
    check('get() returned', `${await patient.send({ topic: 'payments', value: 'small' }).get()}`, 'payments-0@0');
    await patient.close();
    await attentive.close();
  },
});
