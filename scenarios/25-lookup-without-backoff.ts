// The point: a weakness of the 3.6.1 client. While the coordinator of its transactions is down and no other broker has
// taken over, the producer sends FindCoordinator again as soon as it is answered: without retry.backoff.ms, one request
// per round trip, for seconds.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'lookup-without-backoff',
  title: 'A transactional producer looks up its coordinator without a backoff',
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
    let lookups = 0;
    let coordinator = '';
    sim.trace.on(({ event, facts }) => {
      if (event === 'FindCoordinator request') lookups++;
      if (event === 'InitProducerId response') coordinator = String(facts.broker).split(':')[0]!;
    });
    await producer.initTransactions();

    say(
      'The one-way latency is 25 ms, retry.backoff.ms is one second. The coordinator crashes; its session lasts for 2 more seconds.',
    );
    sim.crash(coordinator);
    await sim.sleep(100);

    say('The next transaction needs the coordinator. Every broker still answers with the one that is down.');
    lookups = 0;
    producer.beginTransaction();
    producer.send({ topic: 'payments', value: 'paid' });
    await producer.commitTransaction();
    check('more than 20 look-ups, that is, more than one every 100 ms', lookups > 20, true);
    say(`   It sent ${lookups} requests. With one second between two of them it would have been three or four.`);
    check('in the log', sim.topic('payments').values(), ['paid']);
    await producer.close();
  },
});
