// The point: one record that a broker refuses takes its whole batch with it, and tells which one it was. The good ones next to it fail,
// too, with another exception: a program that sends them again loses nothing. Records in other batches never notice.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'poison-record',
  title: 'A poison record among good ones',
  run: async ({ sim, say, check }) => {
    const configs = { 'cleanup.policy': 'compact' };
    sim.createTopic('balances', { partitions: 1, replicationFactor: 3, configs });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'linger.ms': 10,
    });
    const outcome = (key: string | null, value: string): Promise<string> =>
      producer
        .send({ topic: 'balances', key, value })
        .get()
        .then(
          (stored) => `offset ${stored.offset()}`,
          (error: Error) => error.name,
        );

    say('A compacted topic takes no record without a key. Three records share a batch; the second one has none.');
    const [before, poison, after] = await Promise.all([outcome('ann', '1'), outcome(null, '?'), outcome('bob', '2')]);
    check('the poison', poison, 'InvalidRecordException');
    check('its neighbours', [before, after], ['KafkaException', 'KafkaException']);
    check('in the topic', sim.topic('balances').values(), []);

    say(
      'The broker looks at all of a batch before it writes any of it. So the good ones can be sent again, without a risk.',
    );
    check('again', await Promise.all([outcome('ann', '1'), outcome('bob', '2')]), ['offset 0', 'offset 1']);
    check('in the topic', sim.topic('balances').values(), ['1', '2']);

    say('The program could have known: what send() can check, it refuses before the record is in a batch.');
    const tooLarge = await outcome('eve', 'x'.repeat(1_100_000));
    check('a record above max.request.size', tooLarge, 'RecordTooLargeException');
    await producer.close();
  },
});
