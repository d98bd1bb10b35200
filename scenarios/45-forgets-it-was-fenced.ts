// The point: a known bug of the 3.6.1 client (KAFKA-14830). ProducerFencedException tells a program that another
// instance has taken over and that it must stop. A producer that gets a second error at the same moment forgets that it
// was fenced, and reports an IllegalStateException instead.
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

    // After this every broker knows the coordinator, so that no broker has to ask another one and connect to it first.
    await (await started('of before')).close();

    say(
      'An instance writes a record to partition 0 and then pauses. Another one takes over, so the first one is fenced without knowing.',
    );
    const zombie = await started('zombie');
    await zombie.send({ topic: 'payments', partition: 0, value: 'rent' }).get();
    const heir = await started('heir');

    say(
      'It resumes and writes to both partitions. The leader of one rejects its old epoch. The coordinator, which the producer asks',
    );
    say(
      ' to add the other, answers that it is fenced. The I/O thread reads both answers in the same poll, the coordinator’s first.',
    );
    sim.faults.on('AddPartitionsToTxn', { client: 'zombie' }).nth(1).delayResponse(9);
    const heating = failureOf(zombie.send({ topic: 'payments', partition: 0, value: 'heating' }).get());
    await sim.sleep(1);
    const water = failureOf(zombie.send({ topic: 'payments', partition: 1, value: 'water' }).get());
    check('heating', await heating, 'InvalidProducerEpochException');
    check('water', await water, 'IllegalStateException');

    say(
      'The second error tries to change the state from fatal to abortable, which is not allowed, and the producer takes that for a',
    );
    say(
      ' bug. A program that waits for ProducerFencedException in order to stop never gets it: every call fails as if it were a misuse.',
    );
    check('its abortTransaction() fails with', await failureOf(zombie.abortTransaction()), 'IllegalStateException');
    await zombie.close();

    say(
      'The same happens without a coincidence if the program continues to send. The next instance is fenced as well and knows it,',
    );
    const grandchild = await started('grandchild');
    check('gas', await failureOf(heir.send({ topic: 'payments', value: 'gas' }).get()), 'ProducerFencedException');
    say(
      ' until send() rejects a record for another reason: it passes that error to the callback, and then throws as well.',
    );
    const results: string[] = [];
    try {
      heir.send(
        { topic: 'payments', value: 'x'.repeat(2_000_000) },
        (_, error) => void results.push(error?.name ?? ''),
      );
    } catch (error) {
      results.push(`thrown: ${(error as Error).name}`);
    }
    check('results of this one record', results, ['RecordTooLargeException', 'thrown: IllegalStateException']);
    await heir.close();

    say('No record is lost or stored twice: the transactions of the fenced instances are aborted nevertheless.');
    await grandchild.abortTransaction();
    await grandchild.close();
    check('committed', sim.topic('payments').values({ isolation: 'read_committed' }), []);
  },
});
