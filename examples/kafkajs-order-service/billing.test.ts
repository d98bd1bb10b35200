import type { Simulation } from 'kafka-trial';
import { expect, test as simulated } from 'kafka-trial/vitest';
import { Kafka, logLevel } from 'kafkajs';
import { type Bill, Billing } from './billing.ts';

const test = simulated.extend({ realClients: true });

const orders = ['{"id":"a","cents":1}', '{"id":"b","cents":2}', '{"id":"c","cents":3}'];
const poison = '{"cents":';
const invoices = [/"number":"a"/, /"number":"b"/, /"number":"c"/];

const bill: Bill = async ({ id, cents }) => ({ number: id, cents });

const kafka = (clientId = 'billing'): Kafka =>
  new Kafka({ clientId, brokers: ['broker-1:9092', 'broker-2:9092'], logLevel: logLevel.NOTHING });

/** Creates the topics, and places the orders with a client of the shop. */
async function place(sim: Simulation, values: readonly string[] = orders): Promise<void> {
  for (const topic of ['orders', 'orders.dead', 'invoices']) {
    sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
  }
  const shop = kafka('shop').producer({ idempotent: true });
  await shop.connect();
  await shop.send({ topic: 'orders', messages: values.map((value) => ({ key: 'ada', value })) });
  await shop.disconnect();
}

/** Waits until a topic has so many records. */
async function untilStored(sim: Simulation, topic: string, count: number): Promise<void> {
  while (sim.topic(topic).values().length < count) await sim.sleep(100);
}

test('every order gets its invoice', async ({ sim }) => {
  await sim.run(async () => {
    await place(sim);
    const billing = new Billing(kafka(), bill);
    await billing.start();
    await untilStored(sim, 'invoices', 3);
    await billing.stop();
  });
  expect(sim.topic('invoices')).toHaveDelivered(invoices);
});

test('an order that cannot be billed becomes a dead letter, and the next ones are billed', async ({ sim }) => {
  await sim.run(async () => {
    await place(sim, [poison, ...orders]);
    const billing = new Billing(kafka(), bill);
    await billing.start();
    await untilStored(sim, 'invoices', 3);
    await billing.stop();
  });
  const origin = { key: 'ada', value: poison, headers: { origin: 'orders-0@0' } };
  expect(sim.topic('orders.dead')).toHaveDelivered([origin]);
});

test('an invoice is stored once, although the connection breaks before the response', async ({ sim }) => {
  sim.faults.on('Produce', { client: 'billing', topic: 'invoices' }).nth(2).breakBeforeResponse();
  await sim.run(async () => {
    await place(sim);
    const billing = new Billing(kafka(), bill);
    await billing.start();
    await untilStored(sim, 'invoices', 3);
    await sim.sleep(5_000);
    await billing.stop();
  });
  expect(sim.topic('invoices')).toHaveDelivered(invoices);
});

test('a service that is stopped finishes the order in hand, and the next one continues after it', async ({ sim }) => {
  const slowly: Bill = async (order) => {
    await new Promise((resolve) => void setTimeout(resolve, 2_000));
    return bill(order);
  };
  await sim.run(async () => {
    await place(sim);
    const first = new Billing(kafka(), slowly);
    await first.start();
    await untilStored(sim, 'invoices', 1);
    // The second order is in hand now.
    await sim.sleep(500);
    await first.stop();
    expect(sim.topic('invoices')).toHaveDelivered(invoices.slice(0, 2));

    const second = new Billing(kafka(), bill);
    await second.start();
    await untilStored(sim, 'invoices', 3);
    await second.stop();
  });
  expect(sim.topic('invoices')).toHaveDelivered(invoices);
});

test('what a service has billed since its last commit when it is cut off is billed again by the next one', async ({
  sim,
}) => {
  const cutOff: Bill = async (order) => {
    if (order.id === 'b') sim.faults.partition('app', ['broker-1', 'broker-2', 'broker-3'], { forMs: 600_000 });
    return bill(order);
  };
  await sim.run(async () => {
    await place(sim);
    await new Billing(kafka(), cutOff).start();
    await untilStored(sim, 'invoices', 1);
    await sim.sleep(1_000);

    const second = new Billing(new Kafka({ ...sim.kafkajs({ clientId: 'second' }), logLevel: logLevel.NOTHING }), bill);
    const startedMs = sim.nowMs;
    await second.start();
    await untilStored(sim, 'invoices', 3);
    await second.stop();
    // The session of the first service has to end.
    expect(sim.nowMs - startedMs).toBeGreaterThan(5_000);
  });
  expect(sim.topic('invoices')).toHaveDelivered([/"number":"a"/, ...invoices]);
});
