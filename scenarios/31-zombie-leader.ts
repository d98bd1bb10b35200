// The point: a leader that is disconnected from its cluster, but not from its client, continues as if nothing had
// happened. Records that it accepts with acks=1 are lost; with acks=all it cannot acknowledge any. A client that is
// disconnected from a leader which all brokers can reach has to wait: no other leader is elected for it.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'zombie-leader',
  title: 'A leader and a client disconnected from the cluster; a client disconnected from the leader',
  breaks: ['NoAcknowledgedRecordLost'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const hasty = sim.producer({ ...settings, 'client.id': 'acks-1', acks: '1' });
    const safe = sim.producer({ ...settings, 'client.id': 'acks-all' });
    for (const producer of [hasty, safe]) await producer.send({ topic: 'payments', value: 'before' }).get();
    const zombie = leaderOf(sim);
    const rest = [1, 2, 3].filter((id) => id !== zombie).map((id) => `broker-${id}`);

    say('For a minute the leader and both producers can reach neither the other brokers nor the controller.');
    const aMinute = { forMs: 60_000 };
    sim.faults.partition(['acks-1', 'acks-all', `broker-${zombie}`], rest, aMinute);
    sim.faults.partition(`broker-${zombie}`, 'controller', aMinute);
    await sim.sleep(10_000);
    check('the controller has elected another leader', leaderOf(sim) !== zombie, true);
    const offset = await hasty.send({ topic: 'payments', value: 'to the zombie, acks=1' }).get();
    check('the old leader acknowledges acks=1 at offset', offset.offset(), 2);
    let isDone = false;
    const waiting = safe
      .send({ topic: 'payments', value: 'to the zombie, acks=all' })
      .get()
      .then((stored) => {
        isDone = true;
        return stored.offset();
      });
    await sim.sleep(20_000);
    check('acks=all is acknowledged', isDone, false);

    say('The partition ends. The old leader learns of the new one and truncates what it accepted in the meantime.');
    check('acks=all: stored by the new leader at offset', await waiting, 2);
    await sim.sleep(40_000);
    check('in the log', sim.topic('payments').values(), ['before', 'before', 'to the zombie, acks=all']);

    say(
      'Now one client cannot reach the leader. The brokers can reach each other, so there is no election and the client waits.',
    );
    const leader = leaderOf(sim);
    sim.faults.partition('acks-all', `broker-${leader}`, { forMs: 45_000 });
    const cutMs = sim.nowMs;
    await safe.send({ topic: 'payments', value: 'late' }).get();
    check('stored after at least 45 seconds', Math.round((sim.nowMs - cutMs) / 1_000) >= 45, true);
    check('the leader is still the same', leaderOf(sim), leader);
    await hasty.close();
    await safe.close();
  },
});

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
}
