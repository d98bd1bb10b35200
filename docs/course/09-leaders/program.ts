// A partition has a leader and followers. What happens to a producer when a follower falls
// behind, and when the leader crashes.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-leaders',
  title: 'Leaders, followers and in-sync replicas',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('orders', {
      partitions: 1,
      replicationFactor: 3,
      configs: { 'min.insync.replicas': '2' },
    });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const partition = () => {
      const state = sim.snapshot().topics[0]?.partitions[0];
      return { leader: state?.leader, isr: state?.isr, leaderEpoch: state?.leaderEpoch };
    };
    const send = async (value: string) => {
      const startMs = sim.nowMs;
      await producer.send({ topic: 'orders', value }).get();
      say(`   ${value} is acknowledged after ${Math.round((sim.nowMs - startMs) / 1_000)} s.`);
    };
    await send('one');
    check('the partition', partition(), { leader: 1, isr: [1, 2, 3], leaderEpoch: 0 });

    say('The link between the leader and broker 3 breaks, for a minute.');
    sim.faults.partition('broker-1', 'broker-3', { forMs: 60_000 });
    await send('two');
    check('the partition', partition(), { leader: 1, isr: [1, 2], leaderEpoch: 0 });

    say('The leader crashes.');
    sim.crash(1);
    await send('three');
    check('the partition', partition(), { leader: 2, isr: [2, 3], leaderEpoch: 1 });

    say('The old leader restarts.');
    sim.restart(1);
    await sim.sleep(60_000);
    check('the partition', partition(), { leader: 2, isr: [1, 2, 3], leaderEpoch: 1 });

    say('Brokers 1 and 3 crash. A minute later:');
    sim.crash(1);
    sim.crash(3);
    await sim.sleep(60_000);
    check('the partition', partition(), { leader: 2, isr: [2], leaderEpoch: 1 });
    const startMs = sim.nowMs;
    const outcome = producer.send({ topic: 'orders', value: 'four' }).get();
    const error = await outcome.catch((reason: Error) => reason.name);
    check(
      `four fails after ${Math.round((sim.nowMs - startMs) / 1_000)} s with`,
      error,
      'TimeoutException',
    );
    check('in the topic', sim.topic('orders').values(), ['one', 'two', 'three']);
    await producer.close();
  },
});
