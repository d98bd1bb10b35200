// The point: a send() that waits (here for a topic that does not exist) can be interrupted like a Java thread. It
// throws an InterruptException; the record was not accepted, and the producer can still be used.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'interrupted-send',
  title: 'An interrupted send(): the program stops waiting before max.block.ms',
  simulation: { config: { 'auto.create.topics.enable': false } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'retry.backoff.ms': 1_000,
    });

    say('The topic’s name has a typing error, so send() waits for metadata. It is interrupted after 2.5 s.');
    sim.at(2_500).do(() => producer.interrupt());
    const outcome = await producer.send({ topic: 'CustomerContry', value: 'France' }).accepted.then(
      () => 'accepted',
      (error: Error) => error.name,
    );
    check('send() threw', outcome, 'InterruptException');
    check('at virtual ms', sim.nowMs, 2_500);

    say('The next send(), with the correct name, is not affected.');
    const metadata = await producer.send({ topic: 'CustomerCountry', value: 'France' }).get();
    check('stored at offset', metadata.offset(), 0);
    await producer.close();
  },
});
