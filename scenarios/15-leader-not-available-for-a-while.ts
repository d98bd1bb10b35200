// The point: while a partition has no leader, no record is lost and no send fails. send() waits for metadata, at most
// max.block.ms, and requests it every retry.backoff.ms. The three ways to send differ in where the program notices the
// wait.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'leader-not-available-for-a-while',
  title: 'A leader that is not available for two seconds, for the three ways to send',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = (name: string) => {
      sim.faults.on('Metadata', { topic: 'payments', client: name }).times(4).respond('LEADER_NOT_AVAILABLE');
      return sim.producer({
        'client.id': name,
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
        'retry.backoff.ms': 500,
      });
    };

    say('Fire and forget: send() itself takes two seconds, and the program does not learn why.');
    const forgetful = producer('fire-and-forget');
    let beforeMs = sim.nowMs;
    await forgetful.send({ topic: 'payments', value: 'one' }).accepted;
    check('seconds that send() took, rounded', Math.round((sim.nowMs - beforeMs) / 1_000), 2);
    await forgetful.close();

    say('get(): the two seconds are part of the time that get() takes.');
    const patient = producer('get');
    beforeMs = sim.nowMs;
    const metadata = await patient.send({ topic: 'payments', value: 'two' }).get();
    check('stored at offset', metadata.offset(), 1);
    check('seconds that get() took, rounded', Math.round((sim.nowMs - beforeMs) / 1_000), 2);
    await patient.close();

    say(
      'Callback: send() waits for metadata here as well, although it is called asynchronous; the callback reports success.',
    );
    const attentive = producer('callback');
    beforeMs = sim.nowMs;
    const results: string[] = [];
    const future = attentive.send({ topic: 'payments', value: 'three' }, (stored, error) =>
      results.push(`${error ?? stored}`),
    );
    await future.accepted;
    check('seconds that send() took, rounded', Math.round((sim.nowMs - beforeMs) / 1_000), 2);
    await attentive.close();
    check('the callback got', results, ['payments-0@2']);
    check('in the topic', sim.topic('payments').values(), ['one', 'two', 'three']);
  },
});
