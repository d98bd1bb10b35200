// One record with acks=0, 1 and all: how long it takes, and what is left of it when the leader
// crashes.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-acks',
  title: 'acks=0, acks=1 and acks=all',
  simulation: { network: { latencyMs: 5 } },
  breaks: ['NoAcknowledgedRecordLost'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producerWith = (acks: '0' | '1' | 'all') =>
      sim.producer({
        'client.id': `acks-${acks}`,
        acks,
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
    const [zero, one, all] = [producerWith('0'), producerWith('1'), producerWith('all')];
    for (const producer of [zero, one, all])
      await producer.send({ topic: 'payments', value: 'warm-up' }).get();

    say('Each of the two followers now takes 300 ms longer to copy what the leader has.');
    sim.faults.slowReplica('broker-2', 300);
    sim.faults.slowReplica('broker-3', 300);
    await sim.sleep(1_000);
    const send = async (producer: typeof zero, value: string) => {
      const startMs = sim.nowMs;
      const metadata = await producer.send({ topic: 'payments', value }).get();
      return { afterMs: sim.nowMs - startMs, offset: metadata.offset() };
    };
    const leader = () => sim.snapshot().topics[0]?.partitions[0]?.leader;
    const toAll = await send(all, 'all');
    say(`   acks=all: acknowledged after ${toAll.afterMs} ms, with the offset ${toAll.offset}.`);
    check('acks=1', await send(one, 'one'), { afterMs: 10, offset: toAll.offset + 1 });
    check('acks=0', await send(zero, 'zero'), { afterMs: 0, offset: -1 });
    await sim.sleep(1_000);

    say(
      'The same again, but the leader crashes as soon as acks=0 and acks=1 have been acknowledged.',
    );
    const waiting = send(all, 'all, crash');
    await Promise.all([send(one, 'one, crash'), send(zero, 'zero, crash')]);
    const crashed = leader();
    if (crashed !== undefined) sim.crash(crashed);
    const { afterMs } = await waiting;
    say(`   acks=all: acknowledged after ${Math.round(afterMs / 1_000)} s, by the next leader.`);
    check('another broker leads', leader() !== crashed, true);
    await sim.sleep(2_000);
    check('in the topic', sim.topic('payments').values().slice(3), [
      'all',
      'one',
      'zero',
      'all, crash',
    ]);

    for (const producer of [zero, one, all]) await producer.close();
  },
});
