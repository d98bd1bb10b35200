import type { Simulation } from 'kafka-trial';
import { expect, test as simulated } from 'kafka-trial/vitest';
import { Kafka, logLevel } from 'kafkajs';
import { describe } from 'vitest';
import { type Bill, Billing } from './billing.ts';
import { KafkaJsMessaging } from './kafkajs.ts';
import type { Messaging } from './messaging.ts';
import { PlatformaticMessaging } from './platformatic.ts';

const test = simulated.extend({ realClients: true });

const orders = ['{"id":"a","cents":1}', '{"id":"b","cents":2}', '{"id":"c","cents":3}'];
const poison = '{"cents":';
const [invoiceA, invoiceB, invoiceC] = [/"number":"a"/, /"number":"b"/, /"number":"c"/];
const invoices = [invoiceA, invoiceB, invoiceC];

const brokers = ['broker-1:9092', 'broker-2:9092'];
const bill: Bill = async ({ id, cents }) => ({ number: id, cents });

/** A client, and what it does otherwise than the other one. */
interface Client {
  readonly name: string;
  readonly messaging: (clientId: string) => Messaging;
  /** The pause before a request is sent again whose connection has broken, in ms. */
  readonly retryPauseMs: readonly [atLeast: number, atMost: number];
  /** The orders that are billed, one after the other, if the response to the second invoice comes after 31 s. */
  readonly billedWithLateResponse: readonly string[];
  /** The invoices, if the next service takes over from one that was cut off at the second order. */
  readonly invoicesAfterCutOff: readonly RegExp[];
  /** The invoices, if another service is started while one hangs at the second order. */
  readonly invoicesBesideHanging: readonly RegExp[];
}

const CLIENTS: readonly Client[] = [
  {
    name: 'kafkajs',
    messaging: (clientId) =>
      new KafkaJsMessaging(new Kafka({ clientId, brokers, logLevel: logLevel.NOTHING }), 'billing'),
    retryPauseMs: [30, 400],
    // It sends the record again on the same connection and waits for both responses.
    billedWithLateResponse: ['a', 'b', 'c'],
    // It had not committed the first order, which was in the same batch.
    invoicesAfterCutOff: [invoiceA, invoiceA, invoiceB, invoiceC],
    // It does not join again before its handler ends, and is removed from the group.
    invoicesBesideHanging: [invoiceA, invoiceB, invoiceC],
  },
  {
    name: '@platformatic/kafka',
    messaging: (clientId) => new PlatformaticMessaging({ clientId, bootstrapBrokers: brokers }, 'billing'),
    retryPauseMs: [1_000, 1_100],
    // send() fails after 30 s, and the service tries again.
    billedWithLateResponse: ['a', 'b', 'b', 'c'],
    invoicesAfterCutOff: [invoiceA, invoiceB, invoiceC],
    // It joins again beside its handler, and keeps the partition.
    invoicesBesideHanging: [invoiceA],
  },
];

/** Creates the topics, and places the orders with a client of the shop. */
async function place(sim: Simulation, values: readonly string[] = orders): Promise<void> {
  for (const topic of ['orders', 'orders.dead', 'invoices']) {
    sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
  }
  const shop = new Kafka({ clientId: 'shop', brokers, logLevel: logLevel.NOTHING }).producer({ idempotent: true });
  await shop.connect();
  await shop.send({ topic: 'orders', messages: values.map((value) => ({ key: 'ada', value })) });
  await shop.disconnect();
}

/** Waits until a topic has so many records. */
async function untilStored(sim: Simulation, topic: string, count: number): Promise<void> {
  while (sim.topic(topic).values().length < count) await sim.sleep(100);
}

/** From now on, no request of the client arrives. */
function cutOff(sim: Simulation, client: string): void {
  const apis = ['Produce', 'Fetch', 'Heartbeat', 'OffsetCommit', 'Metadata', 'FindCoordinator', 'JoinGroup'] as const;
  sim.faults.apply(apis.map((on) => ({ on, client, do: 'loseRequest', optional: true })));
}

describe.each(CLIENTS)('Billing with $name', ({ messaging, ...expected }) => {
  /** Runs a service on these orders until there are so many invoices. */
  async function billUntil(sim: Simulation, count: number, values = orders, billing = bill): Promise<void> {
    await place(sim, values);
    const service = new Billing(messaging('billing'), billing);
    await service.start();
    await untilStored(sim, 'invoices', count);
    await sim.sleep(5_000);
    await service.stop();
  }

  test('every order gets its invoice', async ({ sim }) => {
    await sim.run(() => billUntil(sim, 3));
    expect(sim.topic('invoices')).toHaveDelivered(invoices);
  });

  test('an order that cannot be billed becomes a dead letter, and the next ones are billed', async ({ sim }) => {
    await sim.run(() => billUntil(sim, 3, [poison, ...orders]));
    const origin = { key: 'ada', value: poison, headers: { origin: 'orders-0@0' } };
    expect(sim.topic('orders.dead')).toHaveDelivered([origin]);
  });

  test('an invoice is stored once, although the connection breaks before the response', async ({ sim }) => {
    sim.faults.on('Produce', { client: 'billing', topic: 'invoices' }).nth(2).breakBeforeResponse();
    await sim.run(() => billUntil(sim, 3));
    expect(sim.topic('invoices')).toHaveDelivered(invoices);

    const tries = sim.trace.entries.filter(
      ({ event, facts }) => event === 'Produce request' && String(facts.batches).startsWith('[invoices-0 x1 seq 1]'),
    );
    const [pauseMs = 0] = tries.slice(1).map(({ atMs }, i) => atMs - (tries[i]?.atMs ?? 0));
    expect(tries).toHaveLength(2);
    expect(pauseMs).toBeGreaterThanOrEqual(expected.retryPauseMs[0]);
    expect(pauseMs).toBeLessThanOrEqual(expected.retryPauseMs[1]);
  });

  test('an invoice is stored once, although the response comes after the timeout', async ({ sim }) => {
    sim.faults.on('Produce', { client: 'billing', topic: 'invoices' }).nth(2).delayResponse(31_000);
    const billed: string[] = [];
    const noted: Bill = (order) => {
      billed.push(order.id);
      return bill(order);
    };
    await sim.run(() => billUntil(sim, 3, orders, noted));
    expect(sim.topic('invoices')).toHaveDelivered(invoices);
    expect(billed).toEqual(expected.billedWithLateResponse);
  });

  test('a service that is stopped finishes the order in hand, and the next one continues after it', async ({ sim }) => {
    const slowly: Bill = async (order) => {
      await new Promise((resolve) => void setTimeout(resolve, 2_000));
      return bill(order);
    };
    await sim.run(async () => {
      await place(sim);
      const first = new Billing(messaging('first'), slowly);
      await first.start();
      await untilStored(sim, 'invoices', 1);
      // The second order is in hand now.
      await sim.sleep(500);
      await first.stop();
      expect(sim.topic('invoices')).toHaveDelivered(invoices.slice(0, 2));

      const second = new Billing(messaging('second'), bill);
      await second.start();
      await untilStored(sim, 'invoices', 3);
      await second.stop();
    });
    expect(sim.topic('invoices')).toHaveDelivered(invoices);
  });

  test('what a service has billed since its last commit when it is cut off is billed again', async ({ sim }) => {
    const cutOffAtB: Bill = async (order) => {
      if (order.id === 'b') cutOff(sim, 'first');
      return bill(order);
    };
    await sim.run(async () => {
      await place(sim);
      await new Billing(messaging('first'), cutOffAtB).start();
      await untilStored(sim, 'invoices', 1);
      await sim.sleep(1_000);

      const second = new Billing(messaging('second'), bill);
      const startedMs = sim.nowMs;
      await second.start();
      await untilStored(sim, 'invoices', 3);
      await second.stop();
      // The session of the first service has to end.
      expect(sim.nowMs - startedMs).toBeGreaterThan(5_000);
    });
    expect(sim.topic('invoices')).toHaveDelivered(expected.invoicesAfterCutOff);
  });

  test('another service may take over from one that hangs', async ({ sim }) => {
    const hangsAtB: Bill = (order) => (order.id === 'b' ? new Promise(() => {}) : bill(order));
    await sim.run(async () => {
      await place(sim);
      await new Billing(messaging('first'), hangsAtB).start();
      await untilStored(sim, 'invoices', 1);
      const second = new Billing(messaging('second'), bill);
      await second.start();
      await sim.sleep(120_000);
      await second.stop();
    });
    expect(sim.topic('invoices')).toHaveDelivered(expected.invoicesBesideHanging);
  });
});
