/** Covers: src/guarantees/buffer-memory-returned.ts with the memory that requests of newer clients keep (KAFKA-19012). */
import { describe, expect, it } from 'vitest';
import { type ClientVersionName, Simulation, StringSerializer } from '../../src/index.ts';

/** A record expires while the request with it is in flight. */
async function run(clientVersion: ClientVersionName, end: 'waits' | 'closes by force'): Promise<Simulation> {
  const sim = new Simulation({ clientVersion, guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.faults.on('Produce').nth(1).loseResponse();
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
    'enable.idempotence': false,
    'linger.ms': 0,
    'request.timeout.ms': 2_000,
    'delivery.timeout.ms': 2_000,
  });
  await sim.run(async () => {
    await producer.partitionsFor('payments');
    await sim.sleep(10);
    await producer
      .send({ topic: 'payments', value: 'one' })
      .get()
      .catch(() => {});
    if (end === 'closes by force') await producer.close(0);
  });
  return sim;
}

describe('The memory of a batch that expires in flight', () => {
  it.each(['3.6.1', '3.9'] as const)('is free at once in %s', async (clientVersion) => {
    const sim = await run(clientVersion, 'waits');
    expect(sim.trial.producers[0]).toMatchObject({ bufferAvailableBytes: 33_554_432, bufferHeldByRequestsBytes: 0 });
  });

  it('is free in 4.3 when the request ends', async () => {
    const sim = await run('4.3', 'waits');
    const [producer] = sim.trial.producers;
    expect(producer).toMatchObject({ bufferAvailableBytes: 33_538_048, bufferHeldByRequestsBytes: 16_384 });
    sim.advance(3_000);
    expect(producer).toMatchObject({ bufferAvailableBytes: 33_554_432, bufferHeldByRequestsBytes: 0 });
  });

  it('goes with the connections of a producer of 4.3 that is closed by force', async () => {
    const sim = await run('4.3', 'closes by force');
    sim.advance(10_000);
    expect(sim.trial.producers[0]).toMatchObject({
      bufferAvailableBytes: 33_538_048,
      bufferHeldByRequestsBytes: 16_384,
    });
  });
});
