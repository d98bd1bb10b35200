/**
 * A program that uses many features of the library, for comparing hosts. It uses only the library that it is given, and no API of the
 * host.
 */

/**
 * @param {typeof import('../../src/index.ts')} library
 * @returns {Promise<{ events: number, fingerprint: string }>} of the trace, which includes what the program has read
 */
export async function history({ JsonDeserializer, JsonSerializer, Simulation, StringDeserializer, StringSerializer }) {
  const sim = new Simulation({
    seed: 7,
    network: { latencyMs: { minMs: 1, maxMs: 40 } },
    config: { 'num.partitions': 4, 'default.replication.factor': 3, 'min.insync.replicas': 2 },
  });
  const seen = [];
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': JsonSerializer,
    'linger.ms': 3,
    'batch.size': 600,
    'request.timeout.ms': 400,
    'delivery.timeout.ms': 20_000,
    'retry.backoff.ms': 50,
  });
  const consumer = sim.consumer({
    'key.deserializer': StringDeserializer,
    'value.deserializer': JsonDeserializer,
    'auto.offset.reset': 'earliest',
  });
  sim.faults.on('Produce').nth(3).loseResponse();
  sim.faults.on('Produce').nth(12).respond('NOT_LEADER_OR_FOLLOWER');
  sim.faults.on('Metadata').nth(4).disconnect().optional();
  sim.at(900).crash('broker-2');
  sim.at(30_000).restart('broker-2');
  await sim.run(async () => {
    const admin = sim.admin();
    await admin.createTopics([{ name: 'payments', numPartitions: 4, replicationFactor: 3 }]).all();
    for (let i = 0; i < 120; i++) {
      const record = { topic: i % 10 === 0 ? 'first-use' : 'payments', key: `k${i % 7}`, value: { i, share: i / 7 } };
      const future = producer.send(record, (stored, error) => seen.push(`${i} ${error ?? stored}`));
      if (i % 4 === 0) await sim.sleep(17);
      if (i % 25 === 0) seen.push(`${await future.get()} at ${sim.nowMs}`);
      // User code with many microtasks between two events. On a host that runs events in between, the trace differs.
      if (i % 30 === 0) for (let step = 0; step < 40; step++) await Promise.resolve();
    }
    await producer.close();
    consumer.subscribe(['payments', 'first-use']);
    for (let polls = 0; polls < 20; polls++) {
      const records = await consumer.poll(1_000);
      for (const { partition, offset, key, value } of records)
        seen.push(`${partition}@${offset} ${key} ${value.share}`);
    }
    consumer.close();
    await sim.sleep(40_000);
  });
  for (const line of seen) sim.trace.record(sim.startMs + sim.nowMs, 'program', 'saw', { line });
  return { events: sim.trace.lines.length, fingerprint: sim.trace.fingerprint() };
}
