// The point: what KAFKA-14397 means for transactions. A batch fails although it was stored; the commit that waited for
// it fails as well, and the transaction is aborted. The next transaction uses the same sequence numbers, so its record
// is taken for a duplicate and acknowledged, but not stored.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'swallowed-record',
  title: 'KAFKA-14397 in transactions: a committed record is not stored',
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
      'A transaction. Its first record, sequence number 0, is stored, and the answer is lost. Its second record goes to another',
    );
    say(
      ' partition, which the coordinator adds slowly. commitTransaction() waits for both, and fails when the first one does.',
    );
    producer.beginTransaction();
    sim.faults.on('Produce').nth(1).loseResponse();
    const rent = send(0, 'rent');
    await sim.sleep(100);
    sim.faults.on('AddPartitionsToTxn').nth(1).delayResponse(4_950);
    void send(2, 'insurance');
    const failed = await producer.commitTransaction().catch((error: Error) => error.name);
    check('commitTransaction() fails with', failed, 'TimeoutException');
    check('the send() of rent fails with', await rent, 'TimeoutException');
    await producer.abortTransaction();

    say(
      'The program did what the Javadoc says. But the producer assumes that rent was not stored, and uses sequence number 0 again.',
    );
    producer.beginTransaction();
    const [heating, water] = [send(0, 'heating'), send(1, 'water')];
    check('heating, sequence number 0 again, with the offset of rent', await heating, 'stored at offset 0');
    check('water, in the other partition', await water, 'stored at offset 0');
    await producer.commitTransaction();
    await sim.sleep(100);
    check('committed', committed(), ['water']);
    check('in the log', sim.topic('payments').values(), ['rent', 'water']);

    say(
      'Workaround: check the futures before commitTransaction(). After a failure before it, abortTransaction() takes a new epoch.',
    );
    producer.beginTransaction();
    sim.faults.on('Produce').nth(1).loseResponse();
    check('the send() of gas fails with', await send(0, 'gas'), 'TimeoutException');
    await producer.abortTransaction();
    producer.beginTransaction();
    check('phone', await send(0, 'phone'), 'stored at offset 5');
    await producer.commitTransaction();
    await sim.sleep(100);
    check('committed', committed(), ['phone', 'water']);
    await producer.close();
  },
});
