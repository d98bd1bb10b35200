// The point: acks=all waits for the replicas in sync, however few they are. min.insync.replicas says how few are too few: then the
// leader refuses, and the producer tries on until enough are back.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'in-sync-replicas',
  title: 'The in-sync replicas shrink and grow; too few are refused',
  simulation: { config: { 'replica.lag.time.max.ms': 5_000 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'retry.backoff.ms': 2_000,
    });
    const send = (value: string) => producer.send({ topic: 'payments', value }).get();
    await send('by three');
    const leader = leaderOf(sim);
    const [slow, dead] = [1, 2, 3].filter((id) => id !== leader) as [number, number];

    say('The link between the leader and a follower breaks. acks=all waits for it, for replica.lag.time.max.ms.');
    sim.faults.partition(`broker-${leader}`, `broker-${slow}`, { forMs: 30_000 });
    await sim.sleep(1);
    const sentMs = sim.nowMs;
    await send('by two');
    check('stored after some five seconds', Math.floor((sim.nowMs - sentMs) / 1_000), 5);
    check('in sync are two', inSync(sim), 2);

    say('The other follower crashes. The leader does not know, and takes the record; then it is alone, and says so:');
    say(
      ' NOT_ENOUGH_REPLICAS_AFTER_APPEND for what it has taken, NOT_ENOUGH_REPLICAS for what comes now. Both mean: again.',
    );
    sim.crash(dead);
    let isDone = false;
    const waiting = send('by one').then(() => {
      isDone = true;
    });
    await sim.sleep(15_000);
    check('fifteen seconds later in sync', inSync(sim), 1);
    check('is it acknowledged?', isDone, false);
    say(
      'Consumers can read it all the same: all replicas in sync have it, and there is only one. It is kept, but not guaranteed.',
    );
    check('what consumers see', sim.topic('payments').values(), ['by three', 'by two', 'by one']);

    say('The link is mended. The slow follower catches up, and joins the in-sync replicas again.');
    await waiting;
    check('in sync', inSync(sim), 2);
    check('what consumers see', sim.topic('payments').values(), ['by three', 'by two', 'by one']);
    sim.restart(dead);
    await sim.sleep(5_000);
    check('and with the dead one back', inSync(sim), 3);
    await producer.close();
  },
});

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
}

function inSync(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.isr.length ?? 0;
}
