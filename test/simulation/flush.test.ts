/** Covers: src/simulation/clients.ts, src/simulation/hosts/client-host.ts, src/simulation/hosts/broker-nodes.ts. flush() and split batches: as in 3.6.1, it waits for the batches that were split, not for their parts. */
import { Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

describe('flush()', () => {
  it.each([1, 2, 3])('completes although a batch is split %d times, and loses nothing', async (times) => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('payments');
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      sim.faults.on('Produce').times(times).respond('MESSAGE_TOO_LARGE');
      for (const value of ['one', 'two', 'three']) producer.send({ topic: 'payments', value });
      await producer.flush();
      await producer.close();
    });
    expect(sim.topic('payments').values()).toEqual(['one', 'two', 'three']);
    expect(sim.verdict()).toMatchObject({ acknowledged: 3 });
  });
});
