// The point: the records that an application reads and those that it writes about them belong together. With the
// offsets in the transaction, a crash between reading and writing neither loses a payment nor decides about it twice:
// the next instance starts at the last committed offset.
import { type Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

const GROUP = 'deciders';
const PAYMENTS = { topic: 'payments', partition: 0 };

export default defineScenario({
  name: 'consume-transform-produce',
  title: 'Consume, transform, produce and commit the offsets in one transaction',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    sim.createTopic('decisions', { partitions: 1, replicationFactor: 3 });
    await sell(sim, [40, 2_500, 990, 70]);

    say('The first instance decides about two payments, and commits the decisions and the offset in one transaction.');
    const first = await decider(sim, 'first');
    await first.decide(2);
    await first.commit();
    check('committed offset of the group', positionOf(sim), 2);

    say('It decides about the third payment, adds the offset to the transaction, and stops before it commits.');
    await first.decide(1);
    check('committed offset of the group, unchanged', positionOf(sim), 2);

    say(
      'A second instance takes over the transactional.id: its initTransactions() aborts the transaction that the first one left open.',
    );
    const second = await decider(sim, 'second');
    await second.decide(2);
    await second.commit();
    check('committed offset of the group', positionOf(sim), 4);

    say('The log contains the third decision twice; a consumer with read_committed reads each decision once.');
    const decisions = sim.topic('decisions');
    check('read_uncommitted', decisions.values(), [
      '40 approved',
      '2500 refused',
      '990 approved',
      '990 approved',
      '70 approved',
    ]);
    check('read_committed', decisions.values({ isolation: 'read_committed' }), [
      '40 approved',
      '2500 refused',
      '990 approved',
      '70 approved',
    ]);
  },
});

/** An instance of the application, which starts at the committed offset of the group. */
async function decider(sim: Simulation, name: string) {
  const payments = sim.consumer({
    'client.id': `${name}-reader`,
    'key.deserializer': StringDeserializer,
    'value.deserializer': StringDeserializer,
    'max.poll.records': 1,
  });
  const decisions = sim.producer({
    'client.id': name,
    'transactional.id': 'decider',
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  await decisions.initTransactions();
  payments.assign([PAYMENTS]);
  payments.seek(PAYMENTS, positionOf(sim));
  const decide = async (count: number): Promise<void> => {
    decisions.beginTransaction();
    for (let decided = 0; decided < count; ) {
      for (const { value, offset } of await payments.poll(1_000)) {
        await decisions
          .send({ topic: 'decisions', value: `${value} ${Number(value) > 1_000 ? 'refused' : 'approved'}` })
          .get();
        await decisions.sendOffsetsToTransaction({ 'payments-0': offset + 1 }, { groupId: GROUP });
        decided++;
      }
    }
  };
  const commit = async (): Promise<void> => {
    await decisions.commitTransaction();
    // The answer means that the decision is in the coordinator's log; the markers are written after it.
    await sim.sleep(100);
  };
  return { decide, commit };
}

async function sell(sim: Simulation, amounts: readonly number[]): Promise<void> {
  const shop = sim.producer({
    'client.id': 'shop',
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  for (const amount of amounts) shop.send({ topic: 'payments', value: `${amount}` });
  await shop.close();
}

/** The offset that the group has committed. */
function positionOf(sim: Simulation): number {
  return sim.committedOffsets(GROUP)[0]?.offset ?? 0;
}
