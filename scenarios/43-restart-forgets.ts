// The point: a leader that is stopped cleanly writes down each producer's last batch, and forgets those before it. Batches that
// were stored, and whose answers were lost, are then strangers to it: refused as out of order, and stored again under a new epoch.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'restart-forgets',
  title: 'A restarted leader remembers the last batch only, and stores the others twice',
  breaks: ['NoDuplicateWithIdempotence'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await producer.send({ topic: 'payments', value: 'first' }).get();
    const leader = sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;

    say('Two batches in flight. Both are stored, and both answers are lost.');
    sim.faults.on('Produce').times(2).loseResponse();
    const rent = producer.send({ topic: 'payments', value: 'rent' }).get();
    await sim.sleep(1);
    const wages = producer.send({ topic: 'payments', value: 'wages' }).get();
    await sim.sleep(100);
    check('in the log', sim.topic('payments').values(), ['first', 'rent', 'wages']);

    say(
      'The broker is stopped in good order, and started again. Its snapshot knows of sequence 2 (wages), not of 1 (rent).',
    );
    sim.shutdown(leader);
    await sim.sleep(1_000);
    sim.restart(leader);

    say(
      'The producer sends rent again. A broker that had not been stopped would know it; this one expects sequence 3.',
    );
    check('rent is acknowledged at offset', (await rent).offset(), 3);
    check('wages is acknowledged at offset', (await wages).offset(), 4);
    check('in the log', sim.topic('payments').values(), ['first', 'rent', 'wages', 'rent', 'wages']);

    say('The remedy: more replicas (the next leader remembers them), or max.in.flight.requests.per.connection=1.');
    await producer.close();
  },
});
