/** Covers: src/simulation/topic-view.ts, src/simulation/missing-topic.ts. */
import { Simulation, SimulationError, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

describe('Reading a topic that has never existed', () => {
  it('names the existing topics, and the nearest of them', () => {
    const sim = new Simulation();
    for (const name of ['orders', 'payments']) sim.createTopic(name);
    expect(() => sim.topic('paymnets').records()).toThrow(
      "There has never been a topic 'paymnets'. Did you mean 'payments'? The topics are orders, payments.\n" +
        "A topic is created by sim.createTopic('paymnets'), by an admin client, or when a client first asks for it.",
    );
    expect(() => sim.topic('paymnets').values()).toThrow(SimulationError);
  });

  it('says so if there are no topics', () => {
    expect(() => new Simulation().topic('orders').records()).toThrow('There are no topics at all.');
  });

  it('says that the record which creates it is in flight', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    await sim.run(() => void sim.producer(TEXT).send({ topic: 'orders', value: 'one' }));
    expect(() => sim.topic('orders').records()).toThrow(
      "There is no topic 'orders' yet. producer-1 has sent a record to it, and waits for the topic to be created.\n" +
        'The record is still in flight: end the program with await producer.flush(), or let time pass after it with sim.settle().',
    );
    sim.settle();
    expect(sim.topic('orders').values()).toEqual(['one']);
  });

  it('says why what was sent has not created it', async () => {
    const sim = new Simulation({ guarantees: 'all', config: { 'auto.create.topics.enable': 'false' } });
    const producer = sim.producer({ ...TEXT, 'max.block.ms': 1_000 });
    await sim.run(() =>
      producer
        .send({ topic: 'orders', value: 'one' })
        .get()
        .catch(() => {}),
    );
    expect(() => sim.topic('orders').records()).toThrow(
      "There is no topic 'orders' yet. producer-1 has sent a record to it, which failed: TimeoutException: Topic orders not present in metadata after 1000 ms.",
    );
  });

  it('is not an error when it is printed', () => {
    expect(JSON.stringify(new Simulation().topic('orders'))).toContain('there has never been such a topic');
  });
});

describe('Reading a topic', () => {
  it('is an error for a partition that it does not have', () => {
    const sim = new Simulation();
    sim.createTopic('orders', { partitions: 3 });
    sim.createTopic('payments', { partitions: 1 });
    expect(() => sim.topic('orders').records(3)).toThrow(
      "Topic 'orders' has no partition 3. Its partitions are 0 to 2.",
    );
    expect(() => sim.topic('payments').records(1)).toThrow(
      "Topic 'payments' has no partition 1. Its only partition is 0.",
    );
  });

  it('returns nothing after it was deleted', async () => {
    const sim = new Simulation();
    sim.createTopic('orders');
    await sim.run(() => sim.admin().deleteTopics(['orders']));
    expect(sim.topic('orders').records()).toEqual([]);
    expect(sim.topic('orders').records(9)).toEqual([]);
  });
});
