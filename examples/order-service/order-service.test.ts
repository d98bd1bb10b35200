import { RecordTooLargeException, type Simulation, StringSerializer } from 'kafka-trial';
import { expect, test } from 'kafka-trial/vitest';
import { type Order, OrderService } from './order-service.ts';

const order: Order = { id: 'order-1', customer: 'ada', cents: 4_200 };

function serviceIn(sim: Simulation): OrderService {
  sim.timers.install();
  sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
  const strings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
  return new OrderService(sim.producer({ ...strings, 'delivery.timeout.ms': 60_000 }));
}

test('a lost answer costs half a minute, and no second order', async ({ sim }) => {
  const service = serviceIn(sim);
  sim.faults.on('Produce').once().loseResponse();
  await sim.run(() => service.place(order));
  expect(sim.nowMs).toBeGreaterThan(30_000);
  expect(sim.topic('orders')).toHaveDelivered([{ key: 'ada', value: /order-1/ }]);
});

test('a crashed leader costs ten seconds, and no order', async ({ sim }) => {
  const service = serviceIn(sim);
  sim.at(5_000).crash('broker-1', { forMs: 30_000 });
  await sim.run(async () => {
    await service.place(order);
    await sim.sleep(5_000);
    await service.place({ ...order, id: 'order-2' });
  });
  // The others elected a leader when broker-1 had been silent for nine seconds.
  expect(sim.nowMs).toBeGreaterThan(14_000);
  expect(sim.topic('orders')).toHaveDelivered([/order-1/, /order-2/]);
});

test('an order that was given up may lie there all the same: readers need its id', async ({ sim }) => {
  const service = serviceIn(sim);
  sim.faults.on('Produce', { untilMs: 59_000 }).loseResponse();
  await sim.run(() => service.place(order));

  const { unknown, acknowledged } = sim.verdict();
  expect({ unknown, acknowledged }).toEqual({ unknown: 1, acknowledged: 1 });
  expect(sim.topic('orders')).toHaveDelivered([/order-1/, /order-1/]);
});

test('a refused order is not tried again, and its customer hears of it', async ({ sim }) => {
  const service = serviceIn(sim);
  const refused = sim.faults.on('Produce').respond('MESSAGE_TOO_LARGE');
  await sim.run(() => expect(service.place(order)).rejects.toThrow(RecordTooLargeException));
  expect(refused.fired).toBe(1);
  expect(sim.topic('orders')).toHaveDelivered([]);
});

test('a cluster that stays away is given up, and nothing was ordered', async ({ sim }) => {
  const service = serviceIn(sim);
  sim.faults.on('Produce').loseRequest();
  await sim.run(() => expect(service.place(order)).rejects.toThrow('Expiring 1 record(s) for orders-0'));
  expect(sim.verdict().unknown).toBe(3);
  expect(sim.topic('orders')).toHaveDelivered([]);
});
