// A transfer is two records in two partitions: both or none.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-transactions',
  title: 'Transactions: all records or none',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('accounts', { partitions: 2, replicationFactor: 3 });
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const ann = (amount: number) => ({ topic: 'accounts', partition: 0, value: `Ann ${amount}` });
    const bob = (amount: number) => ({ topic: 'accounts', partition: 1, value: `Bob ${amount}` });
    const all = () => sim.topic('accounts').values();
    const committed = () => sim.topic('accounts').values({ isolation: 'read_committed' });

    say('Without a transaction, and the brokers refuse the second record:');
    const plain = sim.producer(settings);
    sim.faults.on('Produce', { topic: 'accounts', partition: 1 }).nth(1).respond('INVALID_RECORD');
    const half = [plain.send(ann(-10)), plain.send(bob(10))];
    const outcomes = await Promise.allSettled(half.map((future) => future.get()));
    check(
      'the futures',
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    check('in the topic', all(), ['Ann -10']);
    await plain.close();

    say('In a transaction that is committed:');
    const producer = sim.producer({ ...settings, 'transactional.id': 'bank' });
    await producer.initTransactions();
    producer.beginTransaction();
    await Promise.all([producer.send(ann(-20)).get(), producer.send(bob(20)).get()]);
    check('both are acknowledged; a read_committed consumer reads', committed(), ['Ann -10']);
    await producer.commitTransaction();
    await sim.sleep(100);
    check('after commitTransaction() it reads', committed(), ['Ann -10', 'Ann -20', 'Bob 20']);

    say('In a transaction of which one record fails:');
    sim.faults.on('Produce', { topic: 'accounts', partition: 1 }).nth(1).respond('INVALID_RECORD');
    producer.beginTransaction();
    producer.send(ann(-30));
    producer.send(bob(30));
    const reason = await producer.commitTransaction().catch((error: Error) => error.name);
    check('commitTransaction() throws', reason, 'InvalidRecordException');
    await producer.abortTransaction();
    await sim.sleep(100);
    check('a read_committed consumer reads', committed(), ['Ann -10', 'Ann -20', 'Bob 20']);
    check('a read_uncommitted consumer, the default, reads', all(), [
      'Ann -10',
      'Ann -20',
      'Ann -30',
      'Bob 20',
    ]);

    say('Another record of Ann, in a transaction of its own:');
    producer.beginTransaction();
    const next = await producer.send(ann(-40)).get();
    await producer.commitTransaction();
    check('its offset', next.offset(), 5);
    await producer.close();
  },
});
