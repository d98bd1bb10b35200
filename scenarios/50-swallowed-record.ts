// The point: what KAFKA-14397 does to transactions. A batch fails though it was stored; the commit that waited for it fails, too, and the
// transaction is aborted. The next one uses the same sequence numbers: its record is taken for a repetition, acknowledged, and nowhere.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'swallowed-record',
  title: 'KAFKA-14397 in transactions: a record is committed, and nowhere',
  breaks: ['NoAcknowledgedRecordLost', 'TransactionsAllOrNothing'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 3, replicationFactor: 3 });
    const producer = sim.producer({
      'transactional.id': 'bank',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'request.timeout.ms': 5_000,
      'delivery.timeout.ms': 5_000,
    });
    const send = (partition: number, value: string): Promise<string> =>
      producer
        .send({ topic: 'payments', partition, value })
        .get()
        .then(
          (stored) => `stored at offset ${stored.offset()}`,
          (error: Error) => error.name,
        );
    const committed = (): (string | null)[] => sim.topic('payments').values({ isolation: 'read_committed' });
    await producer.initTransactions();

    say(
      'A transaction. Its first record, sequence 0, is stored, and the answer is lost. Its second goes to another partition, and the',
    );
    say(
      ' coordinator takes its time to enter that. Meanwhile commitTransaction() waits for both, and fails when the first one does.',
    );
    producer.beginTransaction();
    sim.faults.on('Produce').nth(1).loseResponse();
    const rent = send(0, 'rent');
    await sim.sleep(100);
    sim.faults.on('AddPartitionsToTxn').nth(1).delayResponse(4_950);
    void send(2, 'insurance');
    const failed = await producer.commitTransaction().catch((error: Error) => error.name);
    check('the commit', failed, 'TimeoutException');
    check('rent', await rent, 'TimeoutException');
    await producer.abortTransaction();

    say(
      'All was done as the javadoc has it. But the producer takes the failure for certain, and counts sequence 0 as not used.',
    );
    producer.beginTransaction();
    const [heating, water] = [send(0, 'heating'), send(1, 'water')];
    check('heating, sequence 0 again, at the offset of rent', await heating, 'stored at offset 0');
    check('water, in the other partition', await water, 'stored at offset 0');
    await producer.commitTransaction();
    await sim.sleep(100);
    check('committed', committed(), ['water']);
    check('all there is', sim.topic('payments').values(), ['rent', 'water']);

    say(
      'The remedy: look at the futures before commitTransaction(). A failure that comes before it makes abort take a new epoch.',
    );
    producer.beginTransaction();
    sim.faults.on('Produce').nth(1).loseResponse();
    check('gas', await send(0, 'gas'), 'TimeoutException');
    await producer.abortTransaction();
    producer.beginTransaction();
    check('phone', await send(0, 'phone'), 'stored at offset 5');
    await producer.commitTransaction();
    await sim.sleep(100);
    check('committed', committed(), ['phone', 'water']);
    await producer.close();
  },
});
