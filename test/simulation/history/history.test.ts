/** Covers: src/simulation/history/history.ts, src/simulation/history/control-plane-text.ts */
import { Simulation, SimulationError } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

/** The leader of payments-0 crashes at 1,000 ms and comes back at 20,000. */
function crashed(options: { readonly history?: boolean } = { history: true }): Simulation {
  const sim = new Simulation(options);
  sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
  sim.at(1_000).crash(1);
  sim.at(20_000).restart(1);
  sim.advance(30_000);
  return sim;
}

describe('A history', () => {
  it('lists all changes in order of time', () => {
    expect(`${crashed().history}`).toMatchInlineSnapshot(`
      "The control plane over time
           0 ms  payments: created, 2 partitions, 3 replicas
        1000 ms  broker-1: up -> down, not noticed yet
       10000 ms  broker-1: down, not noticed yet -> down
       10000 ms  payments-0: leader 1 -> 2, epoch 0 -> 1, isr [1,2,3] -> [2,3]
       10000 ms  payments-1: isr [2,3,1] -> [2,3]
       20000 ms  broker-1: down -> up
       20002 ms  payments-0: isr [2,3] -> [1,2,3]
       20002 ms  payments-1: isr [2,3] -> [2,3,1]"
    `);
  });

  it('names the controller in ZooKeeper mode only, where it is a broker', () => {
    const sim = new Simulation({ history: true, mode: 'zookeeper' });
    sim.at(1_000).crash(3);
    sim.advance(30_000);
    expect(sim.history.print(500)).toMatch('broker-3 (up); controller 3');
    expect(sim.history.diff(500, 29_000)).toContain('controller: 3 -> 2');
    expect(crashed().history.diff(500, 15_000).join()).not.toContain('controller');
  });

  it('prints the cluster at a time', () => {
    expect(crashed().history.print(15_000)).toMatchInlineSnapshot(`
      "The cluster at 15000 ms
        brokers: broker-1 (down), broker-2 (up), broker-3 (up)
        payments-0: leader 2, epoch 1, isr [2,3], replicas [1,2,3]
        payments-1: leader 2, epoch 0, isr [2,3], replicas [2,3,1]"
    `);
  });

  it('compares two times, forwards and backwards', () => {
    const { history } = crashed();
    expect(history.diff(500, 15_000)).toContain('payments-0: leader 1 -> 2, epoch 0 -> 1, isr [1,2,3] -> [2,3]');
    expect(history.diff(15_000, 500)).toContain('payments-0: leader 2 -> 1, epoch 1 -> 0, isr [2,3] -> [1,2,3]');
    expect(history.diff(500, 900)).toEqual([]);
  });

  it('has the state at the end of a ms, and the current one', () => {
    const { history } = crashed();
    expect(history.at(999).brokers[0]).toMatchObject({ isUp: true });
    expect(history.at(1_000).brokers[0]).toMatchObject({ isUp: false, isRegistered: true });
    expect(history.at(30_000)).toBe(history.moments.at(-1)?.controlPlane);
  });

  it('shares unchanged parts between states', () => {
    const sim = new Simulation({ history: true });
    sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
    sim.createTopic('decisions', { partitions: 1, replicationFactor: 3 });
    const { history } = sim;
    const [before, after] = [history.moments.at(-2)!.controlPlane, history.moments.at(-1)!.controlPlane];
    expect(after.topics[0]).toBe(before.topics[0]);
    expect(after.brokers).toBe(before.brokers);
  });

  it('keeps no states for records', async () => {
    const sim = new Simulation({ history: true });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const text = 'org.apache.kafka.common.serialization.StringSerializer';
    const producer = sim.producer({ 'key.serializer': text, 'value.serializer': text });
    await sim.run(() => producer.send({ topic: 'payments', value: 'first' }).get());
    const states = sim.history.moments.length;
    await sim.run(async () => {
      for (let i = 0; i < 100; i++) await producer.send({ topic: 'payments', value: `${i}` }).get();
    });
    expect(sim.history.moments.length).toBe(states);
  });

  it('contains topics that are created, changed and deleted', async () => {
    const sim = new Simulation({ history: true });
    const admin = sim.admin();
    await sim.run(async () => {
      await admin.createTopics([{ name: 'payments', numPartitions: 2, replicationFactor: 3 }]).all();
      await sim.sleep(100);
      await admin.deleteTopics(['payments']).all();
    });
    const lines = sim.history.changes().flatMap((change) => change.lines);
    expect(lines).toContain('payments: created, 2 partitions, 3 replicas');
    expect(lines).toContain('payments: deleted');
  });

  it('is refused for a time in the future, and if none was kept', () => {
    const sim = crashed();
    expect(() => sim.history.at(30_001)).toThrow('No history at 30001 ms: it covers 0 to 30000 ms.');
    expect(() => sim.history.diff(-1, 5)).toThrow(RangeError);
    for (const ms of [null, '10', 10n, new Date(5), Number.NaN]) {
      expect(() => sim.history.at(ms as never)).toThrow('it covers 0 to 30000 ms.');
    }
    expect(() => crashed({}).history).toThrow(SimulationError);
  });

  it('does not change the run', () => {
    expect(crashed().trace.fingerprint()).toBe(crashed({}).trace.fingerprint());
  });
});
