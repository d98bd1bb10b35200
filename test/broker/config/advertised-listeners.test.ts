/** Brokers give clients the addresses of advertised.listeners, which may lead nowhere. */
import { parseServerProperties, Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

function clusterAt(listeners: string): Simulation {
  const sim = new Simulation({ brokers: 1, config: { 'advertised.listeners': listeners } });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
  return sim;
}

describe('A producer whose brokers advertise an address that leads nowhere', () => {
  it('gets metadata from the bootstrap broker, and then cannot connect', async () => {
    const sim = clusterAt('PLAINTEXT://elsewhere:9092');
    const producer = sim.producer({ ...text, 'delivery.timeout.ms': 40_000, 'request.timeout.ms': 5_000 });
    const sending = sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
    await expect(sending).rejects.toThrow(/TimeoutException|Expiring 1 record/);
    const lines = sim.trace.lines.join('\n');
    expect(lines).toMatch(/Metadata response +broker=broker-1:9092/);
    expect(lines).toContain('Connection to node 1 (elsewhere:9092) could not be established');
    expect(sim.topic('payments').values()).toEqual([]);
  });

  it('lets a record expire after delivery.timeout.ms without idempotence, too', async () => {
    const sim = clusterAt('PLAINTEXT://elsewhere:9092');
    const producer = sim.producer({ ...text, 'enable.idempotence': false, acks: '1', 'delivery.timeout.ms': 40_000 });
    await expect(sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get())).rejects.toThrow(/Expiring/);
    expect(sim.nowMs).toBeGreaterThanOrEqual(40_000);
  });
});

describe('advertised.listeners', () => {
  it('may be the address at which the broker is', async () => {
    const sim = clusterAt('PLAINTEXT://broker-1:9092');
    const producer = sim.producer(text);
    await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('counts by its first listener', () => {
    const sim = clusterAt('INTERNAL://[::1]:1,EXTERNAL://elsewhere:2');
    expect(sim.snapshot().brokers[0]?.node).toMatchObject({ id: 1, host: '::1', port: 1 });
  });

  it.each([
    ['elsewhere:9092', 'Unable to parse elsewhere:9092 to a broker endpoint'],
    ['PLAINTEXT://0.0.0.0:9092', 'cannot use the nonroutable meta-address 0.0.0.0'],
  ])('is refused as by Kafka: %s', (listeners, message) => {
    expect(() => clusterAt(listeners)).toThrow(message);
  });

  it('of a file is that of a real machine, and has no effect', () => {
    const { config, withoutEffect } = parseServerProperties('advertised.listeners=PLAINTEXT://elsewhere:9092');
    expect([config, withoutEffect]).toEqual([{}, ['advertised.listeners']]);
  });
});
