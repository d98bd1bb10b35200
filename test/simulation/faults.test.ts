/** Faults in Kafka's words: each does what it says, fires when it should, and can be taken away. */
import { FaultError, Simulation } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

async function sendOne(sim: Simulation, config: object = {}): Promise<number> {
  const producer = sim.producer({ ...text, ...config });
  await sim.run(async () => {
    await producer.send({ topic: 'payments', partition: 0, value: 'one' }).get();
    await producer.close();
  });
  return sim.nowMs;
}

function world(): Simulation {
  const sim = new Simulation();
  sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
  return sim;
}

describe('A fault', () => {
  it('loses the response: the record is in the log once, and the producer retries after request.timeout.ms', async () => {
    const sim = world();
    const fault = sim.faults.on('Produce', { topic: 'payments', partition: 0 }).nth(1).loseResponse();
    expect(await sendOne(sim)).toBeGreaterThan(30_000);
    expect(fault.fired).toBe(1);
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('loses the response: without idempotence the retry is a duplicate', async () => {
    const sim = world();
    sim.faults.on('Produce').nth(1).loseResponse();
    await sendOne(sim, { 'enable.idempotence': false });
    expect(sim.topic('payments').values()).toEqual(['one', 'one']);
  });

  it('loses the request: nothing is in the log until the retry', async () => {
    const sim = world();
    sim.faults.on('Produce').nth(1).loseRequest();
    await sendOne(sim, { 'enable.idempotence': false });
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('responds with an error a number of times', async () => {
    const sim = world();
    const fault = sim.faults.on('Produce').times(3).respond('NOT_ENOUGH_REPLICAS');
    await sendOne(sim);
    expect(fault.fired).toBe(3);
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('delays a request and a response by exactly what it says', async () => {
    const undisturbed = await sendOne(world());
    const late = world();
    late.faults.on('Produce').nth(1).delayRequest(250);
    expect(await sendOne(late)).toBe(undisturbed + 250);
    const lateAnswer = world();
    lateAnswer.faults.on('Produce').nth(1).delayResponse(250);
    expect(await sendOne(lateAnswer)).toBe(undisturbed + 250);
  });

  it('disconnects: the producer reconnects and retries', async () => {
    const sim = world();
    sim.faults.on('Produce').nth(1).disconnect();
    await sendOne(sim);
    expect(sim.topic('payments').values()).toEqual(['one']);
    expect(sim.trace.lines.some((line) => line.includes('disconnected'))).toBe(true);
  });

  it('fires only within its scope', async () => {
    const sim = world();
    const elsewhere = sim.faults.on('Produce', { topic: 'payments', partition: 1 }).disconnect().optional();
    const other = sim.faults.on('Produce', { client: 'producer-9' }).disconnect().optional();
    await sendOne(sim);
    expect([elsewhere.fired, other.fired]).toEqual([0, 0]);
  });

  it('is gone once removed', async () => {
    const sim = world();
    const fault = sim.faults.on('Produce').respond('INVALID_TOPIC_EXCEPTION');
    fault.remove();
    expect(sim.faults.list()).toEqual([]);
    await sendOne(sim);
  });

  it.each([
    ['an API that does not exist', (sim: Simulation) => sim.faults.on('Producee' as 'Produce'), /no such API/],
    [
      'an error that does not exist',
      (sim: Simulation) => sim.faults.on('Produce').respond('OOPS' as 'NONE'),
      /no such error/,
    ],
    ['success', (sim: Simulation) => sim.faults.on('Produce').respond('NONE'), /no such error/],
    ['a broker that does not exist', (sim: Simulation) => sim.faults.on('Produce', { broker: 9 }), /no broker/],
    ['a partition of no topic', (sim: Simulation) => sim.faults.on('Produce', { partition: 0 }), /needs a topic/],
    ['the zeroth request', (sim: Simulation) => sim.faults.on('Produce').nth(0), /whole number above 0/],
    ['a negative delay', (sim: Simulation) => sim.faults.on('Produce').delayRequest(-1), /0 or more/],
  ])('on %s is refused at once', (_what, script, message) => {
    expect(() => script(world())).toThrow(FaultError);
    expect(() => script(world())).toThrow(message);
  });
});
