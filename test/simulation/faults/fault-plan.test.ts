/** Faults as data: a plan comes back as it was given, and a bad one says where it is bad. */
import { FaultError, type FaultPlan, readFaultPlan, Simulation } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

/** A world in which one record goes to payments-0. */
async function sendOne(plan: FaultPlan): Promise<void> {
  const sim = new Simulation();
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.faults.apply(plan);
  await sim.run(() => sim.producer(text).send({ topic: 'payments', value: 'one' }).get());
}

describe('A plan of faults', () => {
  const plan: FaultPlan = [
    { on: 'Produce', topic: 'payments', partition: 0, nth: 2, do: 'loseResponse' },
    { on: 'Metadata', client: 'producer-1', times: 3, do: 'delayRequest', delayMs: 250 },
    { on: 'Fetch', broker: 2, do: 'respond', error: 'NOT_LEADER_OR_FOLLOWER', optional: true },
    { do: 'crash', broker: 1, atMs: 5_000 },
    { do: 'slowLink', from: 'producer-1', to: 'broker-1', extraMs: 40, atMs: 0, forMs: 100, optional: true },
  ];

  it('comes back from JSON and from the simulation as it was given', () => {
    const sim = new Simulation();
    sim.faults.apply(readFaultPlan(JSON.parse(JSON.stringify(plan))));
    expect(sim.faults.plan()).toEqual(plan);
  });

  it('says as data what was scripted as code', () => {
    const sim = new Simulation();
    sim.faults.on('Produce', { topic: 'payments' }).times(2).respond('NOT_ENOUGH_REPLICAS').optional();
    expect(sim.faults.plan()).toEqual([
      { on: 'Produce', topic: 'payments', times: 2, do: 'respond', error: 'NOT_ENOUGH_REPLICAS', optional: true },
    ]);
  });

  it('is undone fault by fault', () => {
    const sim = new Simulation();
    for (const fault of sim.faults.apply(plan)) fault.remove();
    expect(sim.faults.plan()).toEqual([]);
  });

  it('that names a broker that does not exist leaves nothing in force', () => {
    const sim = new Simulation();
    const bad: FaultPlan = [...plan, { do: 'crash', broker: 9, atMs: 0 }];
    expect(() => sim.faults.apply(bad)).toThrow('plan[5].broker: expected a broker of this cluster (1, 2, 3), got 9');
    expect(sim.faults.plan()).toEqual([]);
  });

  it('fails the run if one of its faults never fired', async () => {
    await expect(sendOne([{ do: 'crash', broker: 1, atMs: 900_000 }])).rejects.toThrow(/crash broker 1 at 900000 ms/);
  });

  it.each([
    [{}, 'plan: expected a list of faults, got {}'],
    [
      [{ on: 'Producee', do: 'disconnect' }],
      'plan[0].on: expected the name of an API, such as "Produce", got "Producee"',
    ],
    [[{ on: 'Produce', do: 'crash' }], /^plan\[0\].do: expected one of loseRequest, .*, got "crash"$/],
    [[{ on: 'Produce', do: 'delayRequest' }], 'plan[0].delayMs: expected a whole number of ms, 0 or more, got nothing'],
    [[{ on: 'Produce', do: 'respond', error: 'OOPS' }], /^plan\[0\].error: expected an error of Kafka/],
    [[{ on: 'Produce', do: 'disconnect', nth: 1, times: 2 }], 'plan[0].times: expected nothing beside nth, got 2'],
    [[{ on: 'Produce', do: 'disconnect', partition: 0 }], /^plan\[0\].topic: expected the topic/],
    [
      [{ on: 'Produce', do: 'disconnect', borker: 1 }],
      /^plan\[0\].borker: expected nothing: 'disconnect' has on, topic/,
    ],
    [[{ on: 'Produce', do: 'disconnect', once: 1 }], 'plan[0].once: expected true, got 1'],
    [[{ on: 'Produce', do: 'disconnect', chance: 0.5 }], 'plan[0].chance: expected a ratio such as [1, 10]'],
    [[{ on: 'Produce', do: 'corruptBatches' }], /^plan\[0\].do: expected one of loseRequest, .*, corruptBatch, got/],
    [
      [
        { do: 'crash', broker: 1, atMs: 0 },
        { do: 'explode', atMs: 0 },
      ],
      /^plan\[1\].do: expected one of crash, restart/,
    ],
    [[{ do: 'crash', broker: 1 }], 'plan[0].atMs: expected a whole number of ms, 0 or more, got nothing'],
    [
      [{ do: 'failDisk', broker: 1, atMs: 0, forMs: 5 }],
      "plan[0].forMs: expected nothing: 'failDisk' has atMs, broker, optional, got 5",
    ],
    [[{ do: 'partition', from: 'a', atMs: 0 }], 'plan[0].to: expected a host, or a list of hosts, got nothing'],
    [[{ do: 'heal', atMs: 0, optional: 'yes' }], 'plan[0].optional: expected true or false, got "yes"'],
    [['crash'], 'plan[0]: expected an object, got "crash"'],
    [[{ do: 'pause', broker: 1, atMs: -1 }], /^plan\[0\].atMs: expected a whole number of ms/],
  ])('that is wrong says where: %j', (data, message) => {
    expect(() => readFaultPlan(data)).toThrow(FaultError);
    expect(() => readFaultPlan(data)).toThrow(message);
  });
});
