// The point: acks=all waits for the in-sync replicas, however few they are. min.insync.replicas sets the minimum: below
// it the leader answers with an error, and the producer retries until enough replicas are back.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'in-sync-replicas',
  title: 'The in-sync replicas shrink and grow; a write needs min.insync.replicas',
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
    const [slow, crashed] = [1, 2, 3].filter((id) => id !== leader) as [number, number];

    say(
      'The link between the leader and one follower breaks. acks=all waits for that follower until replica.lag.time.max.ms.',
    );
    sim.faults.partition(`broker-${leader}`, `broker-${slow}`, { forMs: 30_000 });
    await sim.sleep(1);
    const sentMs = sim.nowMs;
    await send('by two');
    check('seconds until it was stored, rounded down', Math.floor((sim.nowMs - sentMs) / 1_000), 5);
    check('in-sync replicas', inSync(sim), 2);

    say(
      'The other follower crashes. The leader does not notice at first and writes the record; then no follower is in sync:',
    );
    say(
      ' it answers NOT_ENOUGH_REPLICAS_AFTER_APPEND for that record and NOT_ENOUGH_REPLICAS for retries. Both are retriable.',
    );
    sim.crash(crashed);
    let isDone = false;
    const waiting = send('by one').then(() => {
      isDone = true;
    });
    await sim.sleep(15_000);
    check('in-sync replicas after fifteen seconds', inSync(sim), 1);
    check('acknowledged', isDone, false);
    say(
      'Consumers can read it nevertheless, because every in-sync replica has it, and there is only one. Kafka does not guarantee it.',
    );
    check('what consumers read', sim.topic('payments').values(), ['by three', 'by two', 'by one']);

    say('The link works again. The slow follower catches up and joins the in-sync replicas.');
    await waiting;
    check('in-sync replicas', inSync(sim), 2);
    check('what consumers read', sim.topic('payments').values(), ['by three', 'by two', 'by one']);
    sim.restart(crashed);
    await sim.sleep(5_000);
    check('in-sync replicas after the restart of the crashed one', inSync(sim), 3);
    await producer.close();
  },
});

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
}

function inSync(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.isr.length ?? 0;
}
