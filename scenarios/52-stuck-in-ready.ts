// The point: a known bug of the 3.6.1 client (KAFKA-17455). A broker that throttles a transactional producer for a second
// delays its next transactional request by request.timeout.ms. The I/O thread waits until the connection can be used, which is
// after the throttle time, but it does not wake up at the end of that time.
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

    say('Without throttling, a commit takes one or two round trips.');
    check('committed in less than a second', (await commitMs('rent')) < 1_000, true);

    say('The leader answers the next Produce request with a throttle time of one second. The commit follows at once.');
    sim.faults.on('Produce').once().throttle(1_000);
    const throttledMs = await commitMs('food');
    check('the commit took more than request.timeout.ms', throttledMs >= 30_000, true);
    check('EndTxn was sent', sim.trace.entries.filter(({ event }) => event === 'EndTxn request').length, 2);

    say(
      'A record would not wait: before it sends records, the I/O thread polls no longer than the connection is throttled.',
    );
    say('Workaround: a lower request.timeout.ms, or quotas that are not reached.');
    await producer.close();
    check('committed', sim.topic('payments').values({ isolation: 'read_committed' }), ['rent', 'food']);
  },
});
