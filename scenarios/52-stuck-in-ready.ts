// The point: a known bug of the 3.6.1 client (KAFKA-17455). A broker that throttles a transactional producer for a second
// stops its next transactional request for request.timeout.ms. The I/O thread waits for a connection that is there, and only
// not to be used yet, and does not look when that is over.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'stuck-in-ready',
  title: 'KAFKA-17455: throttled for a second, stuck for thirty',
  // With one broker, the leader is also the transaction coordinator: the throttled connection is the one that is needed next.
  simulation: {
    brokers: 1,
    config: { 'transaction.state.log.replication.factor': 1, 'transaction.state.log.min.isr': 1 },
  },
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    const producer = sim.producer({
      'transactional.id': 'bank',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    await producer.initTransactions();
    const commitMs = async (value: string): Promise<number> => {
      producer.beginTransaction();
      await producer.send({ topic: 'payments', value }).get();
      const startMs = sim.nowMs;
      await producer.commitTransaction();
      return sim.nowMs - startMs;
    };

    say('A commit takes a round trip or two.');
    check('committed in less than a second', (await commitMs('rent')) < 1_000, true);

    say('The leader answers the next Produce request with a throttle time of one second. The commit follows at once.');
    sim.faults.on('Produce').once().throttle(1_000);
    const throttledMs = await commitMs('food');
    check('the commit took more than request.timeout.ms', throttledMs >= 30_000, true);
    check('EndTxn was sent', sim.trace.entries.filter(({ event }) => event === 'EndTxn request').length, 2);

    say(
      'A record would not have to wait: the Sender asks how long a throttled connection stays closed, and polls no longer.',
    );
    say('Workaround: a lower request.timeout.ms, or quotas that are not reached.');
    await producer.close();
    check('committed', sim.topic('payments').values({ isolation: 'read_committed' }), ['rent', 'food']);
  },
});
