/** flush() waits for everything sent before it, in whatever batches it ends up. */
import { Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

describe('flush()', () => {
  it.each([1, 2, 3])('waits for a batch that is split %d times', async (times) => {
    const sim = new Simulation({ promises: 'all' });
    sim.createTopic('payments');
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      sim.faults.on('Produce').times(times).respond('MESSAGE_TOO_LARGE');
      for (const value of ['one', 'two', 'three']) producer.send({ topic: 'payments', value });
      await producer.flush();
      expect(sim.topic('payments').values()).toEqual(['one', 'two', 'three']);
    });
    expect(sim.verdict()).toMatchObject({ acknowledged: 3 });
  });
});
