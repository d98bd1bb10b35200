// The point: a broker whose only disk fails halts. Other replicas take over when its session has ended, and acks=all has
// lost nothing. But the last in-sync replica is the only copy: when its disk fails, its records are lost, whatever acks
// was.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'disk-failure',
  title: 'A disk failure, with and without replicas',
  breaks: ['NoAcknowledgedRecordLost'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('safe', { partitions: 1, replicationFactor: 3 });
    sim.createTopic('cheap', { partitions: 1, replicationFactor: 1 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const send = (topic: string, value: string) => producer.send({ topic, value }).get();
    for (const topic of ['safe', 'cheap']) await send(topic, 'before');

    say(
      'The disk of the leader of topic safe fails, and the broker halts. Another one becomes the leader after its session.',
    );
    const first = leaderOf(sim, 'safe');
    sim.operator.failDisk(first);
    check('the next record has offset', (await send('safe', 'after')).offset(), 1);
    check('another broker is the leader', leaderOf(sim, 'safe') !== first, true);
    sim.restart(first);
    await sim.sleep(40_000);
    check('with a new disk it has copied everything and is in sync again', inSync(sim, 'safe').includes(first), true);
    check('in safe', sim.topic('safe').values(), ['before', 'after']);

    say(
      'Topic cheap has one replica. When its disk fails there is no leader, and the record waits; the new disk is empty.',
    );
    const only = sim.snapshot().topics.find(({ name }) => name === 'cheap')?.partitions[0]?.replicas[0] ?? -1;
    sim.operator.failDisk(only);
    const waiting = send('cheap', 'after');
    await sim.sleep(10_000);
    check('leader of cheap', leaderOf(sim, 'cheap'), -1);
    sim.restart(only);
    check('finally stored at offset', (await waiting).offset(), 0);
    check('in cheap', sim.topic('cheap').values(), ['after']);
    await producer.close();
  },
});

function leaderOf(sim: Simulation, topic: string): number {
  return sim.snapshot().topics.find(({ name }) => name === topic)?.partitions[0]?.leader ?? -1;
}

function inSync(sim: Simulation, topic: string): readonly number[] {
  return sim.snapshot().topics.find(({ name }) => name === topic)?.partitions[0]?.isr ?? [];
}
