// The point: unclean.leader.election.enable trades records for availability. A replica that is not in sync can become
// the leader, and the records that it does not have are lost, although they were acknowledged with acks=all. With
// min.insync.replicas=2 they would not have been acknowledged.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'unclean-election',
  title: 'A replica that is not in sync is elected, and acknowledged records are lost',
  simulation: { mode: 'zookeeper' }, // in KRaft mode 3.6.1 ignores unclean.leader.election.enable
  breaks: ['NoAcknowledgedRecordLost'],
  run: async ({ sim, say, check }) => {
    const configs = { 'unclean.leader.election.enable': 'true' };
    sim.createTopic('payments', { partitions: 1, replicationFactor: 2, configs });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await producer.send({ topic: 'payments', value: 'on both' }).get();
    const { leader, follower } = rolesIn(sim);

    say('The follower is down and no longer in sync. acks=all now needs only the leader.');
    sim.crash(follower);
    await sim.sleep(20_000);
    const { offset } = await producer
      .send({ topic: 'payments', value: 'on the leader' })
      .get()
      .then((stored) => ({ offset: stored.offset() }));
    check('acknowledged at offset', offset, 1);

    say('The leader crashes, and the follower restarts. It was not in sync, but it is the only replica.');
    sim.crash(leader);
    await sim.sleep(20_000);
    check('leader while both are down', sim.snapshot().topics[0]?.partitions[0]?.leader, -1);
    sim.restart(follower);
    await sim.sleep(1_000);
    check('the follower is the leader', sim.snapshot().topics[0]?.partitions[0]?.leader, follower);
    check('in its log', sim.topic('payments').values(), ['on both']);

    say('The program continues, and its next record gets the same offset as the lost one.');
    const next = await producer.send({ topic: 'payments', value: 'after' }).get();
    check('acknowledged at offset', next.offset(), 1);

    say('When the old leader restarts it becomes a follower and truncates the record that only it has.');
    sim.restart(leader);
    await sim.sleep(20_000);
    check('in the log', sim.topic('payments').values(), ['on both', 'after']);
    await producer.close();
  },
});

function rolesIn(sim: Simulation): { leader: number; follower: number } {
  const state = sim.snapshot().topics[0]?.partitions[0];
  const leader = state?.leader ?? -1;
  return { leader, follower: state?.replicas.find((id) => id !== leader) ?? -1 };
}
