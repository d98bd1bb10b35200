// The point: a transaction can stay open for good in the offsets of a group (KAFKA-15449). A broker of 3.6.1 asks the transaction's
// coordinator before it stores records, but not before it stores offsets. Offsets that arrive after the end of their transaction
// are never committed or aborted, and a consumer of the group that reads only what is committed waits for them.
import { type KafkaProducer, type Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

const GROUP = 'deciders';
const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

export default defineScenario({
  name: 'stuck-offsets',
  title: 'KAFKA-15449: offsets of an aborted transaction stay undecided, and stop the consumers of the group',
  simulation: { config: { 'group.initial.rebalance.delay.ms': 0 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const shop = sim.producer({ 'client.id': 'shop', ...SERIALIZERS });
    for (const value of ['rent', 'heating']) shop.send({ topic: 'payments', value });
    await shop.close();

    say(
      'A decider reads payments. It adds an offset to its transaction, but the request is delayed in the network. The producer',
    );
    say(' sends it again after request.timeout.ms, one second, and goes on. Then the program aborts the transaction.');
    const decider = sim.producer({
      'client.id': 'decider',
      'transactional.id': 'decider',
      'request.timeout.ms': 1_000,
      'delivery.timeout.ms': 2_000,
      ...SERIALIZERS,
    });
    await decider.initTransactions();
    decider.beginTransaction();
    const held = sim.faults.on('TxnOffsetCommit').nth(1).holdRequest();
    await decider.sendOffsetsToTransaction({ 'payments-0': 1 }, { groupId: GROUP });
    await decider.abortTransaction();
    await sim.sleep(100);
    check('values that a new consumer of the group reads in two seconds', await readBy(sim, 'before'), [
      'rent',
      'heating',
    ]);

    say(
      'Now the delayed request arrives. It has the producer id and the epoch of its transaction, so the broker stores the offset.',
    );
    held.release();
    await sim.sleep(100);
    check('values that a new consumer of the group reads in two seconds', await readBy(sim, 'after'), []);
    check('committed offsets', sim.committedOffsets(GROUP), []);

    say(
      'The coordinator answers the consumer with UNSTABLE_OFFSET_COMMIT, and the consumer asks again and again. No transaction is',
    );
    say(
      ' open at the coordinator, so that none will time out. Only another transaction of the same producer with this group ends the wait.',
    );
    await commitOffset(decider);
    await sim.sleep(100);
    check('committed offset', sim.committedOffsets(GROUP)[0]?.offset, 2);
    check('values that a new consumer of the group reads in two seconds', await readBy(sim, 'finally'), []);
    await decider.close();
  },
});

/** What a new consumer of the group has read after two seconds. */
async function readBy(sim: Simulation, name: string): Promise<readonly string[]> {
  const consumer = sim.consumer({
    'client.id': name,
    'group.id': GROUP,
    'isolation.level': 'read_committed',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
    'key.deserializer': StringDeserializer,
    'value.deserializer': StringDeserializer,
  });
  consumer.subscribe(['payments']);
  const values: string[] = [];
  for (let i = 0; i < 2; i++) for (const { value } of await consumer.poll(1_000)) values.push(String(value));
  await consumer.close();
  return values;
}

async function commitOffset(producer: KafkaProducer<string, string>): Promise<void> {
  producer.beginTransaction();
  await producer.sendOffsetsToTransaction({ 'payments-0': 2 }, { groupId: GROUP });
  await producer.commitTransaction();
}
