// The point: unclean.leader.election.enable trades records for time. A replica that was out of sync may lead, and what it does
// not have is gone, although it was acknowledged with acks=all. min.insync.replicas=2 would have refused it in time.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'unclean-election',
  title: 'A replica out of sync is elected, and acknowledged records are gone',
  breaks: ['NoAcknowledgedRecordLost'],
  run: async ({ sim, say, check }) => {
    const configs = { 'unclean.leader.election.enable': 'true' };
    sim.createTopic('payments', { partitions: 1, replicationFactor: 2, configs });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await producer.send({ topic: 'payments', value: 'on both' }).get();
    const { leader, follower } = rolesIn(sim);

    say('The follower is down, and struck off the in-sync replicas. acks=all is satisfied with the leader alone.');
    sim.crash(follower);
    await sim.sleep(10_000);
    const { offset } = await producer
      .send({ topic: 'payments', value: 'on the leader' })
      .get()
      .then((stored) => ({ offset: stored.offset() }));
    check('acknowledged at offset', offset, 1);

    say('Now the leader dies, and the follower comes back. It was not in sync; but it is all there is.');
    sim.crash(leader);
    await sim.sleep(10_000);
    check('leader while nobody is there', sim.snapshot().topics[0]?.partitions[0]?.leader, -1);
    sim.restart(follower);
    await sim.sleep(1_000);
    check('the follower leads', sim.snapshot().topics[0]?.partitions[0]?.leader, follower);
    check('what it knows', sim.topic('payments').values(), ['on both']);

    say('The program goes on, and its next record gets the same offset as the one that is gone.');
    const next = await producer.send({ topic: 'payments', value: 'after' }).get();
    check('acknowledged at offset', next.offset(), 1);

    say('When the old leader returns it follows: what it alone had is cut off.');
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
