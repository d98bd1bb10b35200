/** A failing case as TypeScript: pasted, it is a test that fails. */
import * as kafkaTrial from 'kafka-trial';
import * as door from 'kafka-trial/explore';
import { asTest, type Case, DEFAULT_PROGRAM, explore } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';
import { careless, single } from './programs.ts';

type Test = () => Promise<unknown>;

/** The tests that the text declares when it is pasted into a file. */
function paste(text: string, program?: unknown): readonly Test[] {
  const tests: Test[] = [];
  const body = text
    .replace(/^import program from .*$/m, '')
    .replace(
      /^import (\{.*\}) from '(.*)';$/gm,
      (_, names: string, from: string) => `const ${names} = doors['${from}'];`,
    );
  const doors = {
    'kafka-trial': kafkaTrial,
    'kafka-trial/explore': door,
    vitest: { test: (_name: string, run: Test) => tests.push(run) },
  };
  const PlainFunction = (() => {}).constructor as new (...source: string[]) => (...args: unknown[]) => void;
  new PlainFunction('doors', 'program', body)(doors, program);
  return tests;
}

describe('A case of the default workload', () => {
  it('is spelled out, and fails as it did', async () => {
    const { failures } = await explore(careless, { plan: 'one-fault' });
    const text = asTest({ program: careless, failure: failures[0]!, case: failures[0]!.case });
    await expect(text).toMatchFileSnapshot('./spelled-out.txt');
    const [test] = paste(text);
    await expect(test?.()).rejects.toThrow('NoDuplicateWithIdempotence is broken');
  });

  it('says every step and setting', () => {
    const given: Case = {
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
    const text = asTest({ program: DEFAULT_PROGRAM, failure: { kind: 'gave up', guarantee: null }, case: given });
    expect(text).toContain(`sim.createTopic('it\\'s', { partitions: 1 });`);
    expect(text).toContain(
      `await producer.send({ topic: 'it\\'s', partition: 0, key: 'k', value: 'line\\none "two"' }).get()`,
    );
    expect(text).toContain('await sim.sleep(20);\n    await producer.flush();');
    expect(text).not.toContain('faults');
    expect(paste(text)).toHaveLength(1);
  });
});

describe('A case of a program of one’s own', () => {
  it('names the program, and what differs from it', async () => {
    const plan = [{ on: 'Produce', nth: 1, do: 'respond', error: 'UNKNOWN_SERVER_ERROR' }] as const;
    const given: Case = { seed: 2, cluster: single.cluster!, producer: {}, workload: single.workload!, plan };
    const failure = { kind: 'the program threw', guarantee: null } as const;
    const text = asTest({ program: single, file: '../src/single.ts', failure, case: given });
    expect(text).toContain("import program from '../src/single.ts';");
    expect(text).toContain('replayCase(program, { seed: 2, plan: [');
    const strict = { ...single, guarantees: [() => ({ name: 'Never', validate: () => 'it never holds' })] };
    await expect(paste(text, strict)[0]?.()).rejects.toThrow('Never is broken');
    await expect(paste(text, single)[0]?.()).resolves.toBeUndefined();
  });
});
