// The point: a retriable error is the producer’s business, not the program’s. It sends the batch again every
// retry.backoff.ms until it is stored; all three styles see a success that took a little longer.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'retriable-error-heals',
  title: 'A retriable error that heals, seen by the three styles',
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

    say('Three times the brokers are too few (NOT_ENOUGH_REPLICAS); the fourth attempt is stored.');
    say('Fire and forget: most failures are of this kind, which is why forgetting mostly works.');
    const forgetful = producer('fire-and-forget');
    forgetful.send({ topic: 'payments', value: 'one' });
    await forgetful.close();
    check('in the topic', sim.topic('payments').values(), ['one']);

    say('get(): no exception, only patience.');
    const patient = producer('get');
    const beforeMs = sim.nowMs;
    const metadata = await patient.send({ topic: 'payments', value: 'two' }).get();
    check('stored at offset', metadata.offset(), 1);
    check('three times retry.backoff.ms later, at least', sim.nowMs - beforeMs >= 300, true);
    await patient.close();

    say('Callback: one call, with the metadata. It never hears of the three refusals.');
    const attentive = producer('callback');
    const heard: string[] = [];
    attentive.send({ topic: 'payments', value: 'three' }, (stored, error) => heard.push(`${error ?? stored}`));
    await attentive.close();
    check('the callback heard', heard, ['payments-0@2']);
    check('in the topic, each once', sim.topic('payments').values(), ['one', 'two', 'three']);
  },
});
