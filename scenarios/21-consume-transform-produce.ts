// The point: what was read and what was written about it belong together. With the offsets in the transaction, a crash
// between the two neither loses a payment nor decides it twice: who comes after starts where the last commit ended.
import { type Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

const GROUP = 'deciders';
const PAYMENTS = { topic: 'payments', partition: 0 };

export default defineScenario({
  name: 'consume-transform-produce',
  title: 'Read, decide, write, and remember how far: in one transaction',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    sim.createTopic('decisions', { partitions: 1, replicationFactor: 3 });
    await sell(sim, [40, 2_500, 990, 70]);

    say('The first instance decides two payments, and commits decisions and offset together.');
    const first = await decider(sim, 'first');
    await first.decide(2);
    await first.commit();
    check('the group stands at', positionOf(sim), 2);

    say('It decides the third, hands in the offset, and is cut off before it commits. Nobody knows what became of it.');
    await first.decide(1);
    check('the group still stands at', positionOf(sim), 2);

    say('A second instance takes over the transactional.id: initTransactions() aborts what the first left open.');
    const second = await decider(sim, 'second');
    await second.decide(2);
    await second.commit();
    check('the group stands at', positionOf(sim), 4);

    say('In the log the third decision lies twice; who reads committed records sees each once.');
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

/** An instance of the application, which begins where the group stands. */
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
        await decisions.sendOffsetsToTransaction({ 'payments-0': offset + 1 }, GROUP);
        decided++;
      }
    }
  };
  const commit = async (): Promise<void> => {
    await decisions.commitTransaction();
    // Its answer means that the decision is written down; the markers follow.
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

/** The offset the group has committed. */
function positionOf(sim: Simulation): number {
  return sim.committedOffsets(GROUP)[0]?.offset ?? 0;
}
