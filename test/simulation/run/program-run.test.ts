/** Covers: src/simulation/run/program-run.ts, src/simulation/run/run-to-end.ts, src/simulation/run/event-loop.ts, src/simulation/run/user-activity.ts. sim.run: taking turns with user code, and how a run ends. */
import { Simulation, SimulationError } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

describe('sim.run', () => {
  it('returns what the program returns', async () => {
    expect(await new Simulation().run(async () => 42)).toBe(42);
  });

  it('rejects with what the program throws', async () => {
    const run = new Simulation().run(async () => {
      throw new RangeError('mine');
    });
    await expect(run).rejects.toThrow(RangeError);
  });

  it('ends when a producer is closed that has done nothing', async () => {
    const sim = new Simulation();
    await sim.run(() => sim.producer(text).close());
    expect(sim.nowMs).toBe(0);
  });

  it('passes two minutes of virtual time at once', async () => {
    const sim = new Simulation();
    await sim.run(() => sim.sleep(120_000));
    expect(sim.nowMs).toBe(120_000);
  });

  it('fails at once if the program waits for something that can never happen', async () => {
    const sim = new Simulation({ seed: 5 });
    const run = sim.run(() => new Promise<void>(() => {}));
    await expect(run).rejects.toMatchObject({ name: 'SimulationError', kind: 'nothing left to do', seed: 5 });
  });

  it('fails at once even if a producer was not closed', async () => {
    const sim = new Simulation();
    const producer = sim.producer(text);
    const run = sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'one' }).get();
      await new Promise<void>(() => {});
    });
    await expect(run).rejects.toMatchObject({ kind: 'nothing left to do' });
  });

  it('gives up after maxEvents', async () => {
    const sim = new Simulation({ maxEvents: 100 });
    const run = sim.run(async () => {
      for (;;) await sim.sleep(1);
    });
    await expect(run).rejects.toMatchObject({ kind: 'gave up' });
  });

  it('refuses a second run at the same time', async () => {
    const sim = new Simulation();
    const first = sim.run(() => sim.sleep(10));
    await expect(sim.run(() => sim.sleep(1))).rejects.toThrow(SimulationError);
    await first;
  });

  it('fails if a scripted fault has never fired, and names it', async () => {
    const sim = new Simulation();
    sim.faults.on('Produce', { topic: 'payments' }).nth(3).loseResponse();
    await expect(sim.run(() => sim.sleep(1))).rejects.toThrow(/Produce to payments, number 3: lose the response/);
  });

  it('fails if requests were selected for a fault, but no action was given', async () => {
    const sim = new Simulation();
    sim.faults.on('Produce', { topic: 'payments' });
    const trigger = sim.faults.on('Metadata');
    trigger.nth(2);
    trigger.once().delayResponse(5).optional();
    const failure = sim.run(() => sim.sleep(1));
    await expect(failure).rejects.toMatchObject({ kind: 'a fault never fired' });
    await expect(failure).rejects.toThrow(/^ {2}Produce to payments, always \(it has no action: add one, such as/m);
    await expect(failure).rejects.toThrow(/^ {2}Metadata, number 2 \(it has no action/m);
    await expect(failure).rejects.not.toThrow(/Metadata, (once|always)/);
  });

  it('does not fail if an optional fault has never fired', async () => {
    const sim = new Simulation();
    sim.faults.on('Produce').nth(3).loseResponse().optional();
    await sim.run(() => sim.sleep(1));
  });

  it('does not turn an ignored failure into an unhandled rejection', async () => {
    const rejections: unknown[] = [];
    const listen = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', listen);
    const sim = new Simulation();
    const producer = sim.producer(text);
    sim.faults.on('Produce').respond('INVALID_TOPIC_EXCEPTION');
    await sim.run(async () => {
      producer.send({ topic: 'payments', value: 'lost' });
      await producer.flush();
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(rejections).toEqual([]);
  });
});
