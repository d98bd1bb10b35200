// The point: a bug of the 3.6.1 client. send() first puts the record into its batch and then checks whether the
// transaction can continue. If the producer has been fenced, the callback is called by send() and once more for the
// batch. A program that counts its callbacks miscounts.
import { type KafkaProducer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'two-callbacks',
  title: 'One record, one error, and two calls of its callback',
  breaks: ['EverySendSettlesOnce'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const started = async (name: string): Promise<KafkaProducer<string, string>> => {
      const producer = sim.producer<string, string>({
        'client.id': name,
        'transactional.id': 'bank',
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
      await producer.initTransactions();
      producer.beginTransaction();
      return producer;
    };

    say('The program counts up for every send() and down for every callback. At zero, no record is in flight.');
    const zombie = await started('zombie');
    let inFlight = 0;
    const results: string[] = [];
    const send = (value: string): PromiseLike<unknown> => {
      inFlight++;
      return zombie.send({ topic: 'payments', value }, (_, error) => {
        inFlight--;
        results.push(`${value}: ${error?.name ?? 'stored'}`);
      });
    };
    await send('rent');
    check('in flight', inFlight, 0);

    say(
      'Another instance takes over. The next record fails because the producer is fenced, and its callback is called once.',
    );
    const heir = await started('heir');
    await Promise.resolve(send('heating')).catch(() => {});
    await zombie.abortTransaction().catch(() => {});
    check('in flight', inFlight, 0);

    say(
      'The one after that is already in its batch when send() checks the state. send() calls the callback, and so does the aborted batch.',
    );
    await Promise.resolve(send('water')).catch(() => {});
    await sim.sleep(200);
    check('results of this one record', results.slice(2), [
      'water: ProducerFencedException',
      'water: ProducerFencedException',
    ]);
    check('in flight', inFlight, -1);

    say('Workaround: send nothing after a producer has been fenced, and rely on the futures, which settle once.');
    await zombie.close();
    await heir.abortTransaction();
    await heir.close();
  },
});
