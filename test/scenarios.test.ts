/** Every story in scenarios/ comes true, is told the same way each time, and is what its golden file says. */
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
const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));

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

  it('has no golden file of a scenario that is gone', () => {
    const golden = readdirSync(new URL('golden/', folder));
    expect(golden.toSorted()).toEqual(files.map((file) => `${file.slice(3, -3)}.txt`).toSorted());
  });

  it('opens each file with its point', () => {
    const silent = files.filter((file) => !readFileSync(new URL(file, folder), 'utf8').startsWith('// The point: '));
    expect(silent).toEqual([]);
  });
});

describe.each(files)('%s', (file) => {
  it('is called what its file is called', async () => {
    expect(`${(await load(file)).name}.ts`).toBe(file.slice(3));
  });

  it('comes true with seed 1, as its golden file has it', async () => {
    const scenarioRun = await runScenario(await load(file), 1);
    expect(scenarioRun.failure).toBeUndefined();
    await expect(renderScenarioRun(scenarioRun, { trace: true })).toMatchFileSnapshot(
      `../scenarios/golden/${scenarioRun.scenario.name}.txt`,
    );
  });

  it('comes true with other seeds, told twice in the same words', async () => {
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

describe('A scenario whose outcome is not the guaranteed one', () => {
  const wrong = defineScenario({
    name: 'wrong',
    title: 'A story that does not come true',
    run: async ({ sim, say, check }) => {
      say('It begins well.');
      check('brokers', sim.bootstrapServers.split(',').length, 4);
      say('It never gets here.');
    },
  });

  it('is reported as failed, with both values, and its run ends there', async () => {
    const scenarioRun = await runScenario(wrong, 1);
    expect(scenarioRun.failure).toBeInstanceOf(ScenarioError);
    expect(String(scenarioRun.failure)).toContain('brokers: expected 4, got 3');
    expect(scenarioRun.lines.map(({ text }) => text)).toEqual(['It begins well.']);
  });

  it('is failed too when it breaks a guarantee it did not announce, with the command that tells it again', async () => {
    const careless = defineScenario({ name: 'careless', title: 'Stored twice', run: storeTwice });
    const { failure } = await runScenario(careless, 3);
    expect(failure).toMatchObject({ kind: 'a guarantee was broken', guarantee: 'NoDuplicateWithIdempotence' });
    expect(String(failure)).toMatch(/\nReplay it \(seed 3\): kafka-trial run careless --seed 3 --trace$/);
  });

  it('comes true when it announced what it breaks, and says so in its verdict', async () => {
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
      /Verdict: 1 record sent[\s\S]*DUPLICATED: record 1[\s\S]*Broken, as announced: NoDuplicateWithIdempotence\./,
    );
  });

  it('is failed too when a fault it scripted never fired', async () => {
    const idle = defineScenario({
      name: 'idle',
      title: 'A fault that waits for nothing',
      run: async ({ sim }) => void sim.faults.on('Produce').nth(1).loseResponse(),
    });
    expect(String((await runScenario(idle, 1)).failure)).toContain('never fired');
  });
});
