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

test('a lost answer delays an order by half a minute, and it is stored once', async ({ sim }) => {
  const service = serviceIn(sim);
  sim.faults.on('Produce').once().loseResponse();
  await sim.run(() => service.place(order));
  expect(sim.nowMs).toBeGreaterThan(30_000);
  expect(sim.topic('orders')).toHaveDelivered([{ key: 'ada', value: /order-1/ }]);
});

test('a crashed leader delays an order by ten seconds, and it is stored once', async ({ sim }) => {
  const service = serviceIn(sim);
  sim.at(5_000).crash('broker-1', { forMs: 30_000 });
  await sim.run(async () => {
    await service.place(order);
    await sim.sleep(5_000);
    await service.place({ ...order, id: 'order-2' });
  });
  // A new leader is elected when the session of broker-1 has timed out, after nine seconds.
  expect(sim.nowMs).toBeGreaterThan(14_000);
  expect(sim.topic('orders')).toHaveDelivered([/order-1/, /order-2/]);
});

test('an order that timed out may be stored nevertheless, so consumers need its id', async ({ sim }) => {
  const service = serviceIn(sim);
  sim.faults.on('Produce', { untilMs: 59_000 }).loseResponse();
  await sim.run(() => service.place(order));

  const { unknown, acknowledged } = sim.verdict();
  expect({ unknown, acknowledged }).toEqual({ unknown: 1, acknowledged: 1 });
  expect(sim.topic('orders')).toHaveDelivered([/order-1/, /order-1/]);
});

test('a rejected order is not retried, and place() rejects', async ({ sim }) => {
  const service = serviceIn(sim);
  const rejection = sim.faults.on('Produce').respond('MESSAGE_TOO_LARGE');
  await sim.run(() => expect(service.place(order)).rejects.toThrow(RecordTooLargeException));
  expect(rejection.fired).toBe(1);
  expect(sim.topic('orders')).toHaveDelivered([]);
});

test('place() rejects if no attempt is answered, and no order is stored', async ({ sim }) => {
  const service = serviceIn(sim);
  sim.faults.on('Produce').loseRequest();
  await sim.run(() => expect(service.place(order)).rejects.toThrow('Expiring 1 record(s) for orders-0'));
  expect(sim.verdict().unknown).toBe(3);
  expect(sim.topic('orders')).toHaveDelivered([]);
});
