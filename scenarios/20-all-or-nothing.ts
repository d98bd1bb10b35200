// The point: the records and offsets of a transaction count together or not at all, and of two producers with the same
// transactional.id only the newer one counts. A program that dies in the midst leaves nothing to readers of committed
// records, and its successor need not know.
import { defineScenario, StringSerializer } from 'kafka-trial';

export default defineScenario({
  name: 'all-or-nothing',
  title: 'Billing an order twice, half, and once: transactions',
  play: async ({ sim, say, check }) => {
    for (const topic of ['orders', 'bills', 'stock']) sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
    const billing = (name: string) =>
      sim.producer({
        'client.id': name,
        'transactional.id': 'billing',
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
    const committed = () => ({
      bills: sim.topic('bills').values({ isolation: 'read_committed' }),
      stock: sim.topic('stock').values({ isolation: 'read_committed' }),
      offset: sim.committedOffsets('billing')[0]?.offset ?? 'none',
    });

    say('An order becomes a bill and a change of the stock. Both, and the order’s offset, are one transaction.');
    const first = billing('first');
    await first.initTransactions();
    first.beginTransaction();
    first.send({ topic: 'bills', value: 'beer: 2 euro' });
    first.send({ topic: 'stock', value: 'beer: -1' });
    await first.sendOffsetsToTransaction({ 'orders-0': 1 }, 'billing');
    check('before the commit', committed(), { bills: [], stock: [], offset: 'none' });
    await first.commitTransaction();
    await sim.sleep(10);
    check('after it', committed(), { bills: ['beer: 2 euro'], stock: ['beer: -1'], offset: 1 });

    say('The next order gets half way: a bill is written, then the program hangs.');
    first.beginTransaction();
    await first.send({ topic: 'bills', value: 'wine: 3 euro' });
    check('bills on the disks', sim.topic('bills').values(), ['beer: 2 euro', 'wine: 3 euro']);

    say('Somebody starts it again. initTransactions() ends what its predecessor left open; the offset says: wine.');
    const second = billing('second');
    await second.initTransactions();
    check('to be billed from', committed().offset, 1);
    second.beginTransaction();
    second.send({ topic: 'bills', value: 'wine: 3 euro' });
    second.send({ topic: 'stock', value: 'wine: -1' });
    await second.sendOffsetsToTransaction({ 'orders-0': 2 }, 'billing');
    await second.commitTransaction();

    say('The first one comes to its senses and wants to go on. It is fenced.');
    first.send({ topic: 'stock', value: 'wine: -1' });
    check(
      'commitTransaction() threw',
      await first.commitTransaction().catch((error: Error) => error.name),
      'ProducerFencedException',
    );
    await sim.sleep(10);
    check('each order billed once', committed(), {
      bills: ['beer: 2 euro', 'wine: 3 euro'],
      stock: ['beer: -1', 'wine: -1'],
      offset: 2,
    });
    await Promise.all([first.close(), second.close()]);
  },
});
