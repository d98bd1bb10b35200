// The point: a leader that is cut off from its cluster, but not from its client, goes on as if nothing were wrong. What it takes
// with acks=1 is lost; with acks=all it can acknowledge nothing. A client that is cut off from a leader whom all others
// can see gets no help at all: nobody elects another one for it.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'zombie-leader',
  title: 'A leader cut off together with a client; a client cut off alone',
  breaks: ['NoAcknowledgedRecordLost'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const hasty = sim.producer({ ...settings, 'client.id': 'acks-1', acks: '1' });
    const safe = sim.producer({ ...settings, 'client.id': 'acks-all' });
    for (const producer of [hasty, safe]) await producer.send({ topic: 'payments', value: 'before' }).get();
    const zombie = leaderOf(sim);
    const rest = [1, 2, 3].filter((id) => id !== zombie).map((id) => `broker-${id}`);

    say('For a minute the leader is on an island with both producers: no other broker, no controller.');
    const island = { forMs: 60_000 };
    sim.faults.partition(['acks-1', 'acks-all', `broker-${zombie}`], rest, island);
    sim.faults.partition(`broker-${zombie}`, 'controller', island);
    await sim.sleep(10_000);
    check('for the rest of the world another broker leads', leaderOf(sim) !== zombie, true);
    const offset = await hasty.send({ topic: 'payments', value: 'to the zombie, acks=1' }).get();
    check('the zombie acknowledges, at offset', offset.offset(), 2);
    let isDone = false;
    const waiting = safe
      .send({ topic: 'payments', value: 'to the zombie, acks=all' })
      .get()
      .then((stored) => {
        isDone = true;
        return stored.offset();
      });
    await sim.sleep(20_000);
    check('acks=all: is it acknowledged?', isDone, false);

    say('The island is back. The zombie learns of its successor, and cuts off what it took meanwhile.');
    check('acks=all: stored by the true leader, at offset', await waiting, 2);
    await sim.sleep(40_000);
    check('in the log', sim.topic('payments').values(), ['before', 'before', 'to the zombie, acks=all']);

    say('Now one client alone cannot reach the leader. All brokers see each other: no election, only waiting.');
    const leader = leaderOf(sim);
    sim.faults.partition('acks-all', `broker-${leader}`, { forMs: 45_000 });
    const cutMs = sim.nowMs;
    await safe.send({ topic: 'payments', value: 'late' }).get();
    check('stored after so many seconds', Math.round((sim.nowMs - cutMs) / 1_000) >= 45, true);
    check('the leader is still the same', leaderOf(sim), leader);
    await hasty.close();
    await safe.close();
  },
});

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
}
