/** read-fault-plan.ts and fault-plan.ts: a plan can be read back as it was given, and an invalid plan is rejected with the place. */
import { FaultError, type FaultPlan, readFaultPlan, Simulation } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

/** Sends one record to payments-0 under the plan. */
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

  it('is unchanged after a round trip through JSON and the simulation', () => {
    const sim = new Simulation();
    sim.faults.apply(readFaultPlan(JSON.parse(JSON.stringify(plan))));
    expect(sim.faults.plan()).toEqual(plan);
  });

  it('contains faults that were set in code', () => {
    const sim = new Simulation();
    sim.faults.on('Produce', { topic: 'payments' }).times(2).respond('NOT_ENOUGH_REPLICAS').optional();
    expect(sim.faults.plan()).toEqual([
      { on: 'Produce', topic: 'payments', times: 2, do: 'respond', error: 'NOT_ENOUGH_REPLICAS', optional: true },
    ]);
  });

  it('is empty after each of its faults has been removed', () => {
    const sim = new Simulation();
    for (const fault of sim.faults.apply(plan)) fault.remove();
    expect(sim.faults.plan()).toEqual([]);
  });

  it('with a broker that does not exist starts none of its faults', () => {
    const sim = new Simulation();
    const bad: FaultPlan = [...plan, { do: 'crash', broker: 9, atMs: 0 }];
    expect(() => sim.faults.apply(bad)).toThrow(
      'plan[5].broker: expected a broker of this cluster (broker-1, broker-2, broker-3), got 9',
    );
    expect(sim.faults.plan()).toEqual([]);
  });

  it('fails the run if one of its faults has never fired', async () => {
    await expect(sendOne([{ do: 'crash', broker: 1, atMs: 900_000 }])).rejects.toThrow(/crash broker 1 at 900000 ms/);
  });

  it.each([
    [{}, 'plan: expected a list of faults, got {}'],
    [
      [{ on: 'Producee', do: 'disconnect' }],
      'plan[0].on: expected the name of an API, such as "Produce", got "Producee"',
    ],
    [
      [{ on: 'Produce', do: 'crash' }],
      /^plan\[0\].do: expected one of breakBeforeResponse, .*, throttle, got "crash"$/,
    ],
    [[{ on: 'Produce', do: 'delayRequest' }], 'plan[0].delayMs: expected a whole number of ms, 0 or more, got nothing'],
    [[{ on: 'Produce', do: 'respond', error: 'OOPS' }], /^plan\[0\].error: expected the name of a Kafka error/],
    [
      [{ on: 'Produce', do: 'disconnect', nth: 1, times: 2 }],
      'plan[0].times: not allowed here, because nth is given as well (got 2)',
    ],
    [[{ on: 'Produce', do: 'disconnect', partition: 0 }], /^plan\[0\].topic: expected the topic/],
    [
      [{ on: 'Produce', do: 'disconnect', borker: 1 }],
      /^plan\[0\].borker: not allowed here, because 'disconnect' has only on, topic, .* \(got 1\)\. Did you mean 'broker'\?$/,
    ],
    [[{ on: 'Produce', do: 'disconnect', once: 1 }], 'plan[0].once: expected true, got 1'],
    [
      [{ on: 'Produce', do: 'disconnect', chance: 0.5 }],
      'plan[0].chance: expected a ratio of at most 1, such as [1, 10], got 0.5',
    ],
    [
      [{ on: 'Produce', do: 'corruptBatches' }],
      /^plan\[0\].do: expected one of breakBeforeResponse, .*, throttle, got "corruptBatches"\. Did you mean 'corruptBatch'\?$/,
    ],
    [
      [
        { do: 'crash', broker: 1, atMs: 0 },
        { do: 'explode', atMs: 0 },
      ],
      /^plan\[1\].do: expected one of crash, failDisk, .* got "explode"$/,
    ],
    [[{ do: 'crash', broker: 1 }], 'plan[0].atMs: expected a whole number of ms, 0 or more, got nothing'],
    [
      [{ do: 'failDisk', broker: 1, atMs: 0, forMs: 5 }],
      "plan[0].forMs: not allowed here, because 'failDisk' has only atMs, broker, optional (got 5)",
    ],
    [[{ do: 'partition', from: 'a', atMs: 0 }], 'plan[0].to: expected a host, or a list of hosts, got nothing'],
    [[{ do: 'heal', atMs: 0, optional: 'yes' }], 'plan[0].optional: expected true or false, got "yes"'],
    [['crash'], 'plan[0]: expected an object, got "crash"'],
    [[{ do: 'pause', broker: 1, atMs: -1 }], /^plan\[0\].atMs: expected a whole number of ms/],
  ])('that is invalid is rejected with the place: %j', (data, message) => {
    expect(() => readFaultPlan(data)).toThrow(FaultError);
    expect(() => readFaultPlan(data)).toThrow(message);
  });
});
