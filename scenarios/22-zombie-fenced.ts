// The point: a producer that was presumed dead resumes writing. Its transactional.id has a new owner with a higher
// epoch, so every broker rejects the old one: no consumer with read_committed reads what the zombie writes.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'zombie-fenced',
  title: 'A transactional producer resumes after its replacement has started',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = (name: string) =>
      sim.producer({
        'client.id': name,
        'transactional.id': 'payments-writer',
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });

    say('The first instance stops in the middle of a transaction, as during a long garbage collection.');
    const zombie = producer('zombie');
    await zombie.initTransactions();
    zombie.beginTransaction();
    await zombie.send({ topic: 'payments', value: 'half of it' }).get();
    await sim.sleep(10_000);

    say(
      'A second instance starts with the same transactional.id. It gets the next epoch, and the open transaction is aborted.',
    );
    const heir = producer('heir');
    await heir.initTransactions();
    heir.beginTransaction();
    await heir.send({ topic: 'payments', value: 'all of it' }).get();

    say('The zombie resumes, unaware of its replacement, and writes the other half.');
    const rejected = await zombie
      .send({ topic: 'payments', value: 'the other half' })
      .get()
      .catch((error: Error) => error);
    check('its send() fails with', (rejected as Error).name, 'InvalidProducerEpochException');

    say('As after any error in a transaction, it aborts. The coordinator reports the reason: it has been fenced.');
    const fenced = await zombie.abortTransaction().catch((error: Error) => error);
    check('its abortTransaction() fails with', (fenced as Error).name, 'ProducerFencedException');
    await zombie.close();

    say('The second instance is not affected.');
    await heir.commitTransaction();
    await sim.sleep(100);
    await heir.close();
    check('in the log', sim.topic('payments').values(), ['half of it', 'all of it']);
    check('committed', sim.topic('payments').values({ isolation: 'read_committed' }), ['all of it']);
  },
});
