// The point: a leader that is shut down cleanly saves only the last batch of each producer. Earlier batches that were
// stored, and whose answers were lost, are unknown to it after the restart: they are rejected as out of order and then
// stored again under a new epoch.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'restart-forgets',
  title: 'A restarted leader knows only the last batch of a producer and stores others twice',
  breaks: ['NoDuplicateWithIdempotence'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await producer.send({ topic: 'payments', value: 'first' }).get();
    const leader = sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;

    say('Two batches are in flight. Both are stored, and both answers are lost.');
    sim.faults.on('Produce').times(2).loseResponse();
    const rent = producer.send({ topic: 'payments', value: 'rent' }).get();
    await sim.sleep(1);
    const wages = producer.send({ topic: 'payments', value: 'wages' }).get();
    await sim.sleep(100);
    check('in the log', sim.topic('payments').values(), ['first', 'rent', 'wages']);

    say('The broker is shut down cleanly and restarted. Its snapshot has sequence number 2 (wages), but not 1 (rent).');
    sim.shutdown(leader);
    await sim.sleep(1_000);
    sim.restart(leader);

    say(
      'The producer sends rent again. Without the restart the broker would recognise it; now it expects sequence number 3.',
    );
    check('rent is acknowledged at offset', (await rent).offset(), 3);
    check('wages is acknowledged at offset', (await wages).offset(), 4);
    check('in the log', sim.topic('payments').values(), ['first', 'rent', 'wages', 'rent', 'wages']);

    say(
      'Workaround: more replicas, since the next leader knows these batches, or max.in.flight.requests.per.connection=1.',
    );
    await producer.close();
  },
});
