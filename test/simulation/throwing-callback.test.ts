/** Covers: src/simulation/clients.ts, src/simulation/hosts/client-host.ts, src/simulation/hosts/broker-nodes.ts. Callbacks that throw: on the I/O thread the error is logged, inside send() it is thrown by send(). */
import { type ProducerConfigInput, Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const config: ProducerConfigInput = {
  'key.serializer': StringSerializer,
  'value.serializer': StringSerializer,
  'max.request.size': 200,
  'max.block.ms': 1_000,
};

const thrown = new Error('thrown by the callback');
const throwing = (): void => {
  throw thrown;
};

describe('An error of a callback', () => {
  it('is thrown by a send() that fails at once', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('payments');
    const producer = sim.producer(config);
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      expect(() => producer.send({ topic: 'payments', value: 'x'.repeat(300) }, throwing)).toThrow(thrown);
      await producer.close();
    });
    expect(sim.verdict()).toMatchObject({ failed: 1 });
  });

  it('is thrown by a send() that has waited, and later sends continue', async () => {
    const sim = new Simulation({ guarantees: 'all', config: { 'auto.create.topics.enable': false } });
    const producer = sim.producer(config);
    await sim.run(async () => {
      const first = producer.send({ topic: 'payments', value: 'first' }, throwing);
      const second = producer.send({ topic: 'payments', value: 'second' });
      await expect(first.accepted).rejects.toBe(thrown);
      await expect(second.get()).rejects.toThrow('Topic payments not present in metadata after 1000 ms.');
      await producer.close();
    });
    expect(sim.verdict()).toMatchObject({ failed: 2 });
  });

  it('is only logged when the record was in a batch', async () => {
    const sim = new Simulation({ guarantees: 'all', callbackErrors: 'log' });
    sim.createTopic('payments');
    const producer = sim.producer(config);
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'one' }, throwing).get();
      await producer.close();
    });
    expect(sim.trace.lines.join('\n')).toContain('Error executing user-provided callback on message');
    expect(sim.verdict()).toMatchObject({ acknowledged: 1 });
  });
});
