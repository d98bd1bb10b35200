/** Tests with a mistake each, as somebody writes them who uses the kit for the first time. */
import { type Callback, type KafkaProducer, Simulation, type SimulationOptions } from 'kafka-trial';
import { expect } from 'kafka-trial/vitest';
import { vi } from 'vitest';
import { TEXT } from '../assert/runs.ts';

export interface Mistake {
  readonly title: string;
  readonly test: (sim: Simulation) => unknown;
  readonly options?: SimulationOptions;
  /** Whether the host's timers are part of the mistake. */
  readonly startsRealTimers?: true;
}

/** Other tests of this process may have timers, which end at any time: so many of a run's own are noticed nevertheless. */
const SEVERAL = Array.from({ length: 50 });

const sendOne = (sim: Simulation): Promise<unknown> =>
  sim.run(() => sim.producer(TEXT).send({ topic: 'orders', key: 'ann', value: 'one' }).get());

const sendAll = (sim: Simulation, ...values: readonly string[]): Promise<void> =>
  sim.run(async () => {
    sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer(TEXT);
    for (const value of values) producer.send({ topic: 'orders', key: 'ann', value });
    await producer.close();
  });

export const mistakes: readonly Mistake[] = [
  // --- What has to be awaited ----------------------------------------------------------------------------------------------
  {
    title: 'The future is compared instead of its result: a forgotten await',
    async test(sim) {
      const metadata = sim.producer(TEXT).send({ topic: 'orders', value: 'one' });
      await sim.run(() => metadata.get());
      expect(metadata).toEqual({ topic: 'orders', offset: 0 });
    },
  },
  {
    title: 'The program ends without flush() or close()',
    async test(sim) {
      sim.createTopic('orders');
      await sim.run(async () => {
        sim.producer(TEXT).send({ topic: 'orders', value: 'one' });
      });
      expect(sim.topic('orders')).toHaveDelivered(['one']);
    },
  },
  {
    title: 'The same, and the record would have created its topic',
    async test(sim) {
      await sim.run(async () => {
        sim.producer(TEXT).send({ topic: 'orders', value: 'one' });
      });
      expect(sim.topic('orders')).toContainRecord('one');
    },
  },
  {
    title: 'sim.run() is not awaited before the expectation',
    test(sim) {
      sim.createTopic('orders', { partitions: 1 });
      void sendOne(sim).catch(() => {});
      expect(sim.topic('orders')).toHaveDelivered(['one']);
    },
  },
  {
    title: 'sim.run() is not awaited at all',
    test(sim) {
      void sendOne(sim).catch(() => {});
    },
  },
  {
    title: 'A second sim.run() while the first goes on',
    async test(sim) {
      void sendOne(sim).catch(() => {});
      await sim.run(() => sim.sleep(10));
    },
  },
  {
    title: 'Nothing moves the clock',
    test(sim) {
      const future = sim.producer(TEXT).send({ topic: 'orders', value: 'one' });
      expect(future).toBeAcknowledged();
    },
  },
  // --- Time ----------------------------------------------------------------------------------------------------------------
  {
    title: 'A real timer in a run',
    startsRealTimers: true,
    async test(sim) {
      await sim.run(() => Promise.all(SEVERAL.map(() => new Promise((resolve) => setTimeout(resolve, 2_000)))));
    },
  },
  {
    title: 'vi.waitFor() in a run with virtual timers',
    startsRealTimers: true,
    async test(sim) {
      sim.timers.install();
      await sim.run(() => Promise.all(SEVERAL.map(() => vi.waitUntil(() => false, { timeout: 2_000 }))));
    },
  },
  {
    title: 'Fake timers that the simulation does not follow',
    async test(sim) {
      vi.useFakeTimers();
      // The polls of the mistake before this one are still there, and each moves fake timers by 50 ms.
      await sim.run(() => new Promise((resolve) => setTimeout(resolve, 1_000_000)));
    },
  },
  {
    title: 'A promise that nothing resolves',
    async test(sim) {
      await sim.run(() => new Promise(() => {}));
    },
  },
  {
    title: 'A loop that never ends',
    async test(sim) {
      await sim.run(async () => {
        for (;;) await sim.sleep(1_000);
      });
    },
  },
  // --- What is expected ----------------------------------------------------------------------------------------------------
  {
    title: 'The name of the topic is misspelt',
    async test(sim) {
      await sendOne(sim);
      expect(sim.topic('order')).toHaveDelivered(['one']);
    },
  },
  {
    title: 'The record was sent to another topic',
    async test(sim) {
      sim.createTopic('invoices');
      await sendOne(sim);
      expect(sim.topic('invoices')).toHaveDelivered(['one']);
    },
  },
  {
    title: 'A topic that does not exist is expected to be empty',
    test(sim) {
      expect(sim.topic('orders')).toHaveDelivered([]);
    },
  },
  {
    title: 'More records are expected than were sent',
    async test(sim) {
      await sendAll(sim, 'one', 'two');
      expect(sim.topic('orders')).toHaveDelivered(['one', 'two', 'three']);
    },
  },
  {
    title: 'Another order is expected',
    async test(sim) {
      await sendAll(sim, 'one', 'two');
      expect(sim.topic('orders')).toHaveDelivered(['two', 'one']);
    },
  },
  {
    title: 'Another key is expected',
    async test(sim) {
      await sendAll(sim, 'one');
      expect(sim.topic('orders')).toHaveDelivered([{ key: 'anna', value: 'one' }]);
    },
  },
  {
    title: 'Another value of a JSON field is expected',
    async test(sim) {
      await sendAll(sim, '{"id":1,"lines":[{"sku":"tea","count":2}],"total":4}');
      expect(sim.topic('orders')).toContainRecord({ value: { lines: [{ count: 3 }] } });
    },
  },
  {
    title: 'The simulation is given to a matcher of topics',
    async test(sim) {
      await sendAll(sim, 'one');
      expect(sim as never).toHaveDelivered(['one']);
    },
  },
  // --- What is sent --------------------------------------------------------------------------------------------------------
  {
    title: 'The value has the wrong type',
    async test(sim) {
      const producer = sim.producer<string, unknown>(TEXT);
      await sim.run(() => producer.send({ topic: 'orders', value: { id: 1 } }).get());
    },
  },
  {
    title: 'The record has the form of another library',
    async test(sim) {
      const record = { topic: 'orders', messages: [{ value: 'one' }] };
      await sim.run(() =>
        sim
          .producer(TEXT)
          .send(record as never)
          .get(),
      );
    },
  },
  {
    title: 'The producer has no serializers',
    test: (sim) => sim.producer(),
  },
  {
    title: 'A setting has an impossible value',
    test: (sim) => sim.producer({ ...TEXT, acks: 'al' as never }),
  },
  {
    title: 'The address is that of another cluster',
    async test(sim) {
      const producer = sim.producer({ ...TEXT, 'bootstrap.servers': 'localhost:9092' });
      await sim.run(() => producer.send({ topic: 'orders', value: 'one' }).get());
    },
  },
  {
    title: 'The producer is closed already',
    async test(sim) {
      const producer = sim.producer(TEXT);
      await sim.run(async () => {
        await producer.close();
        producer.send({ topic: 'orders', value: 'one' });
      });
    },
  },
  {
    title: 'A callback throws',
    async test(sim) {
      const callback: Callback = (metadata) => expect(metadata.offset()).toBe(7);
      await sim.run(async () => {
        const producer = sim.producer(TEXT);
        producer.send({ topic: 'orders', value: 'one' }, callback);
        await producer.close();
      });
    },
  },
  // --- Transactions --------------------------------------------------------------------------------------------------------
  {
    title: 'A transaction without initTransactions()',
    async test(sim) {
      const producer = sim.producer({ ...TEXT, 'transactional.id': 'shop' });
      await sim.run(() => producer.beginTransaction());
    },
  },
  {
    title: 'A send outside of a transaction',
    async test(sim) {
      const producer = sim.producer({ ...TEXT, 'transactional.id': 'shop' });
      await sim.run(async () => {
        await producer.initTransactions();
        await producer.send({ topic: 'orders', value: 'one' }).get();
      });
    },
  },
  {
    title: 'Two producers with one transactional.id',
    async test(sim) {
      const shop = (): KafkaProducer => sim.producer({ ...TEXT, 'transactional.id': 'shop' });
      const [first, second] = [shop(), shop()];
      await sim.run(async () => {
        await first.initTransactions();
        await second.initTransactions();
        first.beginTransaction();
        await first.send({ topic: 'orders', value: 'one' }).get();
      });
    },
  },
  // --- Faults and guarantees -----------------------------------------------------------------------------------------------
  {
    title: 'A fault never fires',
    async test(sim) {
      sim.faults.on('Produce').nth(2).loseResponse();
      await sendOne(sim);
    },
  },
  {
    title: 'A fault on a topic that does not exist',
    async test(sim) {
      sim.faults.on('Produce', { topic: 'order' }).loseResponse();
      await sendOne(sim);
    },
  },
  {
    title: 'A fault without an action',
    async test(sim) {
      sim.faults.on('Produce').nth(1);
      await sendOne(sim);
    },
  },
  {
    title: 'A fault on requests that do not exist',
    test: (sim) => sim.faults.on('Produced' as never).loseResponse(),
  },
  {
    title: 'A broker that does not exist',
    test: (sim) => sim.crash('broker-4'),
  },
  {
    title: 'A guarantee is violated',
    async test(sim) {
      sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
      sim.faults.on('Produce').nth(1).loseResponse();
      const producer = sim.producer({ ...TEXT, 'enable.idempotence': false });
      await sim.run(() => producer.send({ topic: 'orders', value: 'one' }).get());
    },
  },
  {
    title: 'A violation is expected that does not occur',
    options: { breaks: ['NoDuplicateWithIdempotence'] },
    test: sendOne,
  },
  // --- The simulation ------------------------------------------------------------------------------------------------------
  {
    title: 'An option that does not exist',
    test: () => new Simulation({ broker: 1 } as never),
  },
  {
    title: 'A topic is created twice',
    test(sim) {
      sim.createTopic('orders');
      sim.createTopic('orders');
    },
  },
  {
    title: 'The simulation is closed already',
    async test(sim) {
      sim.close();
      await sendOne(sim);
    },
  },
];
