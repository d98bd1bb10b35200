// The point: a retriable error is handled by the producer, not by the program. The producer sends the batch again after
// retry.backoff.ms until it is stored. All three ways to send report success, a little later.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'retriable-error-heals',
  title: 'A retriable error that goes away, for the three ways to send',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = (name: string) => {
      sim.faults.on('Produce', { client: name }).times(3).respond('NOT_ENOUGH_REPLICAS');
      return sim.producer({
        'client.id': name,
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
    };

    say('The leader answers NOT_ENOUGH_REPLICAS three times; the fourth attempt succeeds.');
    say('Fire and forget: the record is stored. Most errors are retriable, so ignoring the result usually works.');
    const forgetful = producer('fire-and-forget');
    forgetful.send({ topic: 'payments', value: 'one' });
    await forgetful.close();
    check('in the topic', sim.topic('payments').values(), ['one']);

    say('get(): it does not throw, it only takes longer.');
    const patient = producer('get');
    const beforeMs = sim.nowMs;
    const metadata = await patient.send({ topic: 'payments', value: 'two' }).get();
    check('stored at offset', metadata.offset(), 1);
    check('at least three times retry.backoff.ms later', sim.nowMs - beforeMs >= 300, true);
    await patient.close();

    say('Callback: it is called once, with the metadata, and does not learn of the three errors.');
    const attentive = producer('callback');
    const results: string[] = [];
    attentive.send({ topic: 'payments', value: 'three' }, (stored, error) => results.push(`${error ?? stored}`));
    await attentive.close();
    check('the callback got', results, ['payments-0@2']);
    check('in the topic, each record once', sim.topic('payments').values(), ['one', 'two', 'three']);
  },
});
