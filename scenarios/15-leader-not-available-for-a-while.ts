// The point: while a partition has no leader, nothing is lost and nobody fails. send() waits for metadata inside
// (max.block.ms at most), asking again every retry.backoff.ms. The styles differ in who notices the wait.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'leader-not-available-for-a-while',
  title: 'A leader that is not available for two seconds, seen by the three styles',
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

    say('Fire and forget: send() itself takes the two seconds. The program is late and does not know why.');
    const forgetful = producer('fire-and-forget');
    let beforeMs = sim.nowMs;
    await forgetful.send({ topic: 'payments', value: 'one' }).accepted;
    check('send() took two seconds or so', Math.round((sim.nowMs - beforeMs) / 1_000), 2);
    await forgetful.close();

    say('get(): the wait is part of the wait.');
    const patient = producer('get');
    beforeMs = sim.nowMs;
    const metadata = await patient.send({ topic: 'payments', value: 'two' }).get();
    check('stored at offset', metadata.offset(), 1);
    check('get() took two seconds or so', Math.round((sim.nowMs - beforeMs) / 1_000), 2);
    await patient.close();

    say(
      'Callback: not as asynchronous as hoped. send() waits for metadata here too; the callback itself reports success.',
    );
    const attentive = producer('callback');
    beforeMs = sim.nowMs;
    const heard: string[] = [];
    const future = attentive.send({ topic: 'payments', value: 'three' }, (stored, error) =>
      heard.push(`${error ?? stored}`),
    );
    await future.accepted;
    check('send() took two seconds or so', Math.round((sim.nowMs - beforeMs) / 1_000), 2);
    await attentive.close();
    check('the callback heard', heard, ['payments-0@2']);
    check('in the topic', sim.topic('payments').values(), ['one', 'two', 'three']);
  },
});
