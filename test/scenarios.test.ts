/**
 * Covers: scenarios/, src/scenario/scenario.ts. Every scenario passes, prints its golden file, and has the same output again with the same
 * seed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { StringSerializer } from 'kafka-trial';
import {
  defineScenario,
  renderScenarioRun,
  runScenario,
  type Scenario,
  type ScenarioContext,
  ScenarioError,
} from 'kafka-trial/scenario';
import { describe, expect, it } from 'vitest';

const folder = new URL('../scenarios/', import.meta.url);
const files = readdirSync(folder).filter((file) => /^\d\d-.*\.ts$/.test(file));

async function load(file: string): Promise<Scenario> {
  const module = (await import(new URL(file, folder).href)) as { default: Scenario };
  return module.default;
}

describe('The catalogue', () => {
  it('lists every scenario file, in order', () => {
    const catalogue = readFileSync(new URL('README.md', folder), 'utf8');
    const listed = [...catalogue.matchAll(/^- \[([a-z-]+)\]\((\d\d-[a-z-]+\.ts)\)/gm)];
    expect(listed.map(([, , file]) => file)).toEqual(files.toSorted());
    expect(listed.map(([, name]) => name)).toEqual(files.toSorted().map((file) => file.slice(3, -3)));
  });

  it('exports every scenario, in order', async () => {
    const { SCENARIOS } = (await import(new URL('index.ts', folder).href)) as { SCENARIOS: readonly Scenario[] };
    expect(SCENARIOS).toEqual(await Promise.all(files.toSorted().map(load)));
  });

  it('has no golden file without a scenario', () => {
    const golden = readdirSync(new URL('golden/', folder));
    expect(golden.toSorted()).toEqual(files.map((file) => `${file.slice(3, -3)}.txt`).toSorted());
  });

  it('starts each file with the point of the scenario', () => {
    const withoutPoint = files.filter(
      (file) => !readFileSync(new URL(file, folder), 'utf8').startsWith('// The point: '),
    );
    expect(withoutPoint).toEqual([]);
  });
});

describe('npm start', () => {
  const ARTICLE_LOG = [
    '[Producer clientId=producer-1] Instantiated an idempotent producer.',
    'Kafka version: 3.6.1',
    'Kafka commitId: 5e3c2b738d253ff5',
    'Kafka startTimeMs: 1713938923146',
    '[Producer clientId=producer-1] Error while fetching metadata with correlation id 1 : {CustomerCountry=LEADER_NOT_AVAILABLE}',
    '[Producer clientId=producer-1] Cluster ID: x1VBUZHzQf-B48WtMcq_Qw',
    '[Producer clientId=producer-1] ProducerId set to 13000 with epoch 0',
  ];

  it('begins with the log of the blog article, in which the topic is created on first use', async () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../package.json', folder), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const [, name] = /run ([\w-]+) --trace$/.exec(scripts.start ?? '') ?? [];
    const file = files.find((candidate) => candidate.slice(3) === `${name}.ts`) ?? expect.unreachable();
    const { lines } = await runScenario(await load(file), 1);
    const messages = lines.filter(({ kind }) => kind === 'log').map(({ text }) => text.replace(/^.* -- /, ''));
    expect(messages.slice(0, ARTICLE_LOG.length)).toEqual(ARTICLE_LOG);
  });
});

describe.each(files)('%s', (file) => {
  it('has the name of its file', async () => {
    expect(`${(await load(file)).name}.ts`).toBe(file.slice(3));
  });

  it('passes with seed 1 and prints its golden file', async () => {
    const scenarioRun = await runScenario(await load(file), 1);
    expect(scenarioRun.failure).toBeUndefined();
    await expect(renderScenarioRun(scenarioRun, { trace: true })).toMatchFileSnapshot(
      `../scenarios/golden/${scenarioRun.scenario.name}.txt`,
    );
  });

  it('passes with other seeds, twice with the same transcript', async () => {
    for (const seed of [2, 7]) {
      const scenario = await load(file);
      const [first, second] = [await runScenario(scenario, seed), await runScenario(scenario, seed)];
      expect(first.failure).toBeUndefined();
      expect(second.lines).toEqual(first.lines);
      expect(second.fingerprint).toBe(first.fingerprint);
    }
  });
});

async function storeTwice({ sim }: ScenarioContext): Promise<void> {
  sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
  const producer = sim.producer({
    'enable.idempotence': false,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  sim.faults.on('Produce').nth(1).loseResponse();
  await producer.send({ topic: 'payments', value: 'once' }).get();
}

describe('A failed scenario', () => {
  const wrong = defineScenario({
    name: 'wrong',
    title: 'A check that fails',
    run: async ({ sim, say, check }) => {
      say('This line is printed.');
      check('brokers', sim.bootstrapServers.split(',').length, 4);
      say('This line is not reached.');
    },
  });

  it('ends at the failed check, with the expected and the actual value', async () => {
    const scenarioRun = await runScenario(wrong, 1);
    expect(scenarioRun.failure).toBeInstanceOf(ScenarioError);
    expect(String(scenarioRun.failure)).toContain('brokers: expected 4, got 3');
    expect(scenarioRun.lines.map(({ text }) => text)).toEqual(['This line is printed.']);
  });

  it('may be one that violates a guarantee which it does not name in `breaks`; the message has the replay command', async () => {
    const careless = defineScenario({ name: 'careless', title: 'Stored twice', run: storeTwice });
    const { failure } = await runScenario(careless, 3);
    expect(failure).toMatchObject({ kind: 'a guarantee was violated', guarantee: 'NoDuplicateWithIdempotence' });
    expect(String(failure)).toMatch(/\nReplay it \(seed 3\): npx kafka-trial run careless --seed 3 --trace$/);
  });

  it('passes if it names the violated guarantee in `breaks`, and prints the violation in its verdict', async () => {
    const frank = defineScenario({
      name: 'frank',
      title: 'Stored twice, on purpose',
      breaks: ['NoDuplicateWithIdempotence'],
      run: storeTwice,
    });
    const scenarioRun = await runScenario(frank, 3);
    expect(scenarioRun.failure).toBeUndefined();
    expect(scenarioRun.verdict.duplicated.length).toBe(1);
    expect(renderScenarioRun(scenarioRun, { trace: false })).toMatch(
      /Verdict: 1 record sent[\s\S]*DUPLICATED: record 1[\s\S]*Violated, as expected: NoDuplicateWithIdempotence\./,
    );
  });

  it('may be one whose fault never fired', async () => {
    const idle = defineScenario({
      name: 'idle',
      title: 'A fault that never fires',
      run: async ({ sim }) => void sim.faults.on('Produce').nth(1).loseResponse(),
    });
    expect(String((await runScenario(idle, 1)).failure)).toContain('never fired');
  });
});
