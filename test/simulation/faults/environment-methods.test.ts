/** environment-methods.ts, environment-fault.ts, environment/ and the other words in words/: what each does, when, and for how long. */
import { type Fault, FaultError, Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';
import type { Moment } from '../../../src/simulation/faults/environment-methods.ts';
import type { PlannedEnvironmentFault } from '../../../src/simulation/faults/fault-plan.ts';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

function makeSimulation(options: ConstructorParameters<typeof Simulation>[0] = {}): Simulation {
  const sim = new Simulation(options);
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  return sim;
}

/** Sends a record to payments-0, which broker 1 leads, at 1000 ms. Returns how long it took. */
async function sendOne(sim: Simulation, config: object = {}): Promise<number> {
  const producer = sim.producer({ ...TEXT, ...config });
  return sim.run(async () => {
    await producer.partitionsFor('payments');
    await sim.sleep(1_000 - sim.nowMs);
    await producer.send({ topic: 'payments', value: 'one' }).get();
    const tookMs = sim.nowMs - 1_000;
    await producer.close();
    return tookMs;
  });
}

const undisturbedMs = await sendOne(makeSimulation());
const partition = (sim: Simulation) => sim.snapshot().topics[0]?.partitions[0];
const faultLines = (sim: Simulation): readonly string[] =>
  sim.trace.lines.filter((line) => / fault /.test(line)).map((line) => line.trim().split(/\s+/).slice(0, 4).join(' '));

// --- Faults that delay a record --------------------------------------------------------------------------------------------

describe('A fault with a duration', () => {
  // On the slow link: connecting, ApiVersions, Produce.
  it.each<[PlannedEnvironmentFault, lateMs: number]>([
    [{ do: 'slowLink', from: 'producer-1', to: 'broker-1', extraMs: 40, atMs: 500, forMs: 2_000 }, 3 * 40],
    [{ do: 'partition', from: 'producer-1', to: 'broker-1', atMs: 500, forMs: 3_500 }, 3_000],
    [{ do: 'partition', from: ['producer-1'], to: ['broker-1', 'broker-2'], atMs: 500, forMs: 3_500 }, 3_000],
    [{ do: 'partitionOneWay', from: 'broker-1', to: 'producer-1', atMs: 500, forMs: 3_500 }, 2_999],
    [{ do: 'partitionOneWay', from: 'producer-1', to: 'broker-1', atMs: 500, forMs: 3_500 }, 2_999],
    [{ do: 'pause', broker: 1, atMs: 500, forMs: 3_500 }, 3_000],
    [{ do: 'slowReplica', broker: 2, extraMs: 300, atMs: 500, forMs: 3_500 }, 300],
    // The client reconnects after reconnect.backoff.ms, which grows to a second.
    [{ do: 'refuseConnections', broker: 1, atMs: 500, forMs: 3_500 }, 3_400],
    [{ do: 'refuseConnections', broker: 1, client: 'producer-1', atMs: 500, forMs: 3_500 }, 3_400],
    // Another leader is elected when the session of broker 1 expires.
    [{ do: 'crash', broker: 1, atMs: 500, forMs: 60_000 }, 9_200],
    // A restart before that makes it worse: the broker accepts the producer's connection, and answers when it has been registered.
    [{ do: 'crash', broker: 1, atMs: 500, forMs: 2_500 }, 14_700],
    // No other leader is elected.
    [{ do: 'partition', from: 'broker-1', to: 'controller', atMs: 500, forMs: 20_000 }, 0],
    [{ do: 'stopController', atMs: 500, forMs: 20_000 }, 0],
    [{ do: 'shutdown', broker: 1, atMs: 500, forMs: 2_500 }, 0],
    [{ do: 'skewClock', broker: 1, skewMs: 5_000, atMs: 500, forMs: 2_500 }, 0],
  ])('%j', async (fault, lateMs) => {
    const sim = makeSimulation();
    const [applied] = sim.faults.apply([fault]);
    const tookMs = await sendOne(sim);
    expect(Math.abs(tookMs - undisturbedMs - lateMs)).toBeLessThanOrEqual(lateMs > 3_000 ? 500 : 110);
    expect(sim.topic('payments').values()).toEqual(['one']);
    expect(applied?.fired).toBeGreaterThan(0);
    expect(sim.faults.plan()).toEqual([fault]);
    sim.advance(120_000);
    // The fault has ended: the next record takes no longer than usual.
    const producer = sim.producer({ ...TEXT, 'client.id': 'later' });
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      const startMs = sim.nowMs;
      await producer.send({ topic: 'payments', value: 'two' }).get();
      expect(sim.nowMs - startMs).toBeLessThanOrEqual(undisturbedMs + 10);
    });
    expect(partition(sim)?.isr).toHaveLength(3);
  });

  it('records its begin and its end in the trace', async () => {
    const sim = makeSimulation();
    sim.faults.apply([{ do: 'pause', broker: 1, atMs: 500, forMs: 3_500 }]);
    await sendOne(sim);
    expect(faultLines(sim)).toEqual(['500 ms fault fired', '4000 ms fault undone']);
  });
});

// --- Code and JSON ---------------------------------------------------------------------------------------------------------

type Words = Omit<Moment, 'do'>;

describe('A fault set in code and the same fault in a plan', () => {
  it.each<[(say: Words) => Fault, PlannedEnvironmentFault]>([
    [(say) => say.crash('broker-1', { forMs: 400 }), { do: 'crash', atMs: 800, broker: 1, forMs: 400 }],
    [(say) => say.shutdown(1), { do: 'shutdown', atMs: 800, broker: 1 }],
    [(say) => say.restart(1), { do: 'restart', atMs: 800, broker: 1 }],
    [(say) => say.pause('broker-2', { forMs: 400 }), { do: 'pause', atMs: 800, broker: 2, forMs: 400 }],
    [(say) => say.resume(2), { do: 'resume', atMs: 800, broker: 2 }],
    [(say) => say.failDisk(1), { do: 'failDisk', atMs: 800, broker: 1 }],
    [(say) => say.slowReplica(2, 30), { do: 'slowReplica', atMs: 800, broker: 2, extraMs: 30 }],
    [(say) => say.skewClock(2, -30), { do: 'skewClock', atMs: 800, broker: 2, skewMs: -30 }],
    [(say) => say.stopController({ forMs: 400 }), { do: 'stopController', atMs: 800, forMs: 400 }],
    [(say) => say.startController(), { do: 'startController', atMs: 800 }],
    [
      (say) => say.partition('producer-1', ['broker-1'], { forMs: 400 }),
      { do: 'partition', atMs: 800, from: 'producer-1', to: ['broker-1'], forMs: 400 },
    ],
    [
      (say) => say.partitionOneWay('broker-1', 'controller', { forMs: 400 }),
      { do: 'partitionOneWay', atMs: 800, from: 'broker-1', to: 'controller', forMs: 400 },
    ],
    [
      (say) => say.slowLink('producer-1', 'broker-1', 30),
      { do: 'slowLink', atMs: 800, from: 'producer-1', to: 'broker-1', extraMs: 30 },
    ],
    [(say) => say.heal(), { do: 'heal', atMs: 800 }],
    [(say) => say.refuseConnections(1, { forMs: 400 }), { do: 'refuseConnections', atMs: 800, broker: 1, forMs: 400 }],
    [
      (say) => say.wrongBootstrap('producer-1', { forMs: 400 }),
      { do: 'wrongBootstrap', atMs: 800, client: 'producer-1', forMs: 400 },
    ],
  ])('have the same effect: %s', async (inCode, planned) => {
    const [said, read, now] = [makeSimulation(), makeSimulation(), makeSimulation()];
    inCode(said.at(800));
    read.faults.apply([planned]);
    now.at(800).do(() => void inCode(now.faults));
    expect(said.faults.plan()).toEqual([planned]);
    expect(read.faults.plan()).toEqual(said.faults.plan());
    for (const sim of [said, read, now]) {
      for (const fault of sim.faults.list()) fault.optional();
      await sendOne(sim).catch(() => {});
    }
    expect(read.trace.lines).toEqual(said.trace.lines);
    expect(now.trace.lines).toEqual(said.trace.lines);
    // A fault that is removed before its time has no effect.
    const removed = makeSimulation();
    inCode(removed.at(800)).remove();
    expect(removed.faults.list()).toEqual([]);
    expect(await sendOne(removed)).toBe(undisturbedMs);
    expect(faultLines(removed)).toEqual([]);
  });

  it.each<[string, string]>([
    ['crash broker 1 at 5 ms for 9 ms', '{"do":"crash","broker":1,"atMs":5,"forMs":9}'],
    ['shut down broker 1 at 5 ms', '{"do":"shutdown","broker":1,"atMs":5}'],
    ['fail the disk of broker 1 at 5 ms', '{"do":"failDisk","broker":1,"atMs":5}'],
    ['partition a, b from broker-1 at 5 ms', '{"do":"partition","from":["a","b"],"to":"broker-1","atMs":5}'],
    ['block messages from a to broker-1 at 5 ms', '{"do":"partitionOneWay","from":"a","to":"broker-1","atMs":5}'],
    [
      'delay messages from a to broker-1 by 9 ms at 5 ms',
      '{"do":"slowLink","from":"a","to":"broker-1","extraMs":9,"atMs":5}',
    ],
    ['heal the network at 5 ms', '{"do":"heal","atMs":5}'],
    ['delay the replica fetches of broker 1 by 9 ms at 5 ms', '{"do":"slowReplica","broker":1,"extraMs":9,"atMs":5}'],
    ['skew the clock of broker 1 by -9 ms at 5 ms', '{"do":"skewClock","broker":1,"skewMs":-9,"atMs":5}'],
    ['refuse connections to broker 1 from a at 5 ms', '{"do":"refuseConnections","broker":1,"client":"a","atMs":5}'],
    ['make the bootstrap servers of a unreachable at 5 ms', '{"do":"wrongBootstrap","client":"a","atMs":5}'],
    ['stop the controller at 5 ms', '{"do":"stopController","atMs":5}'],
    ['start the controller at 5 ms', '{"do":"startController","atMs":5}'],
  ])('have the description: %s', (sentence, json) => {
    expect(makeSimulation().faults.apply([JSON.parse(json)])[0]?.description).toBe(sentence);
  });
});

// --- Individual words ------------------------------------------------------------------------------------------------------

describe('A fault is undone', () => {
  it.each<[string, (sim: Simulation) => Fault, (sim: Simulation) => unknown]>([
    ['by restart after a crash', ({ faults }) => faults.crash(1), ({ faults }) => faults.restart(1)],
    ['by restart after a shutdown', ({ faults }) => faults.shutdown(1), ({ faults }) => faults.restart(1)],
    ['by resume after a pause', ({ faults }) => faults.pause(1), ({ faults }) => faults.resume(1)],
    [
      'by heal after a partition',
      ({ faults }) => faults.partition('producer-1', 'broker-1'),
      ({ faults }) => faults.heal(),
    ],
    [
      'by heal after a one-way partition',
      ({ faults }) => faults.partitionOneWay('producer-1', 'broker-1'),
      ({ faults }) => faults.heal(),
    ],
    [
      'by heal after a slow link',
      ({ faults }) => faults.slowLink('producer-1', 'broker-1', 900),
      ({ faults }) => faults.heal(),
    ],
    [
      'by startController after stopController',
      ({ faults }) => faults.stopController(),
      ({ faults }) => faults.startController(),
    ],
    [
      'by remove()',
      ({ faults }) => faults.partition('producer-1', 'broker-1'),
      ({ faults }) => faults.list()[0]?.remove(),
    ],
  ])('%s', async (_what, disrupt, repair) => {
    const sim = makeSimulation({ config: { 'broker.session.timeout.ms': 100 } });
    disrupt(sim);
    repair(sim);
    sim.advance(500);
    expect(await sendOne(sim)).toBe(undisturbedMs);
    expect(partition(sim)?.isr).toHaveLength(3);
  });

  it('by a repair that need not happen before the run ends', async () => {
    const sim = makeSimulation();
    for (const word of ['restart', 'resume'] as const) sim.at(900_000)[word](1);
    sim.at(900_000).heal();
    sim.at(900_000).startController();
    expect(await sendOne(sim)).toBe(undisturbedMs);
  });
});

describe('Two faults at the same time', () => {
  it.each<[string, (sim: Simulation) => readonly [Fault, Fault]]>([
    ['two crashes', ({ faults }) => [faults.crash(1), faults.crash(1)]],
    ['two pauses', ({ faults }) => [faults.pause(1), faults.pause(1)]],
    [
      'two partitions',
      ({ faults }) => [faults.partition('broker-1', 'producer-1'), faults.partition('producer-1', 'broker-1')],
    ],
    [
      'a pause and a partition',
      ({ faults }) => [faults.pause(1), faults.partition('broker-1', ['producer-1', 'controller'])],
    ],
    [
      'two refusals',
      ({ faults }) => [faults.refuseConnections(1), faults.refuseConnections(1, { client: 'producer-1' })],
    ],
  ])('last until both have ended: %s', async (_what, both) => {
    // No other broker can lead the partition, and broker 1 is registered as soon as it restarts.
    const sim = new Simulation({ config: { 'broker.session.timeout.ms': 1_000 } });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    const [first, second] = both(sim);
    sim.at(2_000).do(() => first.remove());
    sim.at(4_000).do(() => second.remove());
    const tookMs = await sendOne(sim);
    expect(tookMs).toBeGreaterThanOrEqual(3_000);
    expect(tookMs).toBeLessThan(4_500);
  });

  it('add up if they are slow links or skewed clocks', async () => {
    const sim = new Simulation();
    sim.createTopic('payments', { partitions: 1, configs: { 'message.timestamp.type': 'LogAppendTime' } });
    const skews = [sim.faults.skewClock(1, 5_000), sim.faults.skewClock(1, -2_000)];
    const slow = [sim.faults.slowLink('producer-1', 'broker-1', 30), sim.faults.slowLink('producer-1', 'broker-1', 10)];
    const producer = sim.producer({ ...TEXT, 'bootstrap.servers': 'broker-2:9092' });
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'connects' });
      const ahead = async (): Promise<number> => {
        const atMs = sim.nowMs;
        const metadata = await producer.send({ topic: 'payments', value: 'x' }).get();
        return metadata.timestamp() - sim.startMs - atMs;
      };
      expect(await ahead()).toBe(3_000 + 40 + 1);
      skews[1]?.remove();
      slow[0]?.remove();
      expect(await ahead()).toBe(5_000 + 10 + 1);
      skews[0]?.remove();
      slow[1]?.remove();
      expect(await ahead()).toBe(1);
    });
  });
});

describe('A partition', () => {
  it('of brokers stops their replica fetches: the follower leaves the in-sync replicas and rejoins them afterwards', async () => {
    const sim = makeSimulation();
    const split = sim.faults.partition('broker-3', ['broker-1', 'broker-2']);
    const producer = sim.producer({ ...TEXT, 'delivery.timeout.ms': 120_000 });
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'one' }).get();
      expect(sim.nowMs).toBeGreaterThan(30_000);
      expect(partition(sim)?.isr).toEqual([1, 2]);
      split.remove();
      // replica.fetch.backoff.ms is 1 s.
      await sim.sleep(2_000);
    });
    expect(partition(sim)?.isr).toEqual([1, 2, 3]);
  });

  it('of a leader from the controller makes it a zombie: another leader is elected, and no record is lost', async () => {
    const sim = makeSimulation({ guarantees: 'all' });
    sim.faults.partition('broker-1', ['broker-2', 'broker-3', 'controller'], { forMs: 60_000 });
    await sendOne(sim);
    expect(sim.topic('payments').values()).toEqual(['one']);
    expect(partition(sim)).toMatchObject({ leader: 2 });
  });

  it('of a client that was never created has not fired, and the run reports why', async () => {
    const sim = makeSimulation();
    sim.faults.partition('producer-7', 'broker-1');
    await expect(sendOne(sim)).rejects.toThrow(
      "partition producer-7 from broker-1 at 0 ms (there has been no client 'producer-7', only producer-1. Did you mean 'producer-1'?)",
    );
  });
});

describe('A fault on the links of a client', () => {
  it('takes its name in the trace, and not the client.id that transactional producers share', async () => {
    const sim = makeSimulation();
    sim.faults.partition('producer-tx', 'broker-1');
    const producer = sim.producer({ ...TEXT, 'transactional.id': 'tx' });
    await expect(sim.run(() => producer.partitionsFor('payments'))).rejects.toThrow(
      "partition producer-tx from broker-1 at 0 ms (no client has connected as 'producer-tx', only producer-1. Did you mean 'producer-1'?)",
    );
  });
});

describe('A pause', () => {
  it('delays requests until their broker no longer leads: with acks=1 their records are lost', async () => {
    const sim = makeSimulation({ guarantees: 'all', breaks: ['NoAcknowledgedRecordLost'] });
    const producer = sim.producer({ ...TEXT, acks: '1', 'request.timeout.ms': 60_000 });
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'kept' });
      sim.faults.pause(1, { forMs: 20_000 });
      await producer.send({ topic: 'payments', value: 'lost' }).get();
      await sim.sleep(10_000);
    });
    expect(sim.topic('payments').values()).toEqual(['kept']);
    expect(sim.verdict().lost).toHaveLength(1);
  });
});

describe('A failed disk', () => {
  it('makes the producer retry at the next leader; after a restart the empty disk is replicated again', async () => {
    const sim = makeSimulation({ guarantees: 'all' });
    sim.at(900).failDisk('broker-1');
    await sendOne(sim);
    expect(partition(sim)).toMatchObject({ leader: 2, isr: [2, 3] });
    sim.faults.crash('broker-1', { forMs: 10_000 });
    sim.advance(15_000);
    expect(partition(sim)?.isr).toEqual([1, 2, 3]);
    const copy = sim.snapshot().replicas.find(({ brokerId, topic }) => brokerId === 1 && topic === 'payments');
    expect(copy?.logEndOffset).toBe(1);
  });
});

describe('Without a controller', () => {
  it('no leader is elected until there is a controller again and the session of the old leader expires', async () => {
    const sim = makeSimulation();
    sim.faults.stopController({ forMs: 20_000 });
    sim.at(500).crash(1, { forMs: 60_000 });
    const tookMs = await sendOne(sim);
    expect(tookMs).toBeGreaterThan(20_000 + 9_000 - 1_000);
    expect(tookMs).toBeLessThan(20_000 + 9_000 + 500);
  });
});

describe('Wrong bootstrap servers', () => {
  it('keep the client from sending until the fault ends', async () => {
    const sim = makeSimulation();
    const wrong = sim.faults.wrongBootstrap('producer-1', { forMs: 5_000 });
    const producer = sim.producer(TEXT);
    await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
    expect(sim.nowMs).toBeGreaterThan(5_000);
    expect(wrong.fired).toBeGreaterThan(3);
    expect(
      sim.trace.lines.some((line) => line.includes('Bootstrap broker broker-1:9092 (id: -1 rack: null) disconnected')),
    ).toBe(true);
  });

  it('do not affect a client that has connected before, or another client', async () => {
    const sim = makeSimulation();
    const late = sim.at(500).wrongBootstrap('producer-1').optional();
    const other = sim.faults.wrongBootstrap('producer-2').optional();
    expect(await sendOne(sim)).toBe(undisturbedMs);
    expect([late.fired, other.fired]).toEqual([0, 0]);
  });
});

describe('Refused connections', () => {
  it('do not affect existing connections', async () => {
    const sim = makeSimulation();
    const producer = sim.producer(TEXT);
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'one' });
      const refusal = sim.faults.refuseConnections(1).optional();
      await producer.send({ topic: 'payments', value: 'two' });
      expect(refusal.fired).toBe(0);
    });
  });
});

// --- Refused ---------------------------------------------------------------------------------------------------------------

describe('A fault is rejected at once', () => {
  it.each<[string, (say: Words) => unknown, string]>([
    [
      'a broker that does not exist',
      (say) => say.crash('broker-9'),
      'fault.broker: expected a broker of this cluster (broker-1, broker-2, broker-3), got "broker-9"',
    ],
    [
      'a host that does not exist',
      (say) => say.partition('producer-1', ['broker-9']),
      'fault.to: expected a client, or a broker of this cluster (broker-1, broker-2, broker-3), got "broker-9"',
    ],
    [
      'no hosts',
      (say) => say.partitionOneWay([], 'broker-1'),
      'fault.from: expected a host, or a list of hosts, got []',
    ],
    [
      'a host on both sides',
      (say) => say.partition(['broker-1', 'broker-2'], 'broker-2'),
      'fault.to: expected hosts that are not in "from" as well, got "broker-2"',
    ],
    [
      'a client and the controller',
      (say) => say.partition('producer-1', 'controller'),
      'fault.from: expected a broker, since only brokers connect to the controller, got ["producer-1"]',
    ],
    [
      'a slow link to the controller',
      (say) => say.slowLink('broker-1', 'controller', 5),
      'since the controller has no link that could be slow, got "controller"',
    ],
    [
      'a duration of 0',
      (say) => say.pause(1, { forMs: 0 }),
      'fault.forMs: expected a whole number of ms above 0, got 0',
    ],
    ['a fraction of a ms', (say) => say.skewClock(1, 0.5), 'fault.skewMs: expected a whole number of ms, got 0.5'],
    ['the bootstrap servers of a broker', (say) => say.wrongBootstrap('broker-1'), 'brokers have no bootstrap servers'],
  ])('because of %s', (_what, script, message) => {
    for (const say of [makeSimulation().faults, makeSimulation().at(5)]) {
      expect(() => script(say)).toThrow(FaultError);
      expect(() => script(say)).toThrow(message);
    }
  });

  it('because of a time in the past', () => {
    const sim = makeSimulation();
    sim.advance(100);
    expect(() => sim.at(99).crash(1)).toThrow('fault.atMs: expected a time that has not passed (it is 100 ms), got 99');
  });
});

describe('The arguments of a fault', () => {
  it('are not ignored', () => {
    const faults = new Simulation().faults as unknown as Record<string, (...args: readonly unknown[]) => unknown>;
    const call =
      (method: string, ...args: readonly unknown[]) =>
      () =>
        faults[method]!.apply(faults, [...args]);
    expect(call('crash', 1, 5_000)).toThrow(
      'crash(), last argument: expected an object such as { forMs: 5_000 }, got 5000',
    );
    expect(call('crash', 1, { for: 5_000 })).toThrow("(got 5000). Did you mean 'forMs'?");
    expect(call('crash', 1, { forMs: 5_000 }, 3)).toThrow('crash(): expected 2 arguments at most, got 3');
    expect(call('restart', 1, { forMs: 5_000 })).toThrow('restart(): expected 1 arguments at most, got 2');
    expect(call('stopController', 5_000)).toThrow('stopController(), last argument: expected an object');
  });

  it.each(['5', 1.5, Number.NaN, -1, 5n])('the time of at() is not %s', (ms) => {
    expect(() => new Simulation().at(ms as number)).toThrow(FaultError);
    expect(() => new Simulation().at(ms as number)).toThrow('at(ms): expected a whole number of ms, 0 or more, got ');
  });

  it('an action is a function, and does not come too late', () => {
    const sim = new Simulation();
    sim.advance(10);
    expect(() => sim.at(20).do(undefined as unknown as () => void)).toThrow(
      'at(ms).do(action): expected a function, got nothing',
    );
    expect(() => sim.at(5).do(() => undefined)).toThrow(
      'at(ms): expected a time that has not passed (it is 10 ms), got 5',
    );
  });
});
