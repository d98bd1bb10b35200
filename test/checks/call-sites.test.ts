/**
 * Covers: src/checks/call-sites.ts, src/simulation/own-errors.ts, src/simulation/faults/definition/fault.ts.
 *
 * The stack of an error begins at the line of the program that made the mistake.
 */
import { ProducerRecord, Simulation, type SimulationOptions, StringSerializer } from 'kafka-trial';
import { assertContainsRecord, assertDelivered } from 'kafka-trial/assert';
import { expect } from 'kafka-trial/vitest';
import { beforeEach, describe, it } from 'vitest';
import { CallSite, startAt, startAtCaller } from '../../src/checks/call-sites.ts';
import { forgetRuns, runHasEnded } from '../../src/simulation/runs-of-process.ts';

beforeEach(forgetRuns);

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

/** The first frame of the error that `mistake` throws, or with which the promise that it returns rejects. */
async function firstFrame(mistake: () => unknown): Promise<string> {
  try {
    await mistake();
  } catch (error) {
    return frames(error)[0] ?? '';
  }
  throw new Error('expected a mistake');
}

function frames(error: unknown): readonly string[] {
  const lines = ((error as Error).stack ?? '').split('\n');
  // Test runners leave out their own.
  return lines.filter((line) => /^\s+at (?!.*node_modules)/.test(line)).map((line) => line.replaceAll('\\', '/'));
}

const HERE = /test\/checks\/call-sites\.test\.ts/;

/** Names of the options of a simulation, with and without a recorded producer. */
const PRODUCERS: readonly (readonly [string, SimulationOptions])[] = [
  ['that is recorded', {}],
  ['that is not recorded', { trace: false }],
];

describe.each(PRODUCERS)('The stack of an error begins at the send() of a producer %s', (_name, options) => {
  const sim = new Simulation(options);
  const producer = sim.producer(TEXT);
  const mistakes: readonly (readonly [string, (topic: string) => unknown])[] = [
    ['without a record', () => producer.send('hello' as never)],
    ['with an unknown field', (topic) => producer.send({ topic, valeu: 'x' } as never)],
    ['with a negative partition', (topic) => producer.send({ topic, partition: -1, value: 'x' })],
    ['with a callback that is none', (topic) => producer.send({ topic, value: 'x' }, 5 as never)],
    ['with headers that are none', (topic) => producer.send({ topic, value: 'x', headers: [5 as never] })],
    ['with a value of another type', (topic) => producer.send({ topic, value: 5 as never }).get()],
  ];
  for (const [name, mistake] of mistakes) {
    it(`${name}, and whether or not it has to wait`, async () => {
      await sim.run(() => producer.send({ topic: 'known', value: 'x' }).get());
      for (const topic of ['known', 'unknown'])
        expect(await sim.run(() => firstFrame(() => mistake(topic)))).toMatch(HERE);
    });
  }

  it('after close()', async () => {
    const closed = sim.producer(TEXT);
    await sim.run(() => closed.close());
    expect(await firstFrame(() => closed.send({ topic: 't', value: 'x' }))).toMatch(HERE);
  });
});

describe('The stack of an error begins at the call of', () => {
  const sim = new Simulation();
  it.each([
    ['new Simulation() with an unknown option', () => new Simulation({ sed: 1 } as never)],
    [
      'new Simulation() with an unknown key of brokers',
      () => new Simulation({ config: { 'no.such.key': 1 } as never }),
    ],
    ['new Simulation() with an unknown guarantee', () => new Simulation({ guarantees: ['NoLos' as never] })],
    ['new ProducerRecord()', () => new ProducerRecord('t', -1, 'key', 'value')],
    ['sim.producer()', () => sim.producer({ ...TEXT, acks: 'al' } as never)],
    ['sim.producer(), with what Java finds out later', () => sim.producer({ ...TEXT, 'bootstrap.servers': 'no port' })],
    ['sim.consumer()', () => sim.consumer({})],
    ['sim.admin()', () => sim.admin({ 'request.timeout.ms': -1 } as never)],
    ['sim.createTopic() with an unknown option', () => sim.createTopic('t', { partition: 1 } as never)],
    ['sim.createTopic() with a refused name', () => sim.createTopic('a b')],
    ['sim.topic()', () => sim.topic(5 as never)],
    ['topic.records()', () => sim.topic('none').records()],
    ['topic.values()', () => sim.topic('none').values()],
    ['producer.beginTransaction()', () => sim.producer(TEXT).beginTransaction()],
    ['sim.faults.on() with an unknown API', () => sim.faults.on('produce' as never)],
    ['sim.faults.on() with an unknown broker', () => sim.faults.on('Produce', { broker: 9 })],
    ['nth() with text', () => sim.faults.on('Produce').nth('2' as never)],
    ['once() with a number', () => (sim.faults.on('Produce').once as (n: number) => unknown)(2)],
    ['an action of a fault with an unknown error', () => sim.faults.on('Produce').respond('NOT_LEADER' as never)],
    ['sim.faults.crash() with an unknown broker', () => sim.faults.crash('broker-9')],
    ['sim.at() with a negative time', () => sim.at(-1)],
    ['sim.at().crash() with an unknown broker', () => sim.at(5).crash('broker-9')],
    ['sim.at().do() without a function', () => sim.at(5).do(5 as never)],
    ['sim.faults.apply() with an unknown action', () => sim.faults.apply([{ on: 'Produce', do: 'lose' as never }])],
    ['assertDelivered() for a topic that does not exist', () => assertDelivered(sim.topic('none'), [])],
    ['assertDelivered() without a topic', () => assertDelivered(sim as never, [])],
    [
      'assertContainsRecord() with an unknown option',
      () => assertContainsRecord(sim.topic('t'), '', { part: 0 } as never),
    ],
    ['a matcher for a topic that does not exist', () => expect(sim.topic('none')).toHaveDelivered([])],
    ['a matcher without a list', () => expect(sim.topic('none')).toHaveDelivered('x' as never)],
    ['sim.run() without a program', () => sim.run(5 as never)],
  ])('%s', async (_name, mistake) => {
    expect(await firstFrame(mistake)).toMatch(HERE);
  });

  it('sim.run(), if its program cannot end', async () => {
    const run = async (): Promise<void> => {
      await new Simulation().run(() => new Promise(() => {}));
    };
    expect(await firstFrame(run)).toMatch(HERE);
  });

  it('sim.run(), after the functions of the library in an error that has occurred in an event', async () => {
    const producer = sim.producer({ ...TEXT, 'max.block.ms': 10, 'bootstrap.servers': 'localhost:9092' });
    const failure = sim.run(() => producer.send({ topic: 't', value: 'x' }).get());
    const error = await failure.catch((reason: unknown) => reason);
    expect(frames(error).at(-1)).toMatch(HERE);
    expect(frames(error).filter((line) => HERE.test(line))).toHaveLength(1);
  });

  it('sim.run(), if the simulation is closed', async () => {
    const closed = new Simulation();
    closed.close();
    expect(await firstFrame(() => closed.run(() => {}))).toMatch(HERE);
  });
});

describe('An error of user code keeps its stack', () => {
  const thrown = new RangeError('mine');
  const fail = (): never => {
    throw thrown;
  };
  const { stack } = thrown;

  it('in a serializer', async () => {
    const sim = new Simulation();
    const producer = sim.producer({}, { key: new StringSerializer(), value: { serialize: fail } });
    sim.createTopic('t');
    await expect(sim.run(() => producer.send({ topic: 't', value: 'x' }).get())).rejects.toBe(thrown);
    await expect(sim.run(async () => producer.send({ topic: 't', value: 'x' }))).rejects.toBe(thrown);
    expect(thrown.stack).toBe(stack);
  });

  it('in a logger', () => {
    const sim = new Simulation({ logger: { log: fail } });
    expect(() => sim.producer(TEXT)).toThrow(thrown);
    expect(thrown.stack).toBe(stack);
  });
});

describe('A stack', () => {
  it('stays as it is if the entry point is not one of the callers', () => {
    const error = new Error('two\nlines');
    const { stack } = error;
    expect(startAt(error, () => {})).toBe(error);
    startAtCaller(error);
    expect(error.stack).toBe(stack);
    expect(startAt('thrown', () => {})).toBe('thrown');
  });

  it('can be that of an earlier call', () => {
    let site: CallSite | undefined;
    function entry(): void {
      site = new CallSite(entry, true);
    }
    entry();
    const error = new TypeError('later');
    error.stack = '';
    site?.giveTo(error);
    expect(error.stack).toMatch(/^TypeError: later\n\s+at /);
    expect(frames(error)[0]).toMatch(HERE);
  });
});

describe('After many runs in a process, the stack of an error of another one', () => {
  const lost = (): Promise<void> => new Simulation().run(() => new Promise(() => {}));

  beforeEach(() => {
    for (let i = 0; i < 1_000; i++) runHasEnded();
  });

  it('begins at sim.run() if an async function awaits it', async () => {
    const run = async (): Promise<void> => {
      await lost();
    };
    expect(await firstFrame(run)).toMatch(HERE);
  });

  it('begins at sim.run() if its argument is wrong', async () => {
    expect(await firstFrame(() => new Simulation().run(5 as never))).toMatch(HERE);
  });

  it('stays as it is otherwise', async () => {
    const error = await new Promise((resolve) => void lost().catch(resolve));
    expect(frames(error).length).toBeGreaterThan(0);
    expect(frames(error).filter((line) => HERE.test(line))).toEqual([]);
  });
});
