// The point: a known bug of the 3.6.1 client (KAFKA-14397). A batch fails for good, so the producer takes a new epoch
// at once and starts its sequence numbers at 0 again, while another batch may already be stored under the old epoch.
// When that batch is sent again, the broker cannot recognise it.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'epoch-too-early',
  title: 'KAFKA-14397: an idempotent producer stores a record twice',
  breaks: ['NoDuplicateWithIdempotence'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await producer.send({ topic: 'payments', value: 'first' }).get();

    say(
      'Two batches are in flight, with sequence numbers 1 and 2. Both are stored; the answer to the first and the connection are lost.',
    );
    sim.faults.on('Produce').nth(1).loseResponse();
    const one = producer.send({ topic: 'payments', value: 'one' }).get();
    await sim.sleep(1);
    const two = producer.send({ topic: 'payments', value: 'two' }).get();
    await sim.sleep(10);
    check('in the log', sim.topic('payments').values(), ['first', 'one', 'two']);

    say(
      'After request.timeout.ms both are sent again. The first is rejected, because the producer is no longer authorized to write.',
    );
    sim.faults.on('Produce').nth(1).respond('TOPIC_AUTHORIZATION_FAILED');
    const refused = await one.catch((error: Error) => error.name);
    check('one was stored at its first attempt; its send() fails with', refused, 'TopicAuthorizationException');

    say(
      'The producer takes the next epoch and renumbers: two is now sequence 0 of epoch 1, which every broker takes for a new batch.',
    );
    check('two is acknowledged at offset', (await two).offset(), 3);
    check('in the log', sim.topic('payments').values(), ['first', 'one', 'two', 'two']);
    await producer.close();
  },
});
