// The point: one record that a broker rejects fails its whole batch, and the answer says which record it was. The valid
// records of the batch fail with a different exception; a program that sends those again loses nothing. Other batches
// are not affected.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'poison-record',
  title: 'An invalid record in a batch with valid ones',
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

    say('A compacted topic rejects a record without a key. Three records share a batch; the second one has no key.');
    const [before, invalid, after] = await Promise.all([outcome('ann', '1'), outcome(null, '?'), outcome('bob', '2')]);
    check('the invalid record', invalid, 'InvalidRecordException');
    check('the other records of the batch', [before, after], ['KafkaException', 'KafkaException']);
    check('in the topic', sim.topic('balances').values(), []);

    say(
      'The broker validates the whole batch before it writes any record of it, so the valid records can be sent again safely.',
    );
    check('sent again', await Promise.all([outcome('ann', '1'), outcome('bob', '2')]), ['offset 0', 'offset 1']);
    check('in the topic', sim.topic('balances').values(), ['1', '2']);

    say('send() checks the size of a record itself, before the record is in a batch.');
    const tooLarge = await outcome('eve', 'x'.repeat(1_100_000));
    check('a record above max.request.size', tooLarge, 'RecordTooLargeException');
    await producer.close();
  },
});
