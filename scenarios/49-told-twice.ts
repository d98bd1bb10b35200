// The point: a fault of the 3.6.1 client. send() first puts the record into its batch, and then looks whether the transaction may go on.
// If it has been fenced, the callback hears so from send(), and once more from the batch. A program that counts its callbacks miscounts.
import { type KafkaProducer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'told-twice',
  title: 'One record, one refusal, and two callbacks',
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

    say('A program that counts: up for every send, down for every callback. At zero nothing is on its way any more.');
    const zombie = await started('zombie');
    let onTheirWay = 0;
    const heard: string[] = [];
    const send = (value: string): PromiseLike<unknown> => {
      onTheirWay++;
      return zombie.send({ topic: 'payments', value }, (_, error) => {
        onTheirWay--;
        heard.push(`${value}: ${error?.name ?? 'stored'}`);
      });
    };
    await send('rent');
    check('on their way', onTheirWay, 0);

    say('Another instance takes over. The next record is fenced: refused once, told once.');
    const heir = await started('heir');
    await Promise.resolve(send('heating')).catch(() => {});
    await zombie.abortTransaction().catch(() => {});
    check('on their way', onTheirWay, 0);

    say(
      'The one after that is in its batch when send() remembers. send() tells the callback; then the batch is aborted, and tells it, too.',
    );
    await Promise.resolve(send('water')).catch(() => {});
    await sim.sleep(200);
    check('told', heard.slice(2), ['water: ProducerFencedException', 'water: ProducerFencedException']);
    check('on their way', onTheirWay, -1);

    say('The remedy: send nothing more once a producer is fenced, and believe the futures, which end once.');
    await zombie.close();
    await heir.abortTransaction();
    await heir.close();
  },
});
