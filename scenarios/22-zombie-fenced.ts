// The point: a producer that was believed dead comes back and goes on writing. Its transactional.id has a new owner with
// a higher epoch, and every broker refuses the old one: nothing the zombie writes is ever read as committed.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'zombie-fenced',
  title: 'A transactional producer comes back from the dead',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = (name: string) =>
      sim.producer({
        'client.id': name,
        'transactional.id': 'payments-writer',
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });

    say(
      'The first instance is in the middle of a transaction, and falls silent: a long pause of its garbage collector.',
    );
    const zombie = producer('zombie');
    await zombie.initTransactions();
    zombie.beginTransaction();
    await zombie.send({ topic: 'payments', value: 'half of it' }).get();
    await sim.sleep(10_000);

    say(
      'Somebody starts a second instance with the same transactional.id. It gets the next epoch, and the open transaction is aborted.',
    );
    const heir = producer('heir');
    await heir.initTransactions();
    heir.beginTransaction();
    await heir.send({ topic: 'payments', value: 'all of it' }).get();

    say('The zombie wakes up, knows of nothing, and writes the other half.');
    const refused = await zombie
      .send({ topic: 'payments', value: 'the other half' })
      .get()
      .catch((error: Error) => error);
    check('it is told', (refused as Error).name, 'InvalidProducerEpochException');

    say('As after any error of a transaction it aborts. Only the coordinator can tell it why: it has been fenced.');
    const fenced = await zombie.abortTransaction().catch((error: Error) => error);
    check('its abort', (fenced as Error).name, 'ProducerFencedException');
    await zombie.close();

    say('The heir has noticed nothing.');
    await heir.commitTransaction();
    await sim.sleep(100);
    await heir.close();
    check('in the log', sim.topic('payments').values(), ['half of it', 'all of it']);
    check('committed', sim.topic('payments').values({ isolation: 'read_committed' }), ['all of it']);
  },
});
