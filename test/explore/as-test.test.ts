/** as-test.ts and literal.ts: the text of a failing case is a test that fails in the same way. */
import * as kafkaTrial from 'kafka-trial';
import * as exploreEntry from 'kafka-trial/explore';
import { asTest, type Case, DEFAULT_PROGRAM, explore, type ProgramInput } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';
import { careless, single } from './programs.ts';

type Test = () => Promise<unknown>;

/** Returns the tests that the text declares. */
function paste(text: string, program?: unknown): readonly Test[] {
  const tests: Test[] = [];
  const body = text
    .replace(/^import program from .*$/m, '')
    .replace(
      /^import (\{.*\}) from '(.*)';$/gm,
      (_, names: string, from: string) => `const ${names} = entryPoints['${from}'];`,
    );
  const entryPoints = {
    'kafka-trial': kafkaTrial,
    'kafka-trial/explore': exploreEntry,
    vitest: { test: (_name: string, run: Test) => tests.push(run) },
  };
  const PlainFunction = (() => {}).constructor as new (...source: string[]) => (...args: unknown[]) => void;
  new PlainFunction('entryPoints', 'program', body)(entryPoints, program);
  return tests;
}

describe('A case of the default workload', () => {
  it('becomes a test with all calls, which fails in the same way', async () => {
    const { failures } = await explore(careless, { plan: 'one-fault' });
    const text = asTest({ program: careless, failure: failures[0]!, case: failures[0]!.case });
    await expect(text).toMatchFileSnapshot('./test-with-calls.txt');
    const [test] = paste(text);
    await expect(test?.()).rejects.toThrow('NoDuplicateWithIdempotence was violated');
  });

  it('becomes a test with all steps and settings', () => {
    const testCase: Case = {
      seed: 5,
      cluster: { brokers: 1, latencyMs: 3, config: { 'min.insync.replicas': 1 }, topics: [{ name: "it's" }] },
      producer: { 'linger.ms': 5, 'client.id': 'shop' },
      workload: [
        { do: 'send', topic: "it's", partition: 0, key: 'k', value: 'line\none "two"', awaited: true },
        { do: 'sleep', forMs: 20 },
        { do: 'flush' },
      ],
      plan: [],
    };
    const text = asTest({ program: DEFAULT_PROGRAM, failure: { kind: 'gave up', guarantee: null }, case: testCase });
    expect(text).toContain(`sim.createTopic('it\\'s', { partitions: 1 });`);
    expect(text).toContain(
      `await producer.send({ topic: 'it\\'s', partition: 0, key: 'k', value: 'line\\none "two"' }).get()`,
    );
    expect(text).toContain('await sim.sleep(20);\n    await producer.flush();');
    expect(text).not.toContain('faults');
    expect(paste(text)).toHaveLength(1);
  });
});

describe('A case of any other program', () => {
  it('becomes a test that imports the program and has only what differs from it', async () => {
    const plan = [{ on: 'Produce', nth: 1, do: 'respond', error: 'UNKNOWN_SERVER_ERROR' }] as const;
    const testCase: Case = { seed: 2, cluster: single.cluster!, producer: {}, workload: single.workload!, plan };
    const failure = { kind: 'the program threw', guarantee: null } as const;
    const text = asTest({ program: single, file: '../src/single.ts', failure, case: testCase });
    expect(text).toContain("import program from '../src/single.ts';");
    expect(text).toContain('replayCase(program, { seed: 2, plan: [');
    const strict = { ...single, guarantees: [() => ({ name: 'Never', validate: () => 'it never holds' })] };
    await expect(paste(text, strict)[0]?.()).rejects.toThrow('Never was violated');
    await expect(paste(text, single)[0]?.()).resolves.toBeUndefined();
  });

  it('becomes a test with the versions of its clients and brokers', async () => {
    const versions = { clientVersion: '4.3', brokerVersion: '3.9' } as const;
    const testCase: Case = { seed: 2, cluster: {}, producer: {}, workload: [], plan: [], ...versions };
    const text = asTest({ program: single, failure: { kind: 'gave up', guarantee: null }, case: testCase });
    const logged: string[] = [];
    const run = async (sim: kafkaTrial.Simulation, input: ProgramInput): Promise<void> => {
      await single.run(sim, input);
      logged.push(...sim.trace.lines);
    };
    await paste(text, { ...single, run })[0]?.();
    expect(logged.join('\n')).toContain('Kafka version: 4.3.1');
    expect(text).toContain("brokerVersion: '3.9'");
    const unknown = text.replace("brokerVersion: '3.9'", "brokerVersion: '9.9'");
    await expect(paste(unknown, single)[0]?.()).rejects.toThrow("'9.9'");
  });

  it.each([
    ['orders.ts', './orders.ts'],
    ['src/orders.ts', './src/orders.ts'],
    ['./orders.ts', './orders.ts'],
    ['../orders.ts', '../orders.ts'],
    ['/src/orders.ts', '/src/orders.ts'],
  ])('imports the file %s as a file, and not as a package', (file, specifier) => {
    const failure = { kind: 'gave up', guarantee: null } as const;
    const testCase: Case = { seed: 2, cluster: {}, producer: {}, workload: [], plan: [] };
    expect(asTest({ program: single, file, failure, case: testCase })).toContain(`import program from '${specifier}';`);
  });
});
