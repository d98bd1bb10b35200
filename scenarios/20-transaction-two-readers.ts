// The point: a transaction writes to several partitions or to none. Records of an open or aborted transaction are in
// the log nevertheless: a consumer with isolation.level=read_uncommitted, the default, reads them; a consumer with
// read_committed does not.
import { StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'transaction-two-readers',
  title: 'A committed and an aborted transaction, read with both isolation levels',
  run: async ({ sim, say, check }) => {
    sim.createTopic('accounts', { partitions: 2, replicationFactor: 3 });
    const producer = sim.producer({
      'transactional.id': 'bank',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const reader = (isolation: 'read_committed' | 'read_uncommitted') => {
      const consumer = sim.consumer({
        'client.id': isolation,
        'isolation.level': isolation,
        'auto.offset.reset': 'earliest',
        'key.deserializer': StringDeserializer,
        'value.deserializer': StringDeserializer,
      });
      consumer.subscribe(['accounts']);
      return async (): Promise<string[]> => {
        const values: string[] = [];
        // One poll returns the records of one broker, and the two partitions have different leaders.
        for (let i = 0; i < 3; i++) for (const { value } of await consumer.poll(20)) values.push(`${value}`);
        return values.toSorted();
      };
    };
    const [committed, uncommitted] = [reader('read_committed'), reader('read_uncommitted')];
    const transfer = async (amount: number): Promise<void> => {
      const [out, into] = [
        producer.send({ topic: 'accounts', partition: 0, key: 'ann', value: `ann -${amount}` }),
        producer.send({ topic: 'accounts', partition: 1, key: 'bob', value: `bob +${amount}` }),
      ];
      await Promise.all([out.get(), into.get()]);
    };

    say('initTransactions() finds the coordinator of the transactional.id and gets a producer id from it.');
    await producer.initTransactions();

    say('A transfer is two records in two partitions. Both are acknowledged; the transaction is still open.');
    producer.beginTransaction();
    await transfer(10);
    check('read_uncommitted reads', await uncommitted(), ['ann -10', 'bob +10']);
    check('read_committed reads', await committed(), []);

    say('commitTransaction(): the coordinator writes the decision to its log, then a marker to each partition.');
    await producer.commitTransaction();
    check('read_committed reads', await committed(), ['ann -10', 'bob +10']);

    say('A second transfer, which the program aborts with abortTransaction().');
    producer.beginTransaction();
    await transfer(500);
    await producer.abortTransaction();
    check('read_uncommitted reads', await uncommitted(), ['ann -500', 'bob +500']);
    check('read_committed reads', await committed(), []);

    say(
      'Nothing was deleted: each partition has two records and two markers. The isolation level decides which records a consumer gets.',
    );
    const ends = sim.snapshot().replicas.filter(({ topic, isLeader }) => topic === 'accounts' && isLeader);
    check(
      'end offsets of the two logs',
      ends.map(({ logEndOffset }) => logEndOffset),
      [4, 4],
    );
    await producer.close();
  },
});
