// The point: a transaction reaches several partitions or none. What is open or aborted lies in the log all the same: a
// reader with isolation.level=read_uncommitted, the default, sees it; one with read_committed does not.
import { StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'transaction-two-readers',
  title: 'A transaction committed, one aborted, and who sees what',
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
        // One poll returns what one broker sent; the two partitions have different leaders.
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

    say('initTransactions() finds the coordinator of the transactional.id, and gets a producer id from it.');
    await producer.initTransactions();

    say('A transfer is two records on two partitions. Both are acknowledged; the transaction is still open.');
    producer.beginTransaction();
    await transfer(10);
    check('read_uncommitted sees', await uncommitted(), ['ann -10', 'bob +10']);
    check('read_committed sees', await committed(), []);

    say('commitTransaction(): the coordinator writes the decision down, then a marker into each partition.');
    await producer.commitTransaction();
    check('read_committed sees', await committed(), ['ann -10', 'bob +10']);

    say('A second transfer, and second thoughts: abortTransaction().');
    producer.beginTransaction();
    await transfer(500);
    await producer.abortTransaction();
    check('read_uncommitted sees', await uncommitted(), ['ann -500', 'bob +500']);
    check('read_committed sees', await committed(), []);

    say('Nothing was deleted. Two records and two markers lie in each partition; what differs is who is shown them.');
    const ends = sim.snapshot().replicas.filter(({ topic, isLeader }) => topic === 'accounts' && isLeader);
    check(
      'end of the two logs',
      ends.map(({ logEndOffset }) => logEndOffset),
      [4, 4],
    );
    await producer.close();
  },
});
