/** Covers: src/kits/vitest/test.ts. The option realClients of the fixture. */
import { connect } from 'node:net';
import { expect, test as simulated } from 'kafka-trial/vitest';
import { Kafka } from 'kafkajs';
import { describe } from 'vitest';

const realConnect = connect;

describe('The option realClients', () => {
  simulated.extend({ realClients: true })('lets kafkajs run in a test', async ({ sim }) => {
    const producer = new Kafka({ brokers: ['broker-1:9092'], logLevel: 0 }).producer();
    await sim.run(async () => {
      await producer.connect();
      await producer.send({ topic: 'orders', messages: [{ value: 'one' }] });
    });
    expect(sim.topic('orders').values()).toEqual(['one']);
    expect(connect).not.toBe(realConnect);
  });

  simulated('is undone after the test', ({ sim }) => {
    expect(connect).toBe(realConnect);
    expect(sim.timers.clock).toBe('real');
  });

  simulated.extend({ realClients: { host: 'shop' } })('may have the options of the installation', async ({ sim }) => {
    await sim.run(() => new Promise((resolve) => connect(9092, 'broker-1').once('connect', resolve)));
    expect(sim.trace.lines.at(-1)).toMatch(/ shop +connected/);
  });
});
