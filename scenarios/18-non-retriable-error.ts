// The point: an error that a retry cannot fix fails the record at once. Here the topic accepts only small messages. A
// program that ignores the future loses the record without any notice, not even in the log.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'non-retriable-error',
  title: 'A non-retriable error, for the three ways to send',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3, configs: { 'max.message.bytes': '200' } });
    const producer = (name: string) =>
      sim.producer({ 'client.id': name, 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const tooLarge = { topic: 'payments', value: 'x'.repeat(1_000) };
    const message =
      'RecordTooLargeException: The request included a message larger than the max message size the server will accept.';

    say('Fire and forget: the program gets no exception, and the record is not stored.');
    const forgetful = producer('fire-and-forget');
    let caught = 0;
    try {
      forgetful.send(tooLarge);
    } catch {
      caught++;
    }
    await forgetful.close();
    check('exceptions that the try/catch caught', caught, 0);
    check('in the topic', sim.topic('payments').values(), []);

    say('get() throws the exception after one attempt.');
    const patient = producer('get');
    check('get() threw', await patient.send(tooLarge).get().catch(String), message);
    const attempts = sim.trace.entries.filter(({ source, event }) => source === 'get' && event === 'Produce request');
    check('attempts', attempts.length, 1);

    say('The callback gets the same exception and can save the record elsewhere.');
    const attentive = producer('callback');
    const errorFile: string[] = [];
    attentive.send(tooLarge, (_stored, error) => {
      if (error !== null) errorFile.push(`${error}`);
    });
    await attentive.flush();
    check('in the error file', errorFile, [message]);

    say('The producers can still be used: the next record is stored.');
    check('get() returned', `${await patient.send({ topic: 'payments', value: 'small' }).get()}`, 'payments-0@0');
    await patient.close();
    await attentive.close();
  },
});
