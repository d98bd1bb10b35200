/** Covers src/broker/requests/authentication.ts and src/simulation/simulation-options.ts: kafkajs authenticates, unmodified. */
import { Simulation } from 'kafka-trial';
import 'kafka-trial/real-clients';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, expect, it } from 'vitest';

let sim: Simulation;

afterEach(() => sim.close());

async function send(password: string, users?: Readonly<Record<string, string>>): Promise<unknown> {
  sim = new Simulation({ seed: 7, ...(users && { users }) });
  sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
  sim.realClients.install();
  const sasl = { mechanism: 'plain', username: 'alice', password } as const;
  const kafka = new Kafka({ brokers: ['broker-1:9092'], logLevel: logLevel.NOTHING, retry: { retries: 0 }, sasl });
  await sim.run(async () => {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 'orders', messages: [{ value: 'one' }] });
    await producer.disconnect();
  });
  return sim.topic('orders').values();
}

it('A user with the right password sends', async () => {
  expect(await send('secret', { alice: 'secret' })).toEqual(['one']);
});

it('A user with a wrong password cannot connect', async () => {
  await expect(send('wrong', { alice: 'secret' })).rejects.toThrow(
    'SASL PLAIN authentication failed: Authentication failed: Invalid username or password',
  );
});

it('Code that is configured for SASL runs without users', async () => {
  expect(await send('anything')).toEqual(['one']);
});

it('Users without a password are refused', () => {
  sim = new Simulation();
  expect(() => new Simulation({ users: { alice: '' } })).toThrow("option 'users'");
});
