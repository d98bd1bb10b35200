// The point: what acks=all is for. A leader crashes right after it wrote records that no follower has fetched. With
// acks=0 and acks=1 the producer has already reported success; with acks=all it has not, and it sends the record to the
// next leader.
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

    say('The followers fetch slowly. Three producers send one record each.');
    sim.faults.on('Fetch', { topic: 'payments' }).delayRequest(1_000);
    await sim.sleep(600);
    const crashed = leaderOf(sim);
    const offsetOf = (promise: Promise<{ offset(): number }>) => promise.then((stored) => stored.offset());
    const toNone = offsetOf(none.send({ topic: 'payments', value: 'by acks=0' }).get());
    const toOne = offsetOf(one.send({ topic: 'payments', value: 'by acks=1' }).get());
    const toAll = offsetOf(all.send({ topic: 'payments', value: 'by acks=all' }).get());
    check('acks=0 succeeds at once, without an offset', await toNone, -1);
    check('acks=1 succeeds when the leader has the record, at offset', await toOne, 4);

    say(
      'The leader crashes before any follower has fetched the records. Nine seconds later another broker is the leader.',
    );
    sim.crash(crashed);
    check('acks=all was still waiting; the new leader stores its record at offset', await toAll, 3);
    check('another broker is the leader', leaderOf(sim) !== crashed, true);
    await sim.sleep(2_000);
    const lost = ['before', 'before', 'before', 'by acks=all'];
    check('in the log', sim.topic('payments').values(), lost);

    say('The crashed leader restarts. It truncates the records that only it has, because the new leader’s log counts.');
    sim.restart(crashed);
    await sim.sleep(20_000);
    check('in sync again', sim.snapshot().topics[0]?.partitions[0]?.isr.length, 3);
    check('in the log', sim.topic('payments').values(), lost);
    for (const producer of [none, one, all]) await producer.close();
  },
});

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
}
