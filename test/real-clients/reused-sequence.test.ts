/** Covers: src/real-clients/account/client-account.ts. Idempotent producers that give the sequence number of a failed record to the next one. */
import { Producer, stringSerializers } from '@platformatic/kafka';
import { Simulation } from 'kafka-trial';
import 'kafka-trial/real-clients';
import { afterEach, describe, expect, it } from 'vitest';
import { kafkaOf } from './kafkajs-flows.ts';

let sim: Simulation;

afterEach(() => sim.close());

/** Sends two records, the first of which is stored without the client learning of it. */
async function sendTwo(send: (value: string) => Promise<unknown>): Promise<void> {
  await expect(send('one')).rejects.toThrow();
  await sim.sleep(2_000);
  await send('two');
}

function openSimulation(): void {
  sim = new Simulation({ seed: 7, guarantees: 'all', breaks: ['NoAcknowledgedRecordLost'] });
  sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
  sim.realClients.install();
}

describe('A record with the sequence number of one that has failed is acknowledged and lost', () => {
  afterEach(() => {
    expect(sim.topic('orders').values()).toEqual(['one']);
    expect(sim.verdict().lost).toMatchObject([
      { text: 'record 2 of shop (orders-0) was acknowledged at offset 0 but is not in the log.' },
    ]);
    expect(sim.verdict().duplicated).toEqual([]);
  });

  it('with kafkajs, when its retries are over', async () => {
    openSimulation();
    sim.faults.on('Produce').times(2).breakBeforeResponse();
    const producer = kafkaOf().producer({ idempotent: true, retry: { retries: 1 } });
    await sim.run(async () => {
      await producer.connect();
      await sendTwo((value) => producer.send({ topic: 'orders', messages: [{ value }] }));
    });
  });

  it('with @platformatic/kafka, when the response is late', async () => {
    openSimulation();
    sim.faults.on('Produce').nth(1).delayResponse(31_000);
    const producer = new Producer({
      clientId: 'shop',
      bootstrapBrokers: ['broker-1:9092'],
      serializers: stringSerializers,
      idempotent: true,
    });
    await sim.run(async () => {
      await sendTwo((value) => producer.send({ messages: [{ topic: 'orders', value }], acks: -1 }));
      await producer.close();
    });
  });
});
