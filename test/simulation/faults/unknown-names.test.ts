import { Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';
import type { Faults } from '../../../src/simulation/faults/faults.ts';

/** Sends a record to payments-0 with faults that do not fire. @returns the faults, each with the reason if it is known */
async function reasons(setFaults: (faults: Faults) => void): Promise<string> {
  const sim = new Simulation();
  sim.createTopic('payments', { partitions: 2 });
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  setFaults(sim.faults);
  const run = sim.run(() => producer.send({ topic: 'payments', partition: 0, value: 'one' }).get());
  await expect(run).rejects.toMatchObject({ kind: 'a fault never fired' });
  const lines = sim.faults.idleReport().filter((line) => line.startsWith('  '));
  return lines.map((line) => line.trim()).join('\n');
}

describe('A fault on requests that never fired', () => {
  it('names a topic that there has never been', async () => {
    expect(await reasons((faults) => faults.on('Produce', { topic: 'paymnets' }).loseResponse())).toBe(
      "Produce to paymnets, always: lose the response (there has never been a topic 'paymnets'. Did you mean 'payments'?)",
    );
  });

  it('names a partition that its topic does not have', async () => {
    expect(await reasons((faults) => faults.on('Produce', { topic: 'payments', partition: 2 }).loseResponse())).toBe(
      "Produce to payments-2, always: lose the response (topic 'payments' has no partition 2)",
    );
  });

  it('names a client that has never connected', async () => {
    expect(await reasons((faults) => faults.on('Produce', { client: 'orders' }).loseResponse())).toBe(
      "Produce from orders, always: lose the response (there has been no client 'orders', only producer-1)",
    );
  });

  it('names only what there is', async () => {
    const text = await reasons((faults) => {
      faults.on('Produce', { topic: 'payments', partition: 1, client: 'producer-1' }).loseResponse();
      faults.on('AddPartitionsToTxn', { client: 'broker-2-fetcher-0' }).loseResponse();
    });
    expect(text.match(/\(.*\)/g)).toEqual(['(there was no such request)', '(there was no such request)']);
  });
});
