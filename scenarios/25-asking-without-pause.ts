// The point: a weakness of the 3.6.1 client. While the coordinator of its transactions is down and nobody has taken over, the
// producer asks for it again as soon as it is answered: no retry.backoff.ms, one question per round trip, for seconds.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'asking-without-pause',
  title: 'A transactional producer asks for its coordinator without a pause',
  simulation: { network: { latencyMs: 25 }, config: { 'broker.session.timeout.ms': 2_000 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'transactional.id': 'bank',
      'retry.backoff.ms': 1_000,
      'reconnect.backoff.ms': 1_000,
      'reconnect.backoff.max.ms': 1_000,
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    let questions = 0;
    let coordinator = '';
    sim.trace.on(({ event, facts }) => {
      if (event === 'FindCoordinator request') questions++;
      if (event === 'InitProducerId response') coordinator = String(facts.broker).split(':')[0]!;
    });
    await producer.initTransactions();

    say(
      'One-way latency is 25 ms, retry.backoff.ms a whole second. The coordinator crashes; its session lasts 2 more seconds.',
    );
    sim.crash(coordinator);
    await sim.sleep(100);

    say('The next transaction needs the coordinator. Everybody still names the broker that is down.');
    questions = 0;
    producer.beginTransaction();
    producer.send({ topic: 'payments', value: 'paid' });
    await producer.commitTransaction();
    check('asked more often than every 100 ms', questions > 20, true);
    say(`   It asked ${questions} times. With a second between two questions it would have been three or four.`);
    check('in the log', sim.topic('payments').values(), ['paid']);
    await producer.close();
  },
});
