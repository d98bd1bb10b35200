/** Same seed, same history: event by event, and told by its first divergence. */
import { firstDivergence, Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

async function history(seed: number, value = 'v'): Promise<readonly string[]> {
  const sim = new Simulation({
    seed,
    network: { latencyMs: { minMs: 1, maxMs: 20 } },
    config: { 'num.partitions': 4 },
  });
  sim.createTopic('payments', { partitions: 4, replicationFactor: 3 });
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
    'linger.ms': 3,
    'request.timeout.ms': 300,
    'retry.backoff.ms': 50,
  });
  sim.faults.on('Produce').nth(2).loseResponse();
  sim.faults.on('Produce').nth(4).respond('NOT_LEADER_OR_FOLLOWER');
  await sim.run(async () => {
    for (let i = 0; i < 40; i++) {
      producer.send({ topic: 'payments', value: `${value}${i}` });
      if (i % 3 === 0) await sim.sleep(50);
    }
    await producer.close();
  });
  return sim.trace.lines;
}

describe('A simulation', () => {
  it('tells the same history from the same seed, event by event', async () => {
    const [first, second] = [await history(7), await history(7)];
    expect(first.length).toBeGreaterThan(50);
    expect(firstDivergence(first, second)).toBeUndefined();
  });

  it('tells another history from another seed', async () => {
    const divergence = firstDivergence(await history(7), await history(8));
    expect(divergence).toBeDefined();
  });

  it('names the first event that differs', async () => {
    const first = await history(7);
    const second = [...first];
    second[17] = `${second[17]} but not quite`;
    expect(firstDivergence(first, second)).toContain('but not quite');
  });
});
