// The point: a batch that arrives late becomes a part of the next transaction (KIP-890). Its own transaction is aborted while it
// is in flight. The next one has the same producer id, epoch and partition, so the leader accepts the batch when it arrives,
// and it is committed.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'late-for-its-transaction',
  title: 'KIP-890: an aborted record is committed with the next transaction',
  breaks: ['TransactionsAllOrNothing'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'transactional.id': 'bank',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'request.timeout.ms': 1_000,
      'delivery.timeout.ms': 1_000,
    });
    const send = (value: string): Promise<string> =>
      producer
        .send({ topic: 'payments', value })
        .get()
        .then(
          (stored) => `stored at offset ${stored.offset()}`,
          (error: Error) => error.name,
        );
    const committed = (): (string | null)[] => sim.topic('payments').values({ isolation: 'read_committed' });
    await producer.initTransactions();

    say(
      'A transaction. Its only record, sequence number 0, is delayed in the network. The program aborts, and abortTransaction() succeeds.',
    );
    producer.beginTransaction();
    const held = sim.faults.on('Produce').nth(1).holdRequest();
    const rent = send('rent');
    await sim.sleep(100);
    await producer.abortTransaction();
    check('the send() of rent fails with', await rent, 'TimeoutException');

    say(
      'The next transaction has the same epoch. Its record, sequence number 1, is rejected until sequence number 0 has arrived.',
    );
    producer.beginTransaction();
    const heating = send('heating');
    await sim.sleep(500);
    check('in the log', sim.topic('payments').values(), []);

    say(
      'Now the delayed request arrives. The coordinator confirms to the leader that the producer has added the partition to',
    );
    say(' its transaction.');
    held.release();
    check('heating', await heating, 'stored at offset 2');
    await producer.commitTransaction();
    await sim.sleep(100);
    check('committed', committed(), ['rent', 'heating']);

    say(
      'Workaround: check the futures before abortTransaction(). After a failure before it, abortTransaction() takes a new epoch,',
    );
    say(' and a batch that arrives late is rejected.');
    producer.beginTransaction();
    const heldToo = sim.faults.on('Produce').nth(1).holdRequest();
    check('the send() of gas fails with', await send('gas'), 'TimeoutException');
    await producer.abortTransaction();
    producer.beginTransaction();
    check('phone', await send('phone'), 'stored at offset 5');
    heldToo.release();
    await sim.sleep(100);
    await producer.commitTransaction();
    await sim.sleep(100);
    check('committed', committed(), ['rent', 'heating', 'phone']);
    await producer.close();
  },
});
