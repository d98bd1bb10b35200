// The point: what acks buys. A leader dies in the moment after it wrote a record that no follower has fetched. With acks=0 and acks=1
// the producer has been told, or has told itself, that all is well; with acks=all it has not, and sends to the next leader.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'leader-crash',
  title: 'A leader crashes: acks=0, acks=1 and acks=all side by side',
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
    const [none, one, all] = [producerWith('0'), producerWith('1'), producerWith('all')];
    for (const producer of [none, one, all]) await producer.send({ topic: 'payments', value: 'before' }).get();

    say('The followers are slow to fetch. Three producers send one record each.');
    sim.faults.on('Fetch', { topic: 'payments' }).delayRequest(1_000);
    await sim.sleep(600);
    const dead = leaderOf(sim);
    const told = (promise: Promise<{ offset(): number }>) => promise.then((stored) => stored.offset());
    const toNone = told(none.send({ topic: 'payments', value: 'by acks=0' }).get());
    const toOne = told(one.send({ topic: 'payments', value: 'by acks=1' }).get());
    const toAll = told(all.send({ topic: 'payments', value: 'by acks=all' }).get());
    check('acks=0 is content at once, and knows no offset', await toNone, -1);
    check('acks=1 hears that the leader has it, at offset', await toOne, 4);

    say('The leader crashes before any follower has heard of them. Nine seconds later another one leads.');
    sim.crash(dead);
    check('acks=all was still waiting; its record is stored by the new leader, at offset', await toAll, 3);
    check('another broker leads', leaderOf(sim) !== dead, true);
    await sim.sleep(2_000);
    const lost = ['before', 'before', 'before', 'by acks=all'];
    check('in the log', sim.topic('payments').values(), lost);

    say('The dead leader comes back. It cuts off what it alone has: the new leader decides what was written.');
    sim.restart(dead);
    await sim.sleep(20_000);
    check('in sync again', sim.snapshot().topics[0]?.partitions[0]?.isr.length, 3);
    check('in the log', sim.topic('payments').values(), lost);
    for (const producer of [none, one, all]) await producer.close();
  },
});

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
}
