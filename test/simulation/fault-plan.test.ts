/** Faults as data: each word does what it says, a plan comes back as it was given, and a bad one says where it is bad. */
import { FaultError, type FaultPlan, type PlannedFault, readFaultPlan, Simulation } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

/** A world in which one record goes to payments-0, whose leader is broker 1, at about 1000 ms. */
async function sendOne(plan: FaultPlan): Promise<{ sim: Simulation; tookMs: number }> {
  const sim = new Simulation();
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.faults.apply(plan);
  const producer = sim.producer(text);
  let tookMs = 0;
  await sim.run(async () => {
    await producer.partitionsFor('payments');
    await sim.sleep(1_000 - sim.nowMs);
    const startMs = sim.nowMs;
    await producer.send({ topic: 'payments', value: 'one' }).get();
    tookMs = sim.nowMs - startMs;
    await producer.close();
  });
  return { sim, tookMs };
}

const quietMs = (await sendOne([])).tookMs;
const firedIn = (sim: Simulation): readonly number[] => sim.faults.list().map(({ fired }) => fired);

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
    expect(() => sim.faults.apply(bad)).toThrow(/^plan\[5\]: .*no broker-9; this cluster has broker-1, broker-2/);
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
    [[{ do: 'pause', broker: 1, atMs: -1 }], /^plan\[0\].atMs: expected a whole number of ms/],
  ])('that is wrong says where: %j', (data, message) => {
    expect(() => readFaultPlan(data)).toThrow(FaultError);
    expect(() => readFaultPlan(data)).toThrow(message);
  });
});

describe('The world', () => {
  it('crashes a broker: the record goes to the next leader', async () => {
    const { sim } = await sendOne([{ do: 'crash', broker: 1, atMs: 999 }]);
    expect(sim.topic('payments').values()).toEqual(['one']);
    expect(firedIn(sim)).toEqual([1]);
  });

  // On the slow link: connecting, ApiVersions, Produce.
  it.each<[string, PlannedFault, number]>([
    [
      'slows a link',
      { do: 'slowLink', from: 'producer-1', to: 'broker-1', extraMs: 40, atMs: 500, forMs: 2_000 },
      3 * 40,
    ],
    [
      'parts a client from a broker',
      { do: 'partition', from: ['producer-1'], to: ['broker-1'], atMs: 500, forMs: 3_500 },
      3_000,
    ],
    ['cuts a link one way', { do: 'cutOff', from: ['broker-1'], to: ['producer-1'], atMs: 500, forMs: 3_500 }, 2_999],
    ['pauses a broker', { do: 'pause', broker: 1, atMs: 500, forMs: 3_500 }, 3_000],
  ])('%s: the record is late by that, and stored once', async (_what, fault, lateMs) => {
    const { sim, tookMs } = await sendOne([fault]);
    expect(Math.abs(tookMs - quietMs - lateMs)).toBeLessThanOrEqual(8);
    expect(sim.topic('payments').values()).toEqual(['one']);
    expect(firedIn(sim)).toEqual([1]);
  });

  it('parts a leader from the controller: another one is elected, and the record is not lost', async () => {
    const { sim } = await sendOne([
      { do: 'partition', from: ['broker-1'], to: ['broker-2', 'broker-3', 'controller'], atMs: 0, forMs: 60_000 },
    ]);
    expect(sim.topic('payments').values()).toEqual(['one']);
    expect(sim.trace.lines.some((line) => line.includes('leader elected') && line.includes('epoch=1'))).toBe(true);
  });

  it('tells in the trace when a fault fires and when it is over', async () => {
    const { sim } = await sendOne([{ do: 'pause', broker: 1, atMs: 500, forMs: 3_500 }]);
    const told = sim.trace.lines.filter((line) => / fault /.test(line));
    expect(told.map((line) => line.trim().split(/\s+/).slice(0, 4))).toEqual([
      ['500', 'ms', 'fault', 'fired'],
      ['4000', 'ms', 'fault', 'undone'],
    ]);
  });
});
