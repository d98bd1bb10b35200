/**
 * Covers: src/simulation/events/, src/broker/state/cluster-events.ts.
 *
 * The types of events describe what is really written: the events of all scenarios, of histories of the soak, of the recorded requests to brokers
 * and of a real client become literals of TypeScript, which the compiler compares with the types.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Simulation } from 'kafka-trial';
import { runScenario, type Scenario } from 'kafka-trial/scenario';
import { Kafka } from 'kafkajs';
import 'kafka-trial/real-clients';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Effects } from '../../../src/broker/state/effects.ts';
import type { TraceFacts } from '../../../src/sim/index.ts';
import { Trace } from '../../../src/sim/index.ts';
import type { TraceEventName } from '../../../src/simulation/events/simulation-events.ts';
import { compareScenario } from '../../conformance/broker/runner/command.ts';
import { findScenarios, loadGolden, loadScenario } from '../../conformance/broker/runner/scenario-files.ts';
import { caseOf } from '../../properties/soak/case.ts';
import { play } from '../../properties/soak/play.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-events-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** More values of one fact than this show nothing new. */
const MAX_VALUES = 100;

/** Keeps an event if it has other facts than those before, or another value of a fact. */
class Collection {
  readonly literals: string[] = [];
  readonly names = new Set<string>();
  private readonly shapes = new Set<string>();
  private readonly values = new Map<string, Set<unknown>>();

  add(source: string, event: string, facts: TraceFacts): void {
    this.names.add(event);
    const shape = `${event}: ${Object.entries(facts).map(([key, value]) => `${key} ${typeof value}`)}`;
    const isNewShape = !this.shapes.has(shape);
    this.shapes.add(shape);
    let isNew = isNewShape;
    for (const [key, value] of Object.entries(facts)) isNew = this.isNewValue(`${event}/${key}`, value) || isNew;
    if (isNew)
      this.literals.push(
        `{ atMs: 0, source: ${JSON.stringify(source)}, event: ${JSON.stringify(event)}, facts: ${literal(facts)} }`,
      );
  }

  private isNewValue(key: string, value: unknown): boolean {
    const known = this.values.get(key) ?? new Set();
    this.values.set(key, known);
    if (known.has(value) || known.size >= MAX_VALUES) return false;
    known.add(value);
    return true;
  }
}

function literal(facts: TraceFacts): string {
  return `{ ${Object.entries(facts)
    .map(([key, value]) => `${JSON.stringify(key)}: ${value === undefined ? 'undefined' : JSON.stringify(value)}`)
    .join(', ')} }`;
}

const collection = new Collection();

beforeAll(async () => {
  const record = vi.spyOn(Trace.prototype, 'record');
  await playScenarios();
  for (let seed = 1; seed <= 30; seed++) await play(caseOf(seed), { trace: true });
  await playRealClient();
  for (const [place, [, source, event, facts = {}]] of (record.mock.calls as RecordCall[]).entries())
    if ((record.mock.contexts[place] as Trace).isOn) collection.add(source, event, facts);
  const clusterEvent = vi.spyOn(Effects.prototype, 'event');
  playRecordedRequests();
  for (const [name, facts] of clusterEvent.mock.calls) collection.add('cluster', name, facts);
  vi.restoreAllMocks();
}, 240_000);

type RecordCall = [atMs: number, source: string, event: string, facts?: TraceFacts];

async function playScenarios(): Promise<void> {
  const scenarios = new URL('../../../scenarios/', import.meta.url);
  for (const file of readdirSync(scenarios).filter((name) => /^\d\d-.*\.ts$/.test(name))) {
    const { default: scenario } = (await import(new URL(file, scenarios).href)) as { default: Scenario };
    await runScenario(scenario, 1, { trace: 'replication' });
  }
}

async function playRealClient(): Promise<void> {
  const sim = new Simulation({ guarantees: 'all', breaks: ['NoDuplicateWithIdempotence'] });
  sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
  sim.realClients.install({ addresses: { 'localhost:9092': 'broker-1' } });
  sim.faults.on('Produce', { client: 'shop' }).nth(1).breakBeforeResponse();
  await sim.run(async () => {
    const producer = new Kafka({ clientId: 'shop', brokers: ['localhost:9092'], logLevel: 0 }).producer();
    await producer.connect();
    await producer.send({ topic: 'orders', messages: [{ value: 'order 17' }] });
    await producer.disconnect();
  });
  sim.close();
}

/** The cluster alone, whose events have no trace. */
function playRecordedRequests(): void {
  const golden = fileURLToPath(new URL('../../conformance/broker/golden', import.meta.url));
  for (const mode of ['kraft', 'zookeeper'] as const) {
    for (const file of findScenarios([golden], mode, '3.6.1')) {
      if (file.goldenPath === undefined) continue;
      compareScenario(file, loadScenario(file), loadGolden(file.goldenPath), mode, '3.6.1');
    }
  }
}

/** Returns what the compiler says about these events. */
function compile(literals: readonly string[]): string {
  const events = join(root, 'src/simulation/events/simulation-events.ts');
  // One array of all of them would be a union that is too complex for the compiler.
  const text = [
    `import type { TraceEvent } from ${JSON.stringify(events)};`,
    ...literals.map((one, place) => `export const event${place}: TraceEvent = ${one};`),
  ];
  writeFileSync(join(folder, 'events.mts'), text.join('\n'));
  const compilerOptions = { rewriteRelativeImportExtensions: false, typeRoots: [join(root, 'node_modules/@types')] };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, files: ['events.mts'], include: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return stdout;
}

it('declares every event that is written, with the facts that it has', () => {
  expect(collection.literals.length).toBeGreaterThan(1000);
  expect(compile(collection.literals)).toBe('');
});

it('would not accept an unknown event, an unknown fact, a missing one or a wrong value', () => {
  const wrong = [
    '{ atMs: 0, source: "producer-1", event: "batch lost", facts: { batch: "payments-0#1" } }',
    '{ atMs: 0, source: "producer-1", event: "batch forgotten", facts: { batch: "payments-0#1", row: 1 } }',
    '{ atMs: 0, source: "producer-1", event: "batch split", facts: { batch: "payments-0#1" } }',
    '{ atMs: 0, source: "producer-1", event: "state changed", facts: { from: "READY", to: "NOWHERE" } }',
  ];
  const problems = compile(wrong).match(/^.*events\.mts\((\d+),/gm) ?? [];
  expect(problems.map((problem) => Number(/\((\d+),/.exec(problem)?.[1]))).toEqual([2, 3, 4, 5]);
});

it('has seen the events that are worth a test', () => {
  const seen: readonly TraceEventName[] = [
    'batch sent',
    'batch put back',
    'batch split',
    'batch expired',
    'callbacks',
    'fired',
    'high watermark',
    'ISR shrunk',
    'leader elected',
    'log truncated',
    'marker written',
    'send waits',
  ];
  expect(seen.filter((name) => !collection.names.has(name))).toEqual([]);
});
