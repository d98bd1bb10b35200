// The point: a known bug of the 3.6.1 client (KAFKA-14830). ProducerFencedException tells a program that another instance has taken
// over, and to stop for good. A producer that hears of one more failure in the same moment forgets it, and says that it is broken.
import { type KafkaProducer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'forgets-it-was-fenced',
  title: 'KAFKA-14830: a fenced producer forgets that it was fenced',
  breaks: ['EverySendSettlesOnce'],
  simulation: { network: { latencyMs: { minMs: 5, maxMs: 5 } } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
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
    const failureOf = (pending: PromiseLike<unknown>): Promise<string> =>
      Promise.resolve(pending).then(String, (error: Error) => error.name);

    // From now on brokers know the coordinator: nobody has to ask another one, and so connect to it first.
    await (await started('of before')).close();

    say(
      'An instance writes a record to partition 0, and falls silent. Another one takes over: the first is fenced, and does not know.',
    );
    const zombie = await started('zombie');
    await zombie.send({ topic: 'payments', partition: 0, value: 'rent' }).get();
    const heir = await started('heir');

    say(
      'It wakes up, and writes to both partitions. The leader of one refuses its old epoch. The coordinator, which it asks for the',
    );
    say(
      ' other, has the true answer: fenced. Both are there when the I/O thread looks, the coordinator first, on the older connection.',
    );
    sim.faults.on('AddPartitionsToTxn', { client: 'zombie' }).nth(1).delayResponse(9);
    const heating = failureOf(zombie.send({ topic: 'payments', partition: 0, value: 'heating' }).get());
    await sim.sleep(1);
    const water = failureOf(zombie.send({ topic: 'payments', partition: 1, value: 'water' }).get());
    check('heating', await heating, 'InvalidProducerEpochException');
    check('water', await water, 'IllegalStateException');

    say(
      'From "fenced" it tried to go to "has to abort", which is not allowed, and took that for a mistake of its own. Whoever',
    );
    say(
      ' waits for ProducerFencedException, to close and go, waits in vain: every call now fails as if the program were wrong.',
    );
    check('its abort', await failureOf(zombie.abortTransaction()), 'IllegalStateException');
    await zombie.close();

    say('It takes no coincidence if the program goes on sending. The next one is fenced, too, and knows it,');
    const grandchild = await started('grandchild');
    check('gas', await failureOf(heir.send({ topic: 'payments', value: 'gas' }).get()), 'ProducerFencedException');
    say(
      ' until send() refuses a record for a reason of its own. It says so to the callback, which is the end of it; then it throws.',
    );
    const heard: string[] = [];
    try {
      heir.send({ topic: 'payments', value: 'x'.repeat(2_000_000) }, (_, error) => void heard.push(error?.name ?? ''));
    } catch (error) {
      heard.push(`thrown: ${(error as Error).name}`);
    }
    check('of one record', heard, ['RecordTooLargeException', 'thrown: IllegalStateException']);
    await heir.close();

    say('Nothing is lost or stored twice: what was fenced is aborted all the same.');
    await grandchild.abortTransaction();
    await grandchild.close();
    check('committed', sim.topic('payments').values({ isolation: 'read_committed' }), []);
  },
});
