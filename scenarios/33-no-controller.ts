// The point: a controller is not on the way of a record. While there is none, leaders lead and producers produce; but nobody is elected.
// So a leader that dies meanwhile is missed by its clients, and by nobody who could help.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'no-controller',
  title: 'The controller is dead; then a leader dies, too',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'reconnect.backoff.max.ms': 10_000,
    });
    const send = (value: string) => producer.send({ topic: 'payments', value }).get();
    await send('before');

    say('The controller stops. Nobody notices: not the producer, not the leader, not its followers.');
    const stopped = sim.faults.stopController();
    await sim.sleep(60_000);
    check('a minute later a record is stored at offset', (await send('without a controller')).offset(), 1);

    say('Now the leader dies. All others are well, and wait to be told.');
    const dead = leaderOf(sim);
    sim.crash(dead);
    let isDone = false;
    const waiting = send('meanwhile').then((stored) => {
      isDone = true;
      return stored.offset();
    });
    await sim.sleep(30_000);
    check('the leader is still the dead one', leaderOf(sim), dead);
    check('is the record acknowledged?', isDone, false);

    say('A new controller counts everybody as alive until their sessions are over; nine seconds later it elects.');
    stopped.remove();
    check('stored by another leader, at offset', await waiting, 2);
    check('the leader is another', leaderOf(sim) !== dead, true);
    await producer.close();
  },
});

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
}
