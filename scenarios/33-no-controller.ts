// The point: a record does not pass through the controller. Without a controller, leaders keep serving producers, but
// no leader can be elected. When a leader crashes during that time, its clients have to wait for the next controller.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'no-controller',
  title: 'The controller is down; then a leader crashes',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'reconnect.backoff.max.ms': 10_000,
    });
    const send = (value: string) => producer.send({ topic: 'payments', value }).get();
    await send('before');

    say('The controller stops. The producer, the leader and its followers are not affected.');
    const stopped = sim.faults.stopController();
    await sim.sleep(60_000);
    check('a minute later a record is stored at offset', (await send('without a controller')).offset(), 1);

    say('Now the leader crashes. The other brokers are up, but no new leader is elected.');
    const crashed = leaderOf(sim);
    sim.crash(crashed);
    let isDone = false;
    const waiting = send('meanwhile').then((stored) => {
      isDone = true;
      return stored.offset();
    });
    await sim.sleep(30_000);
    check('the leader is still the crashed broker', leaderOf(sim), crashed);
    check('the record is acknowledged', isDone, false);

    say(
      'A new controller treats every broker as alive until its session times out; nine seconds later it elects a leader.',
    );
    stopped.remove();
    check('stored by another leader at offset', await waiting, 2);
    check('the leader is a different broker', leaderOf(sim) !== crashed, true);
    await producer.close();
  },
});

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
}
